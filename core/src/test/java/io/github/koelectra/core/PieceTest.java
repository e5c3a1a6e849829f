package io.github.koelectra.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.koelectra.testkit.RandomCases;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Windows put together. */
class PieceTest {
  private static final int CASES = 500;

  private static Piece piece(int index, int window) {
    return new Piece(index, "", new double[] {window}, index, index + 1, false, index);
  }

  /** How far a token is from the nearer end of its window, or 0 outside. */
  private static int room(int index, int begin, int end) {
    return Math.max(0, Math.min(index - begin + 1, end - index));
  }

  @Test
  void everyTokenIsTakenOnceFromWhereItHasMostAroundIt() {
    SplittableRandom random = RandomCases.of("everyTokenIsTakenOnce");
    for (int i = 0; i < CASES; i++) {
      int tokens = random.nextInt(1, 40);
      int length = random.nextInt(1, 12);
      int shared = random.nextInt(length);
      List<List<Piece>> windows = new ArrayList<>();
      for (int begin = 0; windows.isEmpty() || begin + shared < tokens; begin += length - shared) {
        int window = windows.size();
        windows.add(
            IntStream.range(begin, Math.min(begin + length, tokens))
                .mapToObj(index -> piece(index, window))
                .toList());
      }
      List<Piece> merged = Piece.merged(windows, shared);
      assertEquals(tokens, merged.size());
      for (int index = 0; index < tokens; index++) {
        assertEquals(index, merged.get(index).index());
        int best = 0;
        for (int w = 1; w < windows.size(); w++) {
          int begin = w * (length - shared);
          int before = best * (length - shared);
          // The last window ends early, but nothing comes behind it: its end is not a cut.
          boolean better =
              room(index, begin, begin + length) > room(index, before, before + length);
          best = better ? w : best;
        }
        assertEquals(
            best, (int) merged.get(index).scores()[0], tokens + " " + length + " " + shared);
      }
    }
  }
}
