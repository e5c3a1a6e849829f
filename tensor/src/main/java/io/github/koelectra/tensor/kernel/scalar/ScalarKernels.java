package io.github.koelectra.tensor.kernel.scalar;

import static io.github.koelectra.tensor.kernel.Arithmetic.fma;

import io.github.koelectra.tensor.kernel.Activation;
import io.github.koelectra.tensor.kernel.KernelProvider;

/** The definition of right: plain loops in the order the arithmetic prescribes. */
public final class ScalarKernels implements KernelProvider {
  private static final ThreadLocal<ScalarProduct> PRODUCT =
      ThreadLocal.withInitial(ScalarProduct::new);

  /** The scalar room; it has no state but scratch memory of each thread. */
  public ScalarKernels() {}

  @Override
  public int vectorBits() {
    return 0;
  }

  @Override
  public int panelWidth() {
    return ScalarProduct.WIDTH;
  }

  @Override
  public void multiply(
      int m,
      int n,
      int k,
      float[] a,
      int aOffset,
      int aStride,
      float[] b,
      int bOffset,
      float[] bias,
      int biasOffset,
      float[] c,
      int cOffset,
      int cStride) {
    ScalarProduct product = PRODUCT.get();
    for (int i = 0; i < m; i += ScalarProduct.ROWS) {
      int rows = Math.min(ScalarProduct.ROWS, m - i);
      product.multiply(rows, n, k, a, aOffset + i * aStride, aStride, b, bOffset);
      product.store(rows, n, bias, biasOffset, c, cOffset + i * cStride, cStride);
    }
  }

  @Override
  public void activate(
      Activation activation, int rows, int columns, float[] x, int offset, int stride) {
    for (int r = 0; r < rows; r++) {
      for (int i = offset + r * stride; i < offset + r * stride + columns; i++) {
        x[i] = activate(activation, x[i]);
      }
    }
  }

  /** {@code activation(x)}. */
  public static float activate(Activation activation, float x) {
    return switch (activation) {
      case NONE -> x;
      case GELU -> ScalarMath.gelu(x);
      case GELU_TANH -> ScalarMath.geluTanh(x);
      case RELU -> Math.max(x, 0f);
      case TANH -> ScalarMath.tanh(x);
    };
  }

  @Override
  public void add(
      int n, float[] a, int aOffset, float[] b, int bOffset, float[] out, int outOffset) {
    for (int i = 0; i < n; i++) {
      out[outOffset + i] = a[aOffset + i] + b[bOffset + i];
    }
  }

  @Override
  public void divide(int n, float[] x, int offset, float divisor) {
    for (int i = 0; i < n; i++) {
      x[offset + i] /= divisor;
    }
  }

  @Override
  public void layerNorm(int n, float[] x, int offset, float[] gamma, float[] beta, float epsilon) {
    float[] partials = new float[PARTIALS];
    for (int i = 0; i < n; i++) {
      partials[i % PARTIALS] += x[offset + i];
    }
    float mean = total(partials) / n;
    partials = new float[PARTIALS];
    for (int i = 0; i < n; i++) {
      float difference = x[offset + i] - mean;
      partials[i % PARTIALS] = fma(difference, difference, partials[i % PARTIALS]);
    }
    float inverse = 1 / (float) Math.sqrt(total(partials) / n + epsilon);
    for (int i = 0; i < n; i++) {
      x[offset + i] = fma((x[offset + i] - mean) * inverse, gamma[i], beta[i]);
    }
  }

  /** The fixed tree over the partial results; destroys them. */
  private static float total(float[] partials) {
    for (int half = PARTIALS / 2; half > 0; half /= 2) {
      for (int i = 0; i < half; i++) {
        partials[i] += partials[i + half];
      }
    }
    return partials[0];
  }

  @Override
  public float exponentials(
      int n, float[] x, int offset, float scale, boolean[] masked, int maskOffset) {
    boolean mask = masked.length > 0;
    float max = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      x[offset + i] *= scale;
      if (!mask || !masked[maskOffset + i]) {
        max = Math.max(max, x[offset + i]);
      }
    }
    float[] partials = new float[PARTIALS];
    for (int i = 0; i < n; i++) {
      boolean hidden = mask && masked[maskOffset + i];
      float value = hidden ? 0 : ScalarMath.exp(x[offset + i] - max);
      x[offset + i] = value;
      partials[i % PARTIALS] += value;
    }
    return total(partials);
  }
}
