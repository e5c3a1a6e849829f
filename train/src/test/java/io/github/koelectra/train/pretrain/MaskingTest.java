package io.github.koelectra.train.pretrain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.json.Json;
import io.github.koelectra.json.JsonObject;
import io.github.koelectra.json.JsonValue;
import io.github.koelectra.json.JsonValue.JsonNumber;
import io.github.koelectra.testkit.RandomCases;
import io.github.koelectra.train.pretrain.Draws.Purpose;
import io.github.koelectra.train.pretrain.Masking.Guesses;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MaskingTest {
  private static final int SPECIAL = 5;

  private static Masking masking(int maxLength, boolean distinct) {
    return new Masking(0.15, maxLength, distinct, id -> id >= SPECIAL);
  }

  private static JsonObject golden() throws IOException {
    try (InputStream in =
        MaskingTest.class.getResourceAsStream("/training/pretrain-helpers.json")) {
      return Json.readObject(in.readAllBytes(), "pretrain-helpers.json");
    }
  }

  @Test
  void theNumberOfGuessesIsThatOfThePublishedCode() throws IOException {
    JsonObject counts = golden().findObject("predictions").orElseThrow();
    for (int maxLength : new int[] {128, 512}) {
      int most = maxLength == 128 ? 19 : 79;
      List<JsonValue> expected = counts.findArray("" + most).orElseThrow().values();
      assertEquals(512, expected.size());
      for (int length = 1; length <= expected.size(); length++) {
        JsonNumber count = (JsonNumber) expected.get(length - 1);
        assertEquals(
            Integer.parseInt(count.literal()),
            masking(maxLength, false).predictions(length),
            length + " tokens of " + maxLength);
      }
    }
  }

  private static int[] sequence(SplittableRandom random) {
    int[] ids = new int[random.nextInt(3, 60)];
    Arrays.setAll(ids, i -> random.nextInt(0, 20));
    ids[random.nextInt(ids.length)] = SPECIAL + 3;
    return ids;
  }

  @Test
  void specialTokensAreNeverChosen() {
    SplittableRandom random = RandomCases.of("specialTokensAreNeverChosen");
    for (int c = 0; c < 500; c++) {
      int[] ids = sequence(random);
      boolean distinct = random.nextBoolean();
      Masking masking = masking(64, distinct);
      Guesses guesses = masking.choose(ids, Draws.of(random.nextLong(), Purpose.MASK, c));
      int candidates = (int) Arrays.stream(ids).filter(id -> id >= SPECIAL).count();
      int wanted = masking.predictions(ids.length);
      assertEquals(distinct ? Math.min(wanted, candidates) : wanted, guesses.positions().length);
      assertEquals(guesses.positions().length, guesses.kept().length);
      assertTrue(Arrays.stream(guesses.positions()).allMatch(p -> ids[p] >= SPECIAL));
      if (distinct) {
        assertEquals(
            guesses.positions().length, Arrays.stream(guesses.positions()).distinct().count());
      }
    }
  }

  /** Numbers of successes are within five standard deviations of what is expected. */
  private static void assertLikely(double probability, long trials, long successes) {
    double deviation = Math.sqrt(trials * probability * (1 - probability));
    assertEquals(trials * probability, successes, 5 * deviation);
  }

  @Test
  void sharesAreThePublishedOnes() {
    long seed = RandomCases.of("sharesAreThePublishedOnes").nextLong();
    int[] ids = IntStream.range(0, 62).map(i -> i == 0 || i == 61 ? 2 : SPECIAL + i).toArray();
    Masking masking = masking(128, false);
    long[] drawn = new long[ids.length];
    long kept = 0;
    long guessed = 0;
    long repeated = 0;
    int sequences = 20_000;
    for (int s = 0; s < sequences; s++) {
      Guesses guesses = masking.choose(ids, Draws.of(seed, Purpose.MASK, s));
      Arrays.stream(guesses.positions()).forEach(p -> drawn[p]++);
      kept += IntStream.range(0, guesses.kept().length).filter(g -> guesses.kept()[g]).count();
      guessed += guesses.positions().length;
      repeated += guesses.positions()[0] == guesses.positions()[1] ? 1 : 0;
    }
    assertEquals(9L * sequences, guessed);
    assertLikely(0.15, guessed, kept);
    assertLikely(1 / 60.0, sequences, repeated);
    for (int p = 1; p < 61; p++) {
      assertLikely(1 / 60.0, guessed, drawn[p]);
    }
  }

  @Test
  void aSequenceOfTheRunHasItsOwnGuessesAndKeepsThem() {
    int[] ids = IntStream.range(SPECIAL, 105).toArray();
    Masking masking = masking(128, false);
    Guesses once = masking.choose(ids, Draws.of(1, Purpose.MASK, 7));
    Guesses again = masking.choose(ids, Draws.of(1, Purpose.MASK, 7));
    assertArrayEquals(once.positions(), again.positions());
    assertArrayEquals(once.kept(), again.kept());
    for (Draws other : List.of(Draws.of(1, Purpose.MASK, 8), Draws.of(2, Purpose.MASK, 7))) {
      assertTrue(!Arrays.equals(once.positions(), masking.choose(ids, other).positions()));
    }
  }
}
