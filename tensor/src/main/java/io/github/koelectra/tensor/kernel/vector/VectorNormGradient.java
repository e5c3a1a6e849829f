package io.github.koelectra.tensor.kernel.vector;

import static io.github.koelectra.tensor.kernel.KernelProvider.PARTIALS;
import static io.github.koelectra.tensor.kernel.vector.Lanes.COUNT;
import static io.github.koelectra.tensor.kernel.vector.Lanes.SPECIES;
import static io.github.koelectra.tensor.kernel.vector.VectorMath.all;
import static io.github.koelectra.tensor.kernel.vector.VectorMath.fma;

import io.github.koelectra.tensor.kernel.scalar.ScalarReductions;
import jdk.incubator.vector.FloatVector;

/**
 * The backward pass of LayerNorm for one row of a multiple of sixteen elements. Partial sums are
 * added up in an array: four trees of vectors in one row would be more than the compiler inlines.
 */
final class VectorNormGradient {
  private VectorNormGradient() {}

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
    float mean = VectorReductions.sum(n, x, offset) / n;
    double variance = (double) VectorReductions.squaredDifferences(n, x, offset, mean) / n;
    float inverse = (float) (1 / Math.sqrt(variance + epsilon));
    int levels = sumsOffset + 2 * n;
    int tilts = levels + PARTIALS;
    partials(n, x, offset, mean, gamma, gradient, gradientOffset, sums, levels);
    float level = ScalarReductions.total(sums, levels) / n;
    double dot = ScalarReductions.total(sums, tilts);
    float tilt = (float) (dot * inverse * inverse / n);
    finish(
        n,
        x,
        offset,
        mean,
        inverse,
        gamma,
        level,
        tilt,
        gradient,
        gradientOffset,
        out,
        outOffset,
        sums,
        sumsOffset);
  }

  /** The partial sums of {@code g = gradient * gamma}, then of {@code g * (x - mean)}. */
  private static void partials(
      int n,
      float[] x,
      int offset,
      float mean,
      float[] gamma,
      float[] gradient,
      int gradientOffset,
      float[] sums,
      int at) {
    FloatVector means = all(mean);
    for (int lane = 0; lane < PARTIALS; lane += COUNT) {
      FloatVector level = all(0f);
      FloatVector tilt = all(0f);
      for (int i = lane; i < n; i += PARTIALS) {
        FloatVector weight = FloatVector.fromArray(SPECIES, gamma, i);
        FloatVector g = FloatVector.fromArray(SPECIES, gradient, gradientOffset + i).mul(weight);
        level = level.add(g);
        tilt = fma(g, FloatVector.fromArray(SPECIES, x, offset + i).sub(means), tilt);
      }
      level.intoArray(sums, at + lane);
      tilt.intoArray(sums, at + PARTIALS + lane);
    }
  }

  /** {@code out = (g - level - (x - mean) * tilt) * inverse}, and the sums over rows. */
  private static void finish(
      int n,
      float[] x,
      int offset,
      float mean,
      float inverse,
      float[] gamma,
      float level,
      float tilt,
      float[] gradient,
      int gradientOffset,
      float[] out,
      int outOffset,
      float[] sums,
      int at) {
    FloatVector means = all(mean);
    FloatVector inverses = all(inverse);
    FloatVector levels = all(level);
    FloatVector tilts = all(-tilt);
    for (int i = 0; i < n; i += COUNT) {
      FloatVector difference = FloatVector.fromArray(SPECIES, x, offset + i).sub(means);
      FloatVector g = FloatVector.fromArray(SPECIES, gradient, gradientOffset + i);
      FloatVector ofGamma = FloatVector.fromArray(SPECIES, sums, at + i);
      fma(difference.mul(inverses), g, ofGamma).intoArray(sums, at + i);
      FloatVector.fromArray(SPECIES, sums, at + n + i).add(g).intoArray(sums, at + n + i);
      FloatVector rest = g.mul(FloatVector.fromArray(SPECIES, gamma, i)).sub(levels);
      fma(tilts, difference, rest).mul(inverses).intoArray(out, outOffset + i);
    }
  }
}
