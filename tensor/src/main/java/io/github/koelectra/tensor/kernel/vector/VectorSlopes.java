package io.github.koelectra.tensor.kernel.vector;

import static io.github.koelectra.tensor.kernel.Polynomials.*;
import static io.github.koelectra.tensor.kernel.vector.Lanes.COUNT;
import static io.github.koelectra.tensor.kernel.vector.Lanes.SPECIES;
import static io.github.koelectra.tensor.kernel.vector.VectorMath.all;
import static io.github.koelectra.tensor.kernel.vector.VectorMath.fma;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** The derivative of GELU: the formula of {@code ScalarMath.geluSlope}, line by line. */
final class VectorSlopes {
  private VectorSlopes() {}

  /** {@code out = gradient * gelu'(x)} for a whole number of vectors. */
  static void gelu(
      int n,
      float[] x,
      int offset,
      float[] gradient,
      int gradientOffset,
      float[] out,
      int outOffset) {
    FloatVector end = all(GELU_END);
    FloatVector s1 = all(SLOPE_1);
    FloatVector s2 = all(SLOPE_2);
    FloatVector s3 = all(SLOPE_3);
    FloatVector s4 = all(SLOPE_4);
    FloatVector s5 = all(SLOPE_5);
    FloatVector s6 = all(SLOPE_6);
    FloatVector s7 = all(SLOPE_7);
    FloatVector s8 = all(SLOPE_8);
    FloatVector s9 = all(SLOPE_9);
    FloatVector s10 = all(SLOPE_10);
    FloatVector s11 = all(SLOPE_11);
    FloatVector s12 = all(SLOPE_12);
    FloatVector half = all(0.5f);
    FloatVector minusHalf = all(-0.5f);
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
    for (int i = 0; i < n; i += COUNT) {
      FloatVector value = FloatVector.fromArray(SPECIES, x, offset + i);
      FloatVector magnitude = value.abs();
      FloatVector t = magnitude.blend(end, magnitude.compare(VectorOperators.GT, end));
      FloatVector t2 = t.mul(t);
      FloatVector high = fma(fma(s12, t, s11), t2, fma(s10, t, s9));
      FloatVector middle = fma(fma(high, t2, fma(s8, t, s7)), t2, fma(s6, t, s5));
      FloatVector q = fma(fma(middle, t2, fma(s4, t, s3)), t2, fma(s2, t, s1));
      FloatVector y = t2.mul(minusHalf);
      FloatVector shifted = fma(y, log2, shift);
      FloatVector twos = shifted.sub(shift);
      FloatVector f = fma(twos, ln2Low, fma(twos, ln2High, y));
      FloatVector f2 = f.mul(f);
      FloatVector p = fma(fma(e6, f2, fma(e5, f, e4)), f2, fma(e3, f, e2));
      FloatVector mantissa = fma(fma(p, f, one), f, one);
      IntVector exponent = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
      FloatVector power = mantissa.reinterpretAsInts().add(exponent).reinterpretAsFloats();
      FloatVector left = fma(q, t, half).mul(power);
      FloatVector slope = left.blend(one.sub(left), value.compare(VectorOperators.GT, zero));
      FloatVector g = FloatVector.fromArray(SPECIES, gradient, gradientOffset + i);
      g.mul(slope).intoArray(out, outOffset + i);
    }
  }
}
