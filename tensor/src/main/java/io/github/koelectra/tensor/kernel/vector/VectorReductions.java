package io.github.koelectra.tensor.kernel.vector;

import static io.github.koelectra.tensor.kernel.KernelProvider.PARTIALS;
import static io.github.koelectra.tensor.kernel.vector.Lanes.COUNT;
import static io.github.koelectra.tensor.kernel.vector.Lanes.SPECIES;
import static io.github.koelectra.tensor.kernel.vector.VectorMath.fma;

import io.github.koelectra.tensor.kernel.Arithmetic;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;

/**
 * Sums over a row in sixteen interleaved partial sums, whatever the width: they lie in one, two or
 * four vectors, and a fixed tree adds them up.
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
    FloatVector p0 = FloatVector.zero(SPECIES);
    FloatVector p1 = p0;
    FloatVector p2 = p0;
    FloatVector p3 = p0;
    int end = n - n % PARTIALS;
    for (int i = offset; i < offset + end; i += PARTIALS) {
      p0 = p0.add(FloatVector.fromArray(SPECIES, x, i));
      if (COUNT < 16) {
        p1 = p1.add(FloatVector.fromArray(SPECIES, x, i + COUNT));
      }
      if (COUNT < 8) {
        p2 = p2.add(FloatVector.fromArray(SPECIES, x, i + 2 * COUNT));
        p3 = p3.add(FloatVector.fromArray(SPECIES, x, i + 3 * COUNT));
      }
    }
    if (end < n) {
      p0 = p0.add(rest(n, end, 0, x, offset));
      if (COUNT < 16) {
        p1 = p1.add(rest(n, end, 1, x, offset));
      }
      if (COUNT < 8) {
        p2 = p2.add(rest(n, end, 2, x, offset));
        p3 = p3.add(rest(n, end, 3, x, offset));
      }
    }
    return total(p0, p1, p2, p3);
  }

  /** Vector {@code part} of the elements behind {@code end}, zeros where there is none. */
  private static FloatVector rest(int n, int end, int part, float[] x, int offset) {
    int at = end + part * COUNT;
    return FloatVector.fromArray(SPECIES, x, offset + at, there(n, at));
  }

  private static VectorMask<Float> there(int n, int at) {
    return SPECIES.indexInRange(at, n);
  }

  /** The sum of the squared differences from {@code mean}. */
  static float squaredDifferences(int n, float[] x, int offset, float mean) {
    FloatVector p0 = FloatVector.zero(SPECIES);
    FloatVector p1 = p0;
    FloatVector p2 = p0;
    FloatVector p3 = p0;
    int end = n - n % PARTIALS;
    for (int i = offset; i < offset + end; i += PARTIALS) {
      p0 = addSquare(FloatVector.fromArray(SPECIES, x, i).sub(mean), p0);
      if (COUNT < 16) {
        p1 = addSquare(FloatVector.fromArray(SPECIES, x, i + COUNT).sub(mean), p1);
      }
      if (COUNT < 8) {
        p2 = addSquare(FloatVector.fromArray(SPECIES, x, i + 2 * COUNT).sub(mean), p2);
        p3 = addSquare(FloatVector.fromArray(SPECIES, x, i + 3 * COUNT).sub(mean), p3);
      }
    }
    if (end < n) {
      p0 = addSquare(restDifference(n, end, 0, x, offset, mean), p0);
      if (COUNT < 16) {
        p1 = addSquare(restDifference(n, end, 1, x, offset, mean), p1);
      }
      if (COUNT < 8) {
        p2 = addSquare(restDifference(n, end, 2, x, offset, mean), p2);
        p3 = addSquare(restDifference(n, end, 3, x, offset, mean), p3);
      }
    }
    return total(p0, p1, p2, p3);
  }

  private static FloatVector addSquare(FloatVector difference, FloatVector sum) {
    return fma(difference, difference, sum);
  }

  private static FloatVector restDifference(
      int n, int end, int part, float[] x, int offset, float mean) {
    FloatVector difference = rest(n, end, part, x, offset).sub(mean);
    return FloatVector.zero(SPECIES).blend(difference, there(n, end + part * COUNT));
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

  /** The largest lane. */
  static float largest(FloatVector x) {
    FloatVector max = larger(larger(x, HALF), QUARTER);
    if (COUNT >= 8) {
      max = larger(max, EIGHTH);
    }
    if (COUNT >= 16) {
      max = larger(max, SIXTEENTH);
    }
    return max.lane(0);
  }

  private static FloatVector larger(FloatVector x, VectorShuffle<Float> shuffle) {
    FloatVector other = x.rearrange(shuffle);
    return x.blend(other, other.compare(VectorOperators.GT, x));
  }

  /** The fixed tree: i + 8 to i, i + 4 to i, i + 2 to i, i + 1 to i. */
  static float total(FloatVector p0, FloatVector p1, FloatVector p2, FloatVector p3) {
    FloatVector sum = p0;
    if (COUNT == 8) {
      sum = p0.add(p1);
    } else if (COUNT == 4) {
      sum = p0.add(p2).add(p1.add(p3));
    }
    sum = sum.add(sum.rearrange(HALF));
    sum = sum.add(sum.rearrange(QUARTER));
    if (COUNT >= 8) {
      sum = sum.add(sum.rearrange(EIGHTH));
    }
    if (COUNT >= 16) {
      sum = sum.add(sum.rearrange(SIXTEENTH));
    }
    return sum.lane(0);
  }
}
