package io.github.koelectra.tensor.kernel.scalar;

import static io.github.koelectra.tensor.kernel.Arithmetic.fma;
import static io.github.koelectra.tensor.kernel.KernelProvider.PARTIALS;

/** The backward pass of LayerNorm for one row, whose statistics are computed again. */
final class ScalarNormGradient {
  private ScalarNormGradient() {}

  static void apply(
      int n,
      float[] x,
      int offset,
      float[] gamma,
      float epsilon,
      float[] gradient,
      int gradientOffset,
      float[] out,
      int outOffset,
      float[] sums,
      int sumsOffset) {
    float mean = ScalarReductions.sum(n, x, offset) / n;
    double variance = (double) ScalarReductions.squaredDifferences(n, x, offset, mean) / n;
    float inverse = (float) (1 / Math.sqrt(variance + epsilon));
    float level = sum(n, gamma, gradient, gradientOffset, 0, 1) / n;
    float dot = dot(n, x, offset, mean, gamma, gradient, gradientOffset, 0, 1);
    float tilt = (float) ((double) dot * inverse * inverse / n);
    for (int i = 0; i < n; i++) {
      float difference = x[offset + i] - mean;
      float g = gradient[gradientOffset + i];
      sums[sumsOffset + i] = fma(difference * inverse, g, sums[sumsOffset + i]);
      sums[sumsOffset + n + i] += g;
      out[outOffset + i] = fma(-tilt, difference, g * gamma[i] - level) * inverse;
    }
  }

  /** The sum of {@code gradient * gamma}. */
  private static float sum(
      int n, float[] gamma, float[] gradient, int offset, int first, int step) {
    if (step < PARTIALS) {
      return sum(n, gamma, gradient, offset, first, 2 * step)
          + sum(n, gamma, gradient, offset, first + step, 2 * step);
    }
    float partial = 0;
    for (int i = first; i < n; i += PARTIALS) {
      partial += gradient[offset + i] * gamma[i];
    }
    return partial;
  }

  /** The sum of {@code gradient * gamma * (x - mean)}. */
  private static float dot(
      int n,
      float[] x,
      int offset,
      float mean,
      float[] gamma,
      float[] gradient,
      int gradientOffset,
      int first,
      int step) {
    if (step < PARTIALS) {
      return dot(n, x, offset, mean, gamma, gradient, gradientOffset, first, 2 * step)
          + dot(n, x, offset, mean, gamma, gradient, gradientOffset, first + step, 2 * step);
    }
    float partial = 0;
    for (int i = first; i < n; i += PARTIALS) {
      float g = gradient[gradientOffset + i] * gamma[i];
      partial = fma(g, x[offset + i] - mean, partial);
    }
    return partial;
  }
}
