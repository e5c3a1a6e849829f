package io.github.koelectra.electra;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class TokenBatchTest {
  private static int[][] row(int... values) {
    return new int[][] {values};
  }

  private static void refused(String fragment, Executable batch) {
    String message = assertThrows(IllegalArgumentException.class, batch).getMessage();
    assertTrue(message.contains(fragment), message);
  }

  @Test
  void raggedBatchesAreRefused() {
    refused("at least one sequence", TokenBatch::of);
    refused("sequence 1 has no tokens", () -> TokenBatch.of(new int[] {2}, new int[0]));
    refused("1 sequences of ids, 2 of token types", () -> TokenBatch.of(row(2), new int[2][1]));
    refused("2 ids, 1 token types", () -> TokenBatch.of(row(2, 3), row(0)));
    refused("3 mask elements", () -> TokenBatch.padded(row(2, 3), row(0, 0), row(1, 1, 1)));
    refused("attention mask 2 at 1", () -> TokenBatch.padded(row(2, 3), row(0, 0), row(1, 2)));
  }

  @Test
  void paddingIsDroppedAndHolesAreKept() {
    TokenBatch batch =
        TokenBatch.padded(
            new int[][] {{7, 8, 9, 0}, {5, 6, 0, 0}},
            new int[][] {{0, 1, 1, 0}, {0, 0, 0, 0}},
            new int[][] {{0, 1, 1, 0}, {0, 0, 0, 0}});
    assertArrayEquals(new int[] {7, 8, 9, 5, 6, 0, 0}, batch.inputIds());
    assertArrayEquals(new int[] {0, 1, 1, 0, 0, 0, 0}, batch.tokenTypeIds());
    assertArrayEquals(new int[] {0, 1, 2, 0, 1, 2, 3}, batch.positionIds());
    assertTrue(batch.layout().isMasked(0));
    assertTrue(!batch.layout().isMasked(1));
    assertEquals(3, batch.layout().begin(1));
  }

  @Test
  void paddingIsComputedWhereItIsWanted() {
    int[][] ids = {{7, 8, 0, 0}, {5, 6, 9}};
    int[][] types = {{0, 1, 0, 0}, {0, 0, 0}};
    TokenBatch batch = TokenBatch.withPadding(ids, types, new int[][] {{1, 1, 0, 0}, {1, 1, 1}});
    assertArrayEquals(new int[] {7, 8, 0, 0, 5, 6, 9}, batch.inputIds());
    assertArrayEquals(new int[] {0, 1, 2, 3, 0, 1, 2}, batch.positionIds());
    assertArrayEquals(
        new boolean[] {false, false, true, true, false, false, false}, batch.layout().mask());
    refused("attention mask 2 at 1", () -> TokenBatch.withPadding(row(2, 3), row(0, 0), row(1, 2)));
    refused("sequence 0 has no tokens", () -> TokenBatch.withPadding(row(), row(), row()));
  }

  @Test
  void whatTheModelHasNotIsRefused(@TempDir Path directory) throws IOException {
    MadeCheckpoint.electra().write(directory);
    try (ElectraModel model = ElectraModel.fromPretrained(directory)) {
      refused("40", () -> model.run(TokenBatch.of(new int[] {2, 40})));
      refused("-1", () -> model.run(TokenBatch.of(new int[] {-1})));
      refused("2", () -> model.run(TokenBatch.of(row(2), row(2))));
      refused("17 tokens", () -> model.run(TokenBatch.of(new int[17])));
      assertEquals(16, model.run(TokenBatch.of(new int[16])).rows());
    }
  }
}
