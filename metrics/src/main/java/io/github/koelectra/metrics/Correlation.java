package io.github.koelectra.metrics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * How two lists of numbers move together, from -1 to 1, with scipy's definitions. There is no
 * correlation, and the result is empty, where there are fewer than two numbers, all of a list are
 * the same, or one is not finite. Lists of different lengths are refused with an {@link
 * IllegalArgumentException}. Stateless and safe to share between threads.
 */
public final class Correlation {
  private Correlation() {}

  /** Pearson's correlation. */
  public static OptionalDouble pearson(double[] x, double[] y) {
    if (x.length != y.length) {
      throw new IllegalArgumentException(x.length + " numbers, but " + y.length + " others");
    }
    if (x.length < 2 || !isFinite(x) || !isFinite(y) || isConstant(x) || isConstant(y)) {
      return OptionalDouble.empty();
    }
    double[] xs = normalized(x);
    double[] ys = normalized(y);
    double product = 0;
    for (int i = 0; i < xs.length; i++) {
      product += xs[i] * ys[i];
    }
    return OptionalDouble.of(Math.clamp(product, -1, 1));
  }

  /** Spearman's correlation: Pearson's of the ranks, where equals share their mean rank. */
  public static OptionalDouble spearman(double[] x, double[] y) {
    return isFinite(x) && isFinite(y) ? pearson(ranks(x), ranks(y)) : OptionalDouble.empty();
  }

  private static boolean isFinite(double[] x) {
    return Arrays.stream(x).allMatch(Double::isFinite);
  }

  private static boolean isConstant(double[] x) {
    return Arrays.stream(x).allMatch(value -> value == x[0]);
  }

  /** The deviations from the mean, of length 1; scaled first, so that no square overflows. */
  private static double[] normalized(double[] x) {
    double mean = 0;
    for (double value : x) {
      mean += value / x.length;
    }
    double[] deviations = new double[x.length];
    double largest = 0;
    for (int i = 0; i < x.length; i++) {
      deviations[i] = x[i] - mean;
      largest = Math.max(largest, Math.abs(deviations[i]));
    }
    double squares = 0;
    for (int i = 0; i < x.length; i++) {
      deviations[i] /= largest;
      squares += deviations[i] * deviations[i];
    }
    double length = Math.sqrt(squares);
    for (int i = 0; i < x.length; i++) {
      deviations[i] /= length;
    }
    return deviations;
  }

  /** Ranks from 1; 0 and -0 are equals. */
  private static double[] ranks(double[] x) {
    int[] order =
        IntStream.range(0, x.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> x[i] + 0.0))
            .mapToInt(i -> i)
            .toArray();
    double[] ranks = new double[x.length];
    int begin = 0;
    while (begin < order.length) {
      int end = begin + 1;
      while (end < order.length && x[order[end]] == x[order[begin]]) {
        end++;
      }
      for (int i = begin; i < end; i++) {
        ranks[order[i]] = (begin + 1 + end) / 2.0;
      }
      begin = end;
    }
    return ranks;
  }
}
