package io.github.koelectra.tensor.kernel.vector;

import static io.github.koelectra.tensor.kernel.Polynomials.*;
import static io.github.koelectra.tensor.kernel.vector.Lanes.COUNT;
import static io.github.koelectra.tensor.kernel.vector.Lanes.SPECIES;
import static io.github.koelectra.tensor.kernel.vector.VectorMath.all;
import static io.github.koelectra.tensor.kernel.vector.VectorMath.fma;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Three sweeps of softmax over rows that are in the first-level cache: maxima, exponentials, sums.
 * Each is small enough to be inlined whole; constants are locals, as in {@link VectorGelu}.
 */
final class VectorSoftmax {
  private VectorSoftmax() {}

  /** {@code sums[r] = scale * max(x[r])}, the largest product for a positive scale. */
  static void maxima(
      int rows, int n, float[] x, int offset, int stride, float scale, float[] sums, int sumsAt) {
    for (int r = 0; r < rows; r++) {
      int from = offset + r * stride;
      FloatVector max = FloatVector.fromArray(SPECIES, x, from);
      for (int i = COUNT; i < n; i += COUNT) {
        FloatVector value = FloatVector.fromArray(SPECIES, x, from + i);
        max = max.blend(value, value.compare(VectorOperators.GT, max));
      }
      sums[sumsAt + r] = max.reduceLanes(VectorOperators.MAX) * scale;
    }
  }

  /** {@code x[r] = exp(x[r] * scale - sums[r])}, which is at most 1. */
  static void exponentials(
      int rows, int n, float[] x, int offset, int stride, float scale, float[] sums, int sumsAt) {
    FloatVector factor = all(scale);
    FloatVector lowest = all(EXP_LOWEST);
    FloatVector log2 = all(LOG2_E);
    FloatVector shift = all(ROUND);
    FloatVector ln2High = all(-LN2_HIGH);
    FloatVector ln2Low = all(-LN2_LOW);
    FloatVector e2 = all(EXP_2);
    FloatVector e3 = all(EXP_3);
    FloatVector e4 = all(EXP_4);
    FloatVector e5 = all(EXP_5);
    FloatVector e6 = all(EXP_6);
    FloatVector one = all(1f);
    FloatVector zero = all(0f);
    for (int r = 0; r < rows; r++) {
      int from = offset + r * stride;
      FloatVector max = all(sums[sumsAt + r]);
      for (int i = from; i < from + n; i += COUNT) {
        FloatVector y = FloatVector.fromArray(SPECIES, x, i).mul(factor).sub(max);
        FloatVector shifted = fma(y, log2, shift);
        FloatVector twos = shifted.sub(shift);
        FloatVector f = fma(twos, ln2Low, fma(twos, ln2High, y));
        FloatVector f2 = f.mul(f);
        FloatVector p = fma(fma(e6, f2, fma(e5, f, e4)), f2, fma(e3, f, e2));
        FloatVector mantissa = fma(fma(p, f, one), f, one);
        IntVector exponent = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
        FloatVector power = mantissa.reinterpretAsInts().add(exponent).reinterpretAsFloats();
        power.blend(zero, y.lt(lowest)).intoArray(x, i);
      }
    }
  }

  /** {@code sums[r]} = the sum of x[r]. */
  static void totals(int rows, int n, float[] x, int offset, int stride, float[] sums, int sumsAt) {
    for (int r = 0; r < rows; r++) {
      sums[sumsAt + r] = VectorReductions.sum(n, x, offset + r * stride);
    }
  }
}
