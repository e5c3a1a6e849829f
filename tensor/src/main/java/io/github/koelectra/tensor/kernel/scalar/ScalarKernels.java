package io.github.koelectra.tensor.kernel.scalar;

import static io.github.koelectra.tensor.kernel.Arithmetic.fma;

import io.github.koelectra.tensor.kernel.Activation;
import io.github.koelectra.tensor.kernel.KernelProvider;

/** The definition of right: plain loops in the order the arithmetic prescribes. */
public final class ScalarKernels implements KernelProvider {
  private static final int WIDTH = 4;

  /** The scalar room; it has no state. */
  public ScalarKernels() {}

  @Override
  public int vectorBits() {
    return 0;
  }

  @Override
  public int panelWidth() {
    return WIDTH;
  }

  @Override
  public void multiplyBlock(
      int m,
      int k,
      float[] a,
      int aOffset,
      int aStride,
      float[] b,
      int bOffset,
      float[] c,
      int cOffset,
      int cStride) {
    int i = 0;
    for (; i + 2 <= m; i += 2) {
      int row = aOffset + i * aStride;
      int out = cOffset + i * cStride;
      twoRows(k, a, row, aStride, b, bOffset, c, out, cStride);
    }
    if (i < m) {
      oneRow(k, a, aOffset + i * aStride, b, bOffset, c, cOffset + i * cStride);
    }
  }

  /** Eight independent chains, as many as hide the latency of a multiply-add. */
  private static void twoRows(
      int k,
      float[] a,
      int aOffset,
      int aStride,
      float[] b,
      int bOffset,
      float[] c,
      int cOffset,
      int cStride) {
    float c00 = 0, c01 = 0, c02 = 0, c03 = 0;
    float c10 = 0, c11 = 0, c12 = 0, c13 = 0;
    for (int p = 0; p < k; p++) {
      float a0 = a[aOffset + p];
      float a1 = a[aOffset + aStride + p];
      int at = bOffset + p * WIDTH;
      float b0 = b[at];
      float b1 = b[at + 1];
      float b2 = b[at + 2];
      float b3 = b[at + 3];
      c00 = fma(a0, b0, c00);
      c01 = fma(a0, b1, c01);
      c02 = fma(a0, b2, c02);
      c03 = fma(a0, b3, c03);
      c10 = fma(a1, b0, c10);
      c11 = fma(a1, b1, c11);
      c12 = fma(a1, b2, c12);
      c13 = fma(a1, b3, c13);
    }
    store(c, cOffset, c00, c01, c02, c03);
    store(c, cOffset + cStride, c10, c11, c12, c13);
  }

  private static void oneRow(
      int k, float[] a, int aOffset, float[] b, int bOffset, float[] c, int cOffset) {
    float c0 = 0, c1 = 0, c2 = 0, c3 = 0;
    for (int p = 0; p < k; p++) {
      float a0 = a[aOffset + p];
      int at = bOffset + p * WIDTH;
      c0 = fma(a0, b[at], c0);
      c1 = fma(a0, b[at + 1], c1);
      c2 = fma(a0, b[at + 2], c2);
      c3 = fma(a0, b[at + 3], c3);
    }
    store(c, cOffset, c0, c1, c2, c3);
  }

  private static void store(float[] c, int at, float c0, float c1, float c2, float c3) {
    c[at] = c0;
    c[at + 1] = c1;
    c[at + 2] = c2;
    c[at + 3] = c3;
  }

  @Override
  public void sumBlocks(
      int rows,
      int columns,
      int blocks,
      float[] partial,
      int offset,
      int blockStride,
      float[] bias,
      int biasOffset,
      float[] out,
      int outOffset,
      int outStride) {
    for (int r = 0; r < rows; r++) {
      for (int j = 0; j < columns; j++) {
        int at = offset + r * WIDTH + j;
        float sum = partial[at];
        for (int t = 1; t < blocks; t++) {
          sum += partial[at + t * blockStride];
        }
        out[outOffset + r * outStride + j] = bias.length == 0 ? sum : sum + bias[biasOffset + j];
      }
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
