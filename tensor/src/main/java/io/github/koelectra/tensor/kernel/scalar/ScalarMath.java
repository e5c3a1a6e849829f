package io.github.koelectra.tensor.kernel.scalar;

import static io.github.koelectra.tensor.kernel.Arithmetic.fma;
import static io.github.koelectra.tensor.kernel.Polynomials.*;

/** The elementary functions of the arithmetic, one number at a time. */
public final class ScalarMath {
  private ScalarMath() {}

  /** {@code e^x}, for x up to 88; exactly 1 at 0, exactly 0 below -87. */
  public static float exp(float x) {
    float bounded = Math.min(Math.max(x, EXP_LOWEST), EXP_HIGHEST);
    return x < EXP_LOWEST ? 0f : boundedExp(bounded);
  }

  /** {@code e^x} for x from -87 to 88: 2^n times a polynomial of the rest. */
  private static float boundedExp(float x) {
    float shifted = fma(x, LOG2_E, ROUND);
    float n = shifted - ROUND;
    float r = fma(n, -LN2_LOW, fma(n, -LN2_HIGH, x));
    float p = fma(fma(fma(fma(EXP_6, r, EXP_5), r, EXP_4), r, EXP_3), r, EXP_2);
    float mantissa = fma(fma(p, r, 1f), r, 1f);
    int exponent = Float.floatToRawIntBits(shifted) << 23;
    return Float.intBitsToFloat(Float.floatToRawIntBits(mantissa) + exponent);
  }

  /** The exact GELU {@code x * Phi(x)} (Hendrycks and Gimpel 2016). */
  public static float gelu(float x) {
    float magnitude = Math.abs(x);
    float t = Math.min(magnitude, GELU_END);
    float p = fma(fma(fma(fma(GELU_10, t, GELU_9), t, GELU_8), t, GELU_7), t, GELU_6);
    p = fma(fma(fma(fma(fma(p, t, GELU_5), t, GELU_4), t, GELU_3), t, GELU_2), t, GELU_1);
    return fma(t * -0.5f, boundedExp(p * -t), Math.max(x, 0f));
  }

  /** {@code x / 2 * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 x^3)))}, as a logistic function. */
  public static float geluTanh(float x) {
    float cubic = fma(x * x, x * GELU_TANH_3, x);
    return x / (1f + exp(cubic * GELU_TANH_1));
  }

  /** The hyperbolic tangent. */
  public static float tanh(float x) {
    float s = x * x;
    float p = fma(fma(fma(fma(TANH_5, s, TANH_4), s, TANH_3), s, TANH_2), s, TANH_1);
    float small = fma(x * s, p, x);
    float magnitude = Math.abs(x);
    float e = exp(magnitude * -2f);
    float large = Math.copySign((1f - e) / (1f + e), x);
    return magnitude < TANH_SMALL ? small : large;
  }
}
