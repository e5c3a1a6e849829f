package io.github.koelectra.tensor.kernel;

/**
 * The constants of the elementary functions, the same in all rooms: our own weighted minimax fits
 * (Lawson's algorithm in double precision), rounded to float and evaluated by Horner's rule in
 * fused multiply-adds.
 */
public final class Polynomials {
  /** Below it the exponential is 0; the true value there is below 1.7e-38. */
  public static final float EXP_LOWEST = -87f;

  /** Above it the exponential stays {@code exp(88)} = 1.65e38. */
  public static final float EXP_HIGHEST = 88f;

  /** Adding it rounds to an integer, which then stands in the lowest bits: 1.5 * 2^23. */
  public static final float ROUND = 12582912f;

  /** 1 / ln 2. */
  public static final float LOG2_E = 0x1.715476p0f;

  /** ln 2 to a few bits, so that its product with an exponent is exact. */
  public static final float LN2_HIGH = 0x1.62e4p-1f;

  /** What is missing of ln 2. */
  public static final float LN2_LOW = 0x1.7f7d1cp-20f;

  /** {@code exp(r) = 1 + r + r^2 * P(r)} for |r| up to ln 2 / 2; error of the fit 3.1e-9. */
  public static final float EXP_2 = 0x1.fffffcp-2f;

  /** Coefficient of r^3. */
  public static final float EXP_3 = 0x1.555492p-3f;

  /** Coefficient of r^4. */
  public static final float EXP_4 = 0x1.5558f2p-5f;

  /** Coefficient of r^5. */
  public static final float EXP_5 = 0x1.1239d6p-7f;

  /** Coefficient of r^6. */
  public static final float EXP_6 = 0x1.6a2448p-10f;

  /**
   * {@code -log(erfc(t / sqrt 2)) = t * P(t)}: with it {@code gelu(x) = max(x, 0) - |x| / 2 *
   * exp(-t * P(t))} at t = |x|, one formula without cancellation for all x. Fitted for t in [0, 6],
   * weighted with gelu's own error, which is 1.6e-10 at most; growing beyond.
   */
  public static final float GELU_1 = 0x1.988456p-1f;

  /** Coefficient of t^2. */
  public static final float GELU_2 = 0x1.45f2ccp-2f;

  /** Coefficient of t^3. */
  public static final float GELU_3 = 0x1.29aefap-5f;

  /** Coefficient of t^4. */
  public static final float GELU_4 = -0x1.399640p-8f;

  /** Coefficient of t^5. */
  public static final float GELU_5 = -0x1.4a6136p-15f;

  /** Coefficient of t^6. */
  public static final float GELU_6 = 0x1.d168cep-13f;

  /** Coefficient of t^7. */
  public static final float GELU_7 = -0x1.0e953ep-14f;

  /** Coefficient of t^8. */
  public static final float GELU_8 = 0x1.59e556p-17f;

  /** Coefficient of t^9. */
  public static final float GELU_9 = -0x1.f545eap-21f;

  /** Coefficient of t^10. */
  public static final float GELU_10 = 0x1.417b4cp-25f;

  /**
   * Where t is cut off, so that the exponential stays above its lowest argument: beyond, gelu
   * differs from the identity or 0 by less than 1e-30.
   */
  public static final float GELU_END = 10f;

  /**
   * {@code gelu'(-t) = exp(-t^2 / 2) * (1/2 + t * P(t))} for t from 0: the tail of the normal
   * distribution less t times its density. Fitted for t in [0, 6], weighted with the exponential;
   * error of the fit 1.1e-8, and less beyond, where the exponential is below 2e-8.
   */
  public static final float SLOPE_1 = -0x1.988448p-1f;

  /** Coefficient of t^2. */
  public static final float SLOPE_2 = 0x1.fffc2cp-3f;

  /** Coefficient of t^3. */
  public static final float SLOPE_3 = -0x1.103a88p-3f;

  /** Coefficient of t^4. */
  public static final float SLOPE_4 = 0x1.fe3378p-5f;

  /** Coefficient of t^5. */
  public static final float SLOPE_5 = -0x1.ab8fc6p-6f;

  /** Coefficient of t^6. */
  public static final float SLOPE_6 = 0x1.3d6380p-7f;

  /** Coefficient of t^7. */
  public static final float SLOPE_7 = -0x1.92a5b4p-9f;

  /** Coefficient of t^8. */
  public static final float SLOPE_8 = 0x1.9c7312p-11f;

  /** Coefficient of t^9. */
  public static final float SLOPE_9 = -0x1.3e34c0p-13f;

  /** Coefficient of t^10. */
  public static final float SLOPE_10 = 0x1.536a9ap-16f;

  /** Coefficient of t^11. */
  public static final float SLOPE_11 = -0x1.b77270p-20f;

  /** Coefficient of t^12. */
  public static final float SLOPE_12 = 0x1.0188ecp-24f;

  /** The coefficients of the tanh approximation of GELU: 2 * sqrt(2 / pi), negated. */
  public static final float GELU_TANH_1 = -0x1.988454p0f;

  /** The cubic term's factor. */
  public static final float GELU_TANH_3 = 0.044715f;

  /** Up to here tanh is its polynomial, beyond a quotient of exponentials. */
  public static final float TANH_SMALL = 0.625f;

  /** {@code tanh(x) = x + x * s * P(s)}, s = x^2, |x| up to 0.65; error of the fit 6.8e-9. */
  public static final float TANH_1 = -0x1.555524p-2f;

  /** Coefficient of s^2. */
  public static final float TANH_2 = 0x1.1103f2p-3f;

  /** Coefficient of s^3. */
  public static final float TANH_3 = -0x1.b7cfecp-5f;

  /** Coefficient of s^4. */
  public static final float TANH_4 = 0x1.4f5ecep-6f;

  /** Coefficient of s^5. */
  public static final float TANH_5 = -0x1.697064p-8f;

  private Polynomials() {}
}
