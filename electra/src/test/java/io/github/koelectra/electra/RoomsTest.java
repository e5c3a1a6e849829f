package io.github.koelectra.electra;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.koelectra.tensor.Parallel;
import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.kernel.Arithmetic;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.tensor.kernel.Room;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A whole model gives the same bits in both rooms, for any number of threads and in any batch.
 * Surefire runs it once per vector width; that all of them print one digest is the claim.
 */
@Tag("kernel")
class RoomsTest {
  /** Of the logits below, on every processor with fused multiply-add. */
  private static final int DIGEST = -1894037602;

  private static final Path GOLDEN = golden();

  private static Path golden() {
    try {
      return Path.of(RoomsTest.class.getResource("/golden").toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  static GoldenModel small() throws IOException {
    return new GoldenModel(GOLDEN, "koelectra-small-v3-discriminator");
  }

  private static float[] logits(GoldenModel golden, Room room, int threads) throws IOException {
    try (Parallel parallel = Parallel.of(threads)) {
      Kernels kernels = Kernels.of(room, parallel);
      var model = golden.build(ElectraForPreTraining::new, 2, kernels);
      return model.run(golden.batch("batch")).toArray();
    }
  }

  @Test
  void bothRoomsAndAnyThreadsGiveTheSameBits() throws IOException {
    try (GoldenModel golden = small()) {
      float[] scalar = logits(golden, Room.SCALAR, 1);
      assertArrayEquals(scalar, logits(golden, Room.fastest(), 1));
      assertArrayEquals(scalar, logits(golden, Room.fastest(), 3));
      assertArrayEquals(scalar, logits(golden, Room.AUTO, 3));
      if (Arithmetic.FUSED) {
        assertEquals(DIGEST, Arrays.hashCode(scalar), "the arithmetic has changed");
      }
    }
  }

  @Test
  void classificationOfTheFirstTokenAloneHasTheBitsOfAWholePass() throws IOException {
    try (GoldenModel golden = small();
        Parallel parallel = Parallel.of(3)) {
      for (Kernels kernels : List.of(Kernels.best(), Kernels.of(Room.SCALAR, parallel))) {
        var model = golden.build(ElectraForSequenceClassification::new, 3, kernels);
        for (String name : List.of("single", "batch")) {
          TokenBatch batch = golden.batch(name);
          float[] looked = model.run(batch, new Trace() {}).toArray();
          assertArrayEquals(looked, model.run(batch).toArray(), name);
        }
      }
    }
  }

  @Test
  void guessesForSomeTokensHaveTheBitsOfThoseForAll() throws IOException {
    try (GoldenModel golden = small();
        var model = golden.build(ElectraForMaskedLM::new, 2, Kernels.best())) {
      TokenBatch batch = golden.batch("single");
      Tensor all = model.run(batch);
      Tensor some = model.predict(batch, 8, 2, 5);
      assertArrayEquals(all.row(8), some.row(0));
      assertArrayEquals(all.row(2), some.row(1));
      assertArrayEquals(all.row(5), some.row(2));
      assertEquals(0, model.predict(batch).rows());
    }
  }

  @Test
  void aSequenceIsTheSameAloneAndInABatch() throws IOException {
    try (GoldenModel golden = small()) {
      var model = golden.build(ElectraForPreTraining::new, 2, Kernels.best());
      int[][] ids = {{2, 11229, 29173, 3}, {2, 18, 3}, new int[70], {2, 3}};
      Arrays.fill(ids[2], 7824);
      float[] together = model.run(TokenBatch.of(ids)).toArray();
      float[] reversed = model.run(TokenBatch.of(ids[3], ids[2], ids[1], ids[0])).toArray();
      int at = 0;
      for (int[] sequence : ids) {
        float[] alone = model.run(TokenBatch.of(sequence)).toArray();
        int end = at + alone.length;
        assertArrayEquals(alone, Arrays.copyOfRange(together, at, end));
        int from = together.length - end;
        assertArrayEquals(alone, Arrays.copyOfRange(reversed, from, from + alone.length));
        at = end;
      }
    }
  }

  /** The parts of the feed-forward network begin within sequences. */
  @Test
  void aSequenceIsTheSameInABatchOfMoreTokensThanGoThroughAtOnce() throws IOException {
    try (GoldenModel golden = small()) {
      var model = golden.build(ElectraForPreTraining::new, 2, Kernels.best());
      int[][] ids = new int[2 * ElectraLayer.TOKENS_AT_ONCE / 59 + 2][59];
      for (int s = 0; s < ids.length; s++) {
        Arrays.setAll(ids[s], t -> 5 + 31 * t);
        ids[s][1] = 700 + s;
      }
      float[] together = model.run(TokenBatch.of(ids)).toArray();
      for (int s = 0; s < ids.length; s++) {
        assertArrayEquals(
            model.run(TokenBatch.of(ids[s])).toArray(),
            Arrays.copyOfRange(together, 59 * s, 59 * (s + 1)));
      }
    }
  }

  @Test
  void paddingAndHolesAreMasked() throws IOException {
    try (GoldenModel golden = small()) {
      var model = golden.build(ElectraForPreTraining::new, 2, Kernels.best());
      int[][] ids = {{9, 2, 11229, 77, 3, 0, 0}};
      int[][] types = {new int[7]};
      int[][] other = {{500, 2, 11229, 900, 3, 8, 9}};
      int[][] mask = {{0, 1, 1, 0, 1, 0, 0}};
      Tensor first = model.run(TokenBatch.padded(ids, types, mask));
      Tensor second = model.run(TokenBatch.padded(other, types, mask));
      assertEquals(5, first.rows());
      for (int token : new int[] {1, 2, 4}) {
        assertEquals(first.get(token, 0), second.get(token, 0), "a masked token was attended to");
      }
    }
  }
}
