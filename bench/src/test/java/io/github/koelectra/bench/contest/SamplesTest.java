package io.github.koelectra.bench.contest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class SamplesTest {
  private static final double EXACT = 1e-12;

  @Test
  void theMedianIsTheMiddleOrBetweenTheTwoMiddles() {
    assertEquals(3, Samples.median(new double[] {9, 1, 3}));
    assertEquals(2.5, Samples.median(new double[] {4, 1, 2, 3}));
  }

  @Test
  void ratiosAreMadeWithinARoundBeforeTheMedianIsTaken() {
    // Ours took half of theirs in every round; the third round was slow for both.
    double[] ours = {1, 2, 40};
    double[] theirs = {2, 4, 80};
    assertEquals(0.5, Samples.ratio(ours, theirs));
    // The ratio of the medians would be 2 / 4, but two rounds of three say otherwise.
    assertEquals(3, Samples.ratio(new double[] {3, 2, 12}, new double[] {1, 5, 4}), EXACT);
    assertThrows(
        IllegalArgumentException.class, () -> Samples.ratio(ours, new double[] {1, 2, 3, 4}));
  }

  @Test
  void theGeometricMeanOfReciprocalsIsOne() {
    assertEquals(1, Samples.geometricMean(new double[] {0.25, 4}), EXACT);
    assertEquals(6, Samples.geometricMean(new double[] {4, 9}), EXACT);
  }

  @Test
  void aRateIsBillionsPerSecond() {
    // Two billion operations in 10 ms are 200 GFLOP/s.
    assertEquals(200, Work.flops(2e9, 1).rate(10), EXACT);
  }
}
