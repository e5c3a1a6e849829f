package io.github.koelectra.tensor.kernel.vector;

import static io.github.koelectra.tensor.kernel.vector.Lanes.COUNT;
import static io.github.koelectra.tensor.kernel.vector.Lanes.SPECIES;

import io.github.koelectra.tensor.kernel.scalar.ScalarMath;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** The two sweeps of softmax over a row: scale and maximum, then exponentials and their sum. */
final class VectorSoftmax {
  private VectorSoftmax() {}

  /** {@code x *= scale}; returns the maximum. */
  static float scale(int n, float[] x, int offset, float scale) {
    FloatVector max = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
    int i = 0;
    for (; i <= n - COUNT; i += COUNT) {
      FloatVector value = FloatVector.fromArray(SPECIES, x, offset + i).mul(scale);
      value.intoArray(x, offset + i);
      max = max.max(value);
    }
    float result = max.reduceLanes(VectorOperators.MAX);
    for (; i < n; i++) {
      x[offset + i] *= scale;
      result = Math.max(result, x[offset + i]);
    }
    return result;
  }

  /** {@code x *= scale}; returns the maximum of those not masked. */
  static float scale(int n, float[] x, int offset, float scale, boolean[] masked, int maskOffset) {
    FloatVector lowest = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
    FloatVector max = lowest;
    int i = 0;
    for (; i <= n - COUNT; i += COUNT) {
      FloatVector value = FloatVector.fromArray(SPECIES, x, offset + i).mul(scale);
      value.intoArray(x, offset + i);
      max = max.max(value.blend(lowest, VectorMask.fromArray(SPECIES, masked, maskOffset + i)));
    }
    float result = max.reduceLanes(VectorOperators.MAX);
    for (; i < n; i++) {
      x[offset + i] *= scale;
      if (!masked[maskOffset + i]) {
        result = Math.max(result, x[offset + i]);
      }
    }
    return result;
  }

  /** {@code x = exp(x - max)}; returns the sum. */
  static float exponentials(int n, float[] x, int offset, float max) {
    int i = 0;
    for (; i <= n - COUNT; i += COUNT) {
      FloatVector value = FloatVector.fromArray(SPECIES, x, offset + i).sub(max);
      VectorMath.exp(value).intoArray(x, offset + i);
    }
    for (; i < n; i++) {
      x[offset + i] = ScalarMath.exp(x[offset + i] - max);
    }
    return VectorReductions.sum(n, x, offset);
  }

  /** {@code x = exp(x - max)}, 0 where masked; returns the sum. */
  static float exponentials(
      int n, float[] x, int offset, float max, boolean[] masked, int maskOffset) {
    FloatVector zero = FloatVector.zero(SPECIES);
    int i = 0;
    for (; i <= n - COUNT; i += COUNT) {
      FloatVector value = FloatVector.fromArray(SPECIES, x, offset + i).sub(max);
      VectorMask<Float> hidden = VectorMask.fromArray(SPECIES, masked, maskOffset + i);
      VectorMath.exp(value).blend(zero, hidden).intoArray(x, offset + i);
    }
    for (; i < n; i++) {
      x[offset + i] = masked[maskOffset + i] ? 0 : ScalarMath.exp(x[offset + i] - max);
    }
    return VectorReductions.sum(n, x, offset);
  }
}
