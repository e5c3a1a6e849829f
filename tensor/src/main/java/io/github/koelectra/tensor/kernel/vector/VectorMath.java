package io.github.koelectra.tensor.kernel.vector;

import static io.github.koelectra.tensor.kernel.Polynomials.*;

import io.github.koelectra.tensor.kernel.Arithmetic;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** The elementary functions of the arithmetic, lane by lane the bits of the scalar room's. */
final class VectorMath {
  private static final int SIGN = 0x80000000;

  private VectorMath() {}

  static FloatVector fma(FloatVector a, FloatVector b, FloatVector c) {
    return Arithmetic.FUSED ? a.fma(b, c) : a.mul(b).add(c);
  }

  static FloatVector fma(FloatVector a, FloatVector b, float c) {
    return fma(a, b, all(c));
  }

  static FloatVector all(float x) {
    return FloatVector.broadcast(Lanes.SPECIES, x);
  }

  /** {@code e^x}, for x up to 88; exactly 0 below -87. */
  static FloatVector exp(FloatVector x) {
    FloatVector bounded = x.blend(EXP_HIGHEST, x.compare(VectorOperators.GT, EXP_HIGHEST));
    return boundedExp(bounded).blend(0f, x.lt(EXP_LOWEST));
  }

  /** {@code e^x} for x from -87 to 88: 2^n times a polynomial of the rest. */
  private static FloatVector boundedExp(FloatVector x) {
    FloatVector shifted = fma(x, all(LOG2_E), ROUND);
    FloatVector n = shifted.sub(ROUND);
    FloatVector r = fma(n, all(-LN2_LOW), fma(n, all(-LN2_HIGH), x));
    FloatVector r2 = r.mul(r);
    FloatVector p =
        fma(fma(all(EXP_6), r2, fma(all(EXP_5), r, EXP_4)), r2, fma(all(EXP_3), r, EXP_2));
    FloatVector mantissa = fma(fma(p, r, 1f), r, 1f);
    IntVector exponent = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
    return mantissa.reinterpretAsInts().add(exponent).reinterpretAsFloats();
  }

  /** The tanh approximation of GELU. */
  static FloatVector geluTanh(FloatVector x) {
    FloatVector cubic = fma(x.mul(x), x.mul(GELU_TANH_3), x);
    return x.div(exp(cubic.mul(GELU_TANH_1)).add(1f));
  }

  /** The hyperbolic tangent. */
  static FloatVector tanh(FloatVector x) {
    FloatVector s = x.mul(x);
    FloatVector p = fma(fma(all(TANH_5), s, TANH_4), s, TANH_3);
    p = fma(fma(p, s, TANH_2), s, TANH_1);
    FloatVector small = fma(x.mul(s), p, x);
    FloatVector magnitude = x.abs();
    FloatVector e = exp(magnitude.mul(-2f));
    FloatVector quotient = e.neg().add(1f).div(e.add(1f));
    IntVector sign = x.reinterpretAsInts().and(SIGN);
    FloatVector large = quotient.reinterpretAsInts().or(sign).reinterpretAsFloats();
    VectorMask<Float> near = magnitude.lt(TANH_SMALL);
    return large.blend(small, near);
  }
}
