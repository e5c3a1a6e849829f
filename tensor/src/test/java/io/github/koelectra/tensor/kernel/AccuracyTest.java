package io.github.koelectra.tensor.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.tensor.kernel.scalar.ScalarMath;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** The elementary functions against double; the bounds are measured ones and may only sink. */
class AccuracyTest {
  private interface FloatFunction {
    float apply(float x);
  }

  /** The largest error, in units of the last place of the true value, from -range to range. */
  private static double ulps(float range, FloatFunction ours, DoubleUnaryOperator truth) {
    double largest = 0;
    for (int i = -400_000; i <= 400_000; i++) {
      float x = range * i / 400_000f;
      double expected = truth.applyAsDouble(x);
      largest = Math.max(largest, Math.abs(ours.apply(x) - expected) / Math.ulp((float) expected));
    }
    return largest;
  }

  /** The largest error relative to |x|, from -range to range. */
  private static double relativeToArgument(
      float range, FloatFunction ours, DoubleUnaryOperator truth) {
    double largest = 0;
    for (int i = -400_000; i <= 400_000; i++) {
      float x = range * (i + 0.5f) / 400_000f;
      double error = Math.abs(ours.apply(x) - truth.applyAsDouble(x));
      largest = Math.max(largest, error / Math.abs(x));
    }
    return largest;
  }

  /** The complementary error function: its series, and far out its continued fraction. */
  private static double erfc(double x) {
    if (x < 0) {
      return 2 - erfc(-x);
    }
    if (x < 2.5) {
      double term = x;
      double sum = x;
      for (int n = 1; n < 100; n++) {
        term *= -x * x / n;
        sum += term / (2 * n + 1);
      }
      return 1 - 2 / Math.sqrt(Math.PI) * sum;
    }
    double fraction = 0;
    for (int n = 120; n > 0; n--) {
      fraction = n / 2.0 / (x + fraction);
    }
    return Math.exp(-x * x) / Math.sqrt(Math.PI) / (x + fraction);
  }

  @Test
  void exponential() {
    double error = ulps(86.9f, ScalarMath::exp, Math::exp);
    assertTrue(error <= 0.88, "ulps: " + error);
    assertEquals(1f, ScalarMath.exp(0f));
    assertEquals(0f, ScalarMath.exp(Float.NEGATIVE_INFINITY));
    assertEquals(0f, ScalarMath.exp(-87.1f));
    assertTrue(Float.isNaN(ScalarMath.exp(Float.NaN)));
  }

  @Test
  void gelu() {
    DoubleUnaryOperator truth = x -> 0.5 * x * erfc(-x / Math.sqrt(2));
    double error = relativeToArgument(20, ScalarMath::gelu, truth);
    assertTrue(error <= 6.8e-8, "relative to the argument: " + error);
    double ulps = ulps(2, ScalarMath::gelu, truth);
    assertTrue(ulps <= 3.8, "ulps: " + ulps);
    assertEquals(0f, ScalarMath.gelu(0f));
    assertEquals(100f, ScalarMath.gelu(100f));
    assertEquals(0f, ScalarMath.gelu(-100f), 1e-30f);
    assertTrue(Float.isNaN(ScalarMath.gelu(Float.NaN)));
  }

  @Test
  void tanhGelu() {
    double factor = Math.sqrt(2 / Math.PI);
    double error =
        relativeToArgument(
            20,
            ScalarMath::geluTanh,
            x -> 0.5 * x * (1 + Math.tanh(factor * (x + 0.044715 * x * x * x))));
    assertTrue(error <= 1.3e-7, "relative to the argument: " + error);
  }

  @Test
  void tanh() {
    double error = ulps(20, ScalarMath::tanh, Math::tanh);
    assertTrue(error <= 1.7, "ulps: " + error);
    assertEquals(1f, ScalarMath.tanh(Float.POSITIVE_INFINITY));
    assertEquals(-1f, ScalarMath.tanh(Float.NEGATIVE_INFINITY));
  }
}
