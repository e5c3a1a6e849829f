package io.github.koelectra.bench.contest;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.statistics.descriptive.Median;

/** The arithmetic of samples, one per round. */
public final class Samples {
  private Samples() {}

  /** The median. */
  public static double median(double[] samples) {
    return Median.withDefaults().evaluate(samples);
  }

  /**
   * The median of the rounds' ratios: what was measured side by side is compared, so that a machine
   * that was slow for one round was slow for both.
   *
   * @throws IllegalArgumentException if there are not as many samples of both
   */
  public static double ratio(double[] samples, double[] others) {
    if (samples.length != others.length) {
      throw new IllegalArgumentException(
          samples.length + " samples and " + others.length + " of the other");
    }
    return median(
        IntStream.range(0, samples.length).mapToDouble(i -> samples[i] / others[i]).toArray());
  }

  /** The geometric mean of positive numbers. */
  public static double geometricMean(double[] values) {
    return Math.exp(Arrays.stream(values).map(Math::log).average().orElse(Double.NaN));
  }
}
