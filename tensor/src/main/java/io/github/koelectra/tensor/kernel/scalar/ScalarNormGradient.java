package io.github.koelectra.tensor.kernel.scalar;

import static io.github.koelectra.tensor.kernel.Arithmetic.fma;
import static io.github.koelectra.tensor.kernel.KernelProvider.PARTIALS;

import java.util.Arrays;

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
    int levels = sumsOffset + 2 * n;
    int tilts = levels + PARTIALS;
    Arrays.fill(sums, levels, tilts + PARTIALS, 0f);
    for (int i = 0; i < n; i++) {
      float g = gradient[gradientOffset + i] * gamma[i];
      int partial = i % PARTIALS;
      sums[levels + partial] += g;
      sums[tilts + partial] = fma(g, x[offset + i] - mean, sums[tilts + partial]);
    }
    float level = ScalarReductions.total(sums, levels) / n;
    double dot = ScalarReductions.total(sums, tilts);
    float tilt = (float) (dot * inverse * inverse / n);
    for (int i = 0; i < n; i++) {
      float difference = x[offset + i] - mean;
      float g = gradient[gradientOffset + i];
      sums[sumsOffset + i] = fma(difference * inverse, g, sums[sumsOffset + i]);
      sums[sumsOffset + n + i] += g;
      out[outOffset + i] = fma(-tilt, difference, g * gamma[i] - level) * inverse;
    }
  }
}
