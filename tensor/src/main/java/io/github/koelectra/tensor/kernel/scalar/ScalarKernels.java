package io.github.koelectra.tensor.kernel.scalar;

import static io.github.koelectra.tensor.kernel.Arithmetic.fma;

import io.github.koelectra.tensor.kernel.Activation;
import io.github.koelectra.tensor.kernel.Dropout;
import io.github.koelectra.tensor.kernel.KernelProvider;
import io.github.koelectra.tensor.kernel.WeightType;
import java.util.Arrays;

/** The definition of right: plain loops in the order the arithmetic prescribes. */
public final class ScalarKernels implements KernelProvider {
  private static final ThreadLocal<ScalarProduct> PRODUCT =
      ThreadLocal.withInitial(ScalarProduct::new);

  private final int width;

  /** The scalar room; it has no state but scratch memory of each thread. */
  public ScalarKernels() {
    this(ScalarProduct.WIDTH);
  }

  /** Plain loops over the panels of another room, {@code width} columns each. */
  public ScalarKernels(int width) {
    this.width = width;
  }

  @Override
  public int vectorBits() {
    return 0;
  }

  @Override
  public int panelWidth() {
    return width;
  }

  @Override
  public int columnsAtOnce() {
    return ScalarProduct.WIDTH;
  }

  @Override
  public void packRows(
      int columns, int k, float[] rows, int offset, int stride, float[] panel, int panelOffset) {
    for (int p = 0; p < k; p++) {
      int at = panelOffset + p * width;
      for (int j = 0; j < columns; j++) {
        panel[at + j] = rows[offset + j * stride + p];
      }
      Arrays.fill(panel, at + columns, at + width, 0f);
    }
  }

  @Override
  public void packColumns(
      int columns, int k, float[] matrix, int offset, int stride, float[] panel, int panelOffset) {
    for (int p = 0; p < k; p++) {
      int at = panelOffset + p * width;
      System.arraycopy(matrix, offset + p * stride, panel, at, columns);
      Arrays.fill(panel, at + columns, at + width, 0f);
    }
  }

  @Override
  public void widen(WeightType type, int n, short[] from, int offset, float[] to, int toOffset) {
    type.widen(n, from, offset, to, toOffset);
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
      product.multiply(rows, n, k, a, aOffset + i * aStride, aStride, b, bOffset, width);
      product.store(rows, n, bias, biasOffset, c, cOffset + i * cStride, cStride);
    }
  }

  @Override
  public void activate(
      Activation activation,
      int rows,
      int columns,
      float[] x,
      int offset,
      int stride,
      float[] out,
      int outOffset,
      int outStride) {
    for (int r = 0; r < rows; r++) {
      int from = offset + r * stride;
      int to = outOffset + r * outStride;
      if (activation == Activation.GELU) {
        gelu(columns, x, from, out, to);
      } else {
        for (int i = 0; i < columns; i++) {
          out[to + i] = activate(activation, x[from + i]);
        }
      }
    }
  }

  /** A loop of its own, for this one is run by every layer. */
  private static void gelu(int n, float[] x, int offset, float[] out, int outOffset) {
    for (int i = 0; i < n; i++) {
      out[outOffset + i] = ScalarMath.gelu(x[offset + i]);
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
  public void divide(int n, float[] x, int offset, float divisor, float[] out, int outOffset) {
    for (int i = 0; i < n; i++) {
      out[outOffset + i] = x[offset + i] / divisor;
    }
  }

  @Override
  public float dot(int n, float[] a, int aOffset, float[] b, int bOffset) {
    return ScalarReductions.dot(n, a, aOffset, b, bOffset);
  }

  @Override
  public void layerNorm(int n, float[] x, int offset, float[] gamma, float[] beta, float epsilon) {
    float mean = ScalarReductions.sum(n, x, offset) / n;
    double variance = (double) ScalarReductions.squaredDifferences(n, x, offset, mean) / n;
    float inverse = (float) (1 / Math.sqrt(variance + epsilon));
    for (int i = 0; i < n; i++) {
      x[offset + i] = fma((x[offset + i] - mean) * inverse, gamma[i], beta[i]);
    }
  }

  @Override
  public void exponentials(
      int rows, int n, float[] x, int offset, int stride, float scale, float[] sums, int sumsAt) {
    for (int r = 0; r < rows; r++) {
      int from = offset + r * stride;
      float max = x[from];
      for (int i = from + 1; i < from + n; i++) {
        max = x[i] > max ? x[i] : max;
      }
      max *= scale;
      for (int i = from; i < from + n; i++) {
        x[i] = ScalarMath.exp(x[i] * scale - max);
      }
      sums[sumsAt + r] = ScalarReductions.sum(n, x, from);
    }
  }

  @Override
  public void dropout(
      Dropout dropout, int place, int n, float[] x, int offset, float[] out, int outOffset) {
    for (int i = 0; i < n; i++) {
      out[outOffset + i] = x[offset + i] * dropout.factor(place + i);
    }
  }

  @Override
  public void activationGradient(
      Activation activation,
      int n,
      float[] x,
      int offset,
      float[] gradient,
      int gradientOffset,
      float[] out,
      int outOffset) {
    for (int i = 0; i < n; i++) {
      float value = x[offset + i];
      float g = gradient[gradientOffset + i];
      out[outOffset + i] =
          switch (activation) {
            case NONE -> g;
            case GELU -> g * ScalarMath.geluSlope(value);
            case GELU_TANH -> g * ScalarMath.geluTanhSlope(value);
            case RELU -> value > 0 ? g : 0f;
            case TANH -> g * ScalarMath.tanhSlope(value);
          };
    }
  }

  @Override
  public void layerNormGradient(
      int n,
      float[] x,
      int offset,
      float[] gamma,
      float epsilon,
      float[] gradient,
      int gradientOffset,
      float[] out,
      int outOffset,
      float[] sums,
      int sumsOffset) {
    ScalarNormGradient.apply(
        n, x, offset, gamma, epsilon, gradient, gradientOffset, out, outOffset, sums, sumsOffset);
  }
}
