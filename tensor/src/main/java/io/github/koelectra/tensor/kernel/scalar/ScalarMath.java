package io.github.koelectra.tensor.kernel.scalar;

import static io.github.koelectra.tensor.kernel.Arithmetic.fma;
import static io.github.koelectra.tensor.kernel.Polynomials.*;

/** The elementary functions of the arithmetic, one number at a time. */
public final class ScalarMath {
  private ScalarMath() {}

  /** {@code e^x}, for x up to 88; exactly 1 at 0, exactly 0 below -87. */
  public static float exp(float x) {
    float bounded = x > EXP_HIGHEST ? EXP_HIGHEST : x;
    return x < EXP_LOWEST ? 0f : boundedExp(bounded);
  }

  /** {@code e^x} for x from -87 to 88: 2^n times a polynomial of the rest. */
  private static float boundedExp(float x) {
    float shifted = fma(x, LOG2_E, ROUND);
    float n = shifted - ROUND;
    float r = fma(n, -LN2_LOW, fma(n, -LN2_HIGH, x));
    float r2 = r * r;
    float p = fma(fma(EXP_6, r2, fma(EXP_5, r, EXP_4)), r2, fma(EXP_3, r, EXP_2));
    float mantissa = fma(fma(p, r, 1f), r, 1f);
    int exponent = Float.floatToRawIntBits(shifted) << 23;
    return Float.intBitsToFloat(Float.floatToRawIntBits(mantissa) + exponent);
  }

  /**
   * The exact GELU {@code x * Phi(x)} (Hendrycks and Gimpel 2016) as {@code max(x, 0) - t / 2 *
   * exp(-t * P(t))}, t = |x|. The argument's leading term, t times the first coefficient, is kept
   * apart with its rounding error, and the power of two is multiplied to t, so that little but the
   * last subtraction rounds.
   */
  public static float gelu(float x) {
    float magnitude = Math.abs(x);
    float t = Math.min(magnitude, GELU_END);
    float t2 = t * t;
    float t4 = t2 * t2;
    float low = fma(fma(GELU_5, t, GELU_4), t2, fma(GELU_3, t, GELU_2));
    float high = fma(fma(GELU_9, t, GELU_8), t2, fma(GELU_7, t, GELU_6));
    float q = fma(fma(GELU_10, t4, high), t4, low);
    float lead = t * GELU_1;
    float rest = fma(q, t2, fma(t, GELU_1, -lead));

    float shifted = fma(lead + rest, -LOG2_E, ROUND);
    float n = shifted - ROUND;
    float r = fma(n, -LN2_LOW, fma(n, -LN2_HIGH, -lead) - rest);
    float r2 = r * r;
    float p = fma(fma(EXP_6, r2, fma(EXP_5, r, EXP_4)), r2, fma(EXP_3, r, EXP_2));
    int exponent = Float.floatToRawIntBits(shifted) << 23;
    float scaled = Float.intBitsToFloat(Float.floatToRawIntBits(t * 0.5f) + exponent);
    int bits = Float.floatToRawIntBits(x);
    float positive = Float.intBitsToFloat(bits & ~(bits >> 31)); // without a branch that is a guess
    return positive - fma(scaled, fma(p, r2, r), scaled);
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

  /** The derivative of {@link #gelu}: {@code Phi(x) + x * phi(x)}, from that at -|x|. */
  public static float geluSlope(float x) {
    float t = Math.min(Math.abs(x), GELU_END);
    float t2 = t * t;
    float high = fma(fma(SLOPE_12, t, SLOPE_11), t2, fma(SLOPE_10, t, SLOPE_9));
    float middle = fma(fma(high, t2, fma(SLOPE_8, t, SLOPE_7)), t2, fma(SLOPE_6, t, SLOPE_5));
    float p = fma(fma(middle, t2, fma(SLOPE_4, t, SLOPE_3)), t2, fma(SLOPE_2, t, SLOPE_1));
    return mirrored(fma(p, t, 0.5f) * boundedExp(t2 * -0.5f), x);
  }

  /** {@code 1 - left} for positive x, and left for others; at 0 both are a half. */
  private static float mirrored(float left, float x) {
    int positive = ~Float.floatToRawIntBits(x) >>> 31; // without a branch that is a guess
    return Float.intBitsToFloat(Float.floatToRawIntBits(left) ^ positive << 31) + positive;
  }

  /** The derivative of {@link #geluTanh}, from that at -|x| too. */
  public static float geluTanhSlope(float x) {
    float t = Math.min(Math.abs(x), GELU_END);
    float t2 = t * t;
    float e = exp(fma(t2, t * GELU_TANH_3, t) * GELU_TANH_1);
    float slope = fma(t2, 3 * GELU_TANH_3, 1f) * GELU_TANH_1;
    float quotient = 1f / (1f + e);
    return mirrored(e * quotient * fma(t * slope, quotient, 1f), x);
  }

  /** The derivative of {@link #tanh}. */
  public static float tanhSlope(float x) {
    float y = tanh(x);
    return fma(-y, y, 1f);
  }
}
