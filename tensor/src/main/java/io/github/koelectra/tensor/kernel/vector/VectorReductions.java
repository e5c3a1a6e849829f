package io.github.koelectra.tensor.kernel.vector;

import static io.github.koelectra.tensor.kernel.KernelProvider.PARTIALS;
import static io.github.koelectra.tensor.kernel.vector.Lanes.COUNT;
import static io.github.koelectra.tensor.kernel.vector.Lanes.SPECIES;
import static io.github.koelectra.tensor.kernel.vector.VectorMath.fma;

import io.github.koelectra.tensor.kernel.Arithmetic;
import io.github.koelectra.tensor.kernel.scalar.ScalarReductions;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;

/**
 * Sums over a row in sixteen interleaved partial sums, whatever the width: they lie in one, two or
 * four vectors, and a fixed tree adds them up: i + 8 to i, i + 4 to i, i + 2 to i, i + 1 to i. The
 * tree is written out twice, for a method that is handed vectors may be compiled alone before it is
 * inlined, and then every vector is an object. Rows that are no multiple of sixteen, which no model
 * in use has, are left to the scalar room for the same reason: their rest would double the code.
 */
final class VectorReductions {
  private static final VectorShuffle<Float> HALF = VectorShuffle.iota(SPECIES, COUNT / 2, 1, true);
  private static final VectorShuffle<Float> QUARTER =
      VectorShuffle.iota(SPECIES, COUNT / 4, 1, true);
  private static final VectorShuffle<Float> EIGHTH =
      VectorShuffle.iota(SPECIES, COUNT / 8, 1, true);
  private static final VectorShuffle<Float> SIXTEENTH =
      VectorShuffle.iota(SPECIES, COUNT / 16, 1, true);

  private VectorReductions() {}

  /** The sum of n elements. */
  static float sum(int n, float[] x, int offset) {
    if (n % PARTIALS != 0) {
      return ScalarReductions.sum(n, x, offset);
    }
    FloatVector p0 = FloatVector.zero(SPECIES);
    FloatVector p1 = p0;
    FloatVector p2 = p0;
    FloatVector p3 = p0;
    for (int i = offset; i < offset + n; i += PARTIALS) {
      p0 = p0.add(FloatVector.fromArray(SPECIES, x, i));
      if (COUNT < 16) {
        p1 = p1.add(FloatVector.fromArray(SPECIES, x, i + COUNT));
      }
      if (COUNT < 8) {
        p2 = p2.add(FloatVector.fromArray(SPECIES, x, i + 2 * COUNT));
        p3 = p3.add(FloatVector.fromArray(SPECIES, x, i + 3 * COUNT));
      }
    }
    FloatVector s = COUNT == 16 ? p0 : COUNT == 8 ? p0.add(p1) : p0.add(p2).add(p1.add(p3));
    s = s.add(s.rearrange(HALF));
    s = s.add(s.rearrange(QUARTER));
    s = COUNT >= 8 ? s.add(s.rearrange(EIGHTH)) : s;
    s = COUNT >= 16 ? s.add(s.rearrange(SIXTEENTH)) : s;
    return s.lane(0);
  }

  /** The sum of the squared differences from {@code mean}. */
  static float squaredDifferences(int n, float[] x, int offset, float mean) {
    if (n % PARTIALS != 0) {
      return ScalarReductions.squaredDifferences(n, x, offset, mean);
    }
    FloatVector p0 = FloatVector.zero(SPECIES);
    FloatVector p1 = p0;
    FloatVector p2 = p0;
    FloatVector p3 = p0;
    for (int i = offset; i < offset + n; i += PARTIALS) {
      FloatVector d0 = FloatVector.fromArray(SPECIES, x, i).sub(mean);
      p0 = fma(d0, d0, p0);
      if (COUNT < 16) {
        FloatVector d1 = FloatVector.fromArray(SPECIES, x, i + COUNT).sub(mean);
        p1 = fma(d1, d1, p1);
      }
      if (COUNT < 8) {
        FloatVector d2 = FloatVector.fromArray(SPECIES, x, i + 2 * COUNT).sub(mean);
        p2 = fma(d2, d2, p2);
        FloatVector d3 = FloatVector.fromArray(SPECIES, x, i + 3 * COUNT).sub(mean);
        p3 = fma(d3, d3, p3);
      }
    }
    FloatVector s = COUNT == 16 ? p0 : COUNT == 8 ? p0.add(p1) : p0.add(p2).add(p1.add(p3));
    s = s.add(s.rearrange(HALF));
    s = s.add(s.rearrange(QUARTER));
    s = COUNT >= 8 ? s.add(s.rearrange(EIGHTH)) : s;
    s = COUNT >= 16 ? s.add(s.rearrange(SIXTEENTH)) : s;
    return s.lane(0);
  }

  /** The sum of the products of n pairs. */
  static float dot(int n, float[] a, int aOffset, float[] b, int bOffset) {
    if (n % PARTIALS != 0) {
      return ScalarReductions.dot(n, a, aOffset, b, bOffset);
    }
    FloatVector p0 = FloatVector.zero(SPECIES);
    FloatVector p1 = p0;
    FloatVector p2 = p0;
    FloatVector p3 = p0;
    for (int i = 0; i < n; i += PARTIALS) {
      FloatVector a0 = FloatVector.fromArray(SPECIES, a, aOffset + i);
      p0 = fma(a0, FloatVector.fromArray(SPECIES, b, bOffset + i), p0);
      if (COUNT < 16) {
        FloatVector a1 = FloatVector.fromArray(SPECIES, a, aOffset + i + COUNT);
        p1 = fma(a1, FloatVector.fromArray(SPECIES, b, bOffset + i + COUNT), p1);
      }
      if (COUNT < 8) {
        FloatVector a2 = FloatVector.fromArray(SPECIES, a, aOffset + i + 2 * COUNT);
        p2 = fma(a2, FloatVector.fromArray(SPECIES, b, bOffset + i + 2 * COUNT), p2);
        FloatVector a3 = FloatVector.fromArray(SPECIES, a, aOffset + i + 3 * COUNT);
        p3 = fma(a3, FloatVector.fromArray(SPECIES, b, bOffset + i + 3 * COUNT), p3);
      }
    }
    FloatVector s = COUNT == 16 ? p0 : COUNT == 8 ? p0.add(p1) : p0.add(p2).add(p1.add(p3));
    s = s.add(s.rearrange(HALF));
    s = s.add(s.rearrange(QUARTER));
    s = COUNT >= 8 ? s.add(s.rearrange(EIGHTH)) : s;
    s = COUNT >= 16 ? s.add(s.rearrange(SIXTEENTH)) : s;
    return s.lane(0);
  }

  /** {@code x = (x - mean) * inverse * gamma + beta}. */
  static void normalise(
      int n, float[] x, int offset, float mean, float inverse, float[] gamma, float[] beta) {
    int i = 0;
    for (; i <= n - COUNT; i += COUNT) {
      FloatVector difference = FloatVector.fromArray(SPECIES, x, offset + i).sub(mean);
      FloatVector weight = FloatVector.fromArray(SPECIES, gamma, i);
      FloatVector bias = FloatVector.fromArray(SPECIES, beta, i);
      fma(difference.mul(inverse), weight, bias).intoArray(x, offset + i);
    }
    for (; i < n; i++) {
      float normal = (x[offset + i] - mean) * inverse;
      x[offset + i] = Arithmetic.fma(normal, gamma[i], beta[i]);
    }
  }
}
