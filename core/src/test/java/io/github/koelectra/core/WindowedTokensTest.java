package io.github.koelectra.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.koelectra.testkit.RandomCases;
import io.github.koelectra.tokenizer.ElectraTokenizer;
import io.github.koelectra.tokenizer.EncodeOptions;
import io.github.koelectra.tokenizer.EncodeOptions.Truncation;
import io.github.koelectra.tokenizer.Encoding;
import io.github.koelectra.tokenizer.TokenizerOptions;
import io.github.koelectra.tokenizer.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every token of a text is found in the window where it has most context. */
class WindowedTokensTest {
  private static final ElectraTokenizer TOKENIZER =
      ElectraTokenizer.of(
          Vocabulary.of(
              IntStream.range(0, 300)
                  .mapToObj(
                      i ->
                          i < 5
                              ? List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]").get(i)
                              : "w" + i)
                  .toList()),
          TokenizerOptions.CASED);

  @Test
  void aTokenBelongsToTheWindowThatShowsMostAroundIt() {
    SplittableRandom random = RandomCases.of("aTokenBelongsToTheWindowThatShowsMostAroundIt");
    for (int c = 0; c < 300; c++) {
      int length = 1 + random.nextInt(20);
      int stride = random.nextInt(length);
      int size = random.nextInt(200);
      String text =
          IntStream.range(0, size).mapToObj(i -> "w" + (5 + i)).collect(Collectors.joining(" "));
      Encoding first =
          TOKENIZER.encode(
              text,
              EncodeOptions.DEFAULT
                  .withTruncation(length + 2, Truncation.LONGEST_FIRST)
                  .withStride(stride));
      List<Encoding> windows = new ArrayList<>(List.of(first));
      windows.addAll(first.overflowing());
      WindowedTokens tokens = new WindowedTokens(windows, stride);
      assertEquals(size, tokens.size());
      for (int i = 0; i < size; i++) {
        int window = tokens.window(i);
        assertEquals(best(windows, 5 + i), window, "token " + i);
        assertEquals(5 + i, windows.get(window).id(tokens.row(i, window)));
      }
    }
  }

  /** By looking at all windows: the first of those where the nearer end is farthest. */
  private static int best(List<Encoding> windows, int id) {
    int best = -1;
    int farthest = -1;
    for (int w = 0; w < windows.size(); w++) {
      Encoding window = windows.get(w);
      for (int row = 1; row < window.size() - 1; row++) {
        int nearer = Math.min(row - 1, window.size() - 2 - row);
        if (window.id(row) == id && nearer > farthest) {
          farthest = nearer;
          best = w;
        }
      }
    }
    return best;
  }
}
