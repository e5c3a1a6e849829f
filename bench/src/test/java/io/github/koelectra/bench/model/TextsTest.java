package io.github.koelectra.bench.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TextsTest {
  private static final int VOCABULARY = 300;

  @Test
  void aPointSaysHowManyTextsOfHowManyTokens() {
    Texts texts = Texts.of("8x128", VOCABULARY);
    assertEquals(8, texts.size());
    assertTrue(Arrays.stream(texts.lengths()).allMatch(length -> length == 128));
    assertArrayEquals(texts.ids(), Texts.of("8x128", VOCABULARY).ids(), "the same every time");
    assertThrows(IllegalArgumentException.class, () -> Texts.of("8", VOCABULARY));
    assertThrows(IllegalArgumentException.class, () -> Texts.of("8xlong", VOCABULARY));
  }

  @Test
  void theMixedBatchHasTheLengthsOfComments() {
    Texts texts = Texts.of(Texts.MIXED, VOCABULARY);
    assertEquals(64, texts.size());
    assertEquals(67, texts.longest());
    assertEquals(1523, Arrays.stream(texts.lengths()).sum());
    assertEquals(64, texts.apart().filter(text -> text.size() == 1).count());
  }

  @Test
  void theReviewsHaveTheLengthsOfReviews() {
    Texts texts = Texts.of(Texts.REVIEWS, VOCABULARY);
    assertEquals(64, texts.size());
    assertEquals(70, texts.longest());
    assertEquals(1402, Arrays.stream(texts.lengths()).sum());
  }

  @Test
  void paddingIsPutInAndTakenOut() {
    Texts texts = new Texts(new int[][] {{2, 9, 3}, {2, 3}});
    assertArrayEquals(new long[] {2, 9, 3, 2, 3, 0}, texts.padded());
    assertArrayEquals(new long[] {1, 1, 1, 1, 1, 0}, texts.mask());
    assertArrayEquals(new float[] {1, 2, 3, 4, 5}, texts.unpadded(new float[] {1, 2, 3, 4, 5, 99}));
  }
}
