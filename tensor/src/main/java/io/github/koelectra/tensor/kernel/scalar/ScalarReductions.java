package io.github.koelectra.tensor.kernel.scalar;

import static io.github.koelectra.tensor.kernel.Arithmetic.fma;
import static io.github.koelectra.tensor.kernel.KernelProvider.PARTIALS;

/**
 * Sums over a row by a fixed tree of its {@link
 * io.github.koelectra.tensor.kernel.KernelProvider#PARTIALS} interleaved partial sums: of the
 * elements that are {@code step} apart, half are those {@code 2 * step} apart, and so are the rest.
 */
public final class ScalarReductions {
  private ScalarReductions() {}

  /** The sum of n elements. */
  public static float sum(int n, float[] x, int offset) {
    return sum(n, x, offset, 0, 1);
  }

  private static float sum(int n, float[] x, int offset, int first, int step) {
    if (step < PARTIALS) {
      return sum(n, x, offset, first, 2 * step) + sum(n, x, offset, first + step, 2 * step);
    }
    float partial = 0;
    for (int i = first; i < n; i += PARTIALS) {
      partial += x[offset + i];
    }
    return partial;
  }

  /** The sum of the squared differences from {@code mean}. */
  public static float squaredDifferences(int n, float[] x, int offset, float mean) {
    return squaredDifferences(n, x, offset, mean, 0, 1);
  }

  private static float squaredDifferences(
      int n, float[] x, int offset, float mean, int first, int step) {
    if (step < PARTIALS) {
      return squaredDifferences(n, x, offset, mean, first, 2 * step)
          + squaredDifferences(n, x, offset, mean, first + step, 2 * step);
    }
    float partial = 0;
    for (int i = first; i < n; i += PARTIALS) {
      float difference = x[offset + i] - mean;
      partial = fma(difference, difference, partial);
    }
    return partial;
  }

  /** The sum of the products of n pairs. */
  public static float dot(int n, float[] a, int aOffset, float[] b, int bOffset) {
    return dot(n, a, aOffset, b, bOffset, 0, 1);
  }

  private static float dot(
      int n, float[] a, int aOffset, float[] b, int bOffset, int first, int step) {
    if (step < PARTIALS) {
      return dot(n, a, aOffset, b, bOffset, first, 2 * step)
          + dot(n, a, aOffset, b, bOffset, first + step, 2 * step);
    }
    float partial = 0;
    for (int i = first; i < n; i += PARTIALS) {
      partial = fma(a[aOffset + i], b[bOffset + i], partial);
    }
    return partial;
  }

  /** The sum of the partial sums from {@code at}, added up where they lie. */
  public static float total(float[] partials, int at) {
    for (int step = PARTIALS / 2; step > 0; step /= 2) {
      for (int i = at; i < at + step; i++) {
        partials[i] += partials[i + step];
      }
    }
    return partials[at];
  }
}
