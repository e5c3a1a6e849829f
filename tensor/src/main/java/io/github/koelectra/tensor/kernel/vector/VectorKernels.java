package io.github.koelectra.tensor.kernel.vector;

import static io.github.koelectra.tensor.kernel.vector.Lanes.COUNT;
import static io.github.koelectra.tensor.kernel.vector.Lanes.SPECIES;

import io.github.koelectra.tensor.kernel.Activation;
import io.github.koelectra.tensor.kernel.Dropout;
import io.github.koelectra.tensor.kernel.KernelProvider;
import io.github.koelectra.tensor.kernel.WeightType;
import io.github.koelectra.tensor.kernel.scalar.ScalarKernels;
import jdk.incubator.vector.FloatVector;

/** The kernels in vectors of the processor's width. Lanes run along outputs, never along k. */
public final class VectorKernels implements KernelProvider {
  /** Does what is no whole vector. */
  private static final ScalarKernels PLAIN = new ScalarKernels();

  /** The vector room; it has no state. */
  public VectorKernels() {}

  @Override
  public int vectorBits() {
    return SPECIES.vectorBitSize();
  }

  @Override
  public int panelWidth() {
    return RegisterTile.WIDTH;
  }

  @Override
  public int columnsAtOnce() {
    return RegisterTile.WIDTH;
  }

  @Override
  public void packRows(
      int columns, int k, float[] rows, int offset, int stride, float[] panel, int panelOffset) {
    VectorPacking.rows(columns, k, rows, offset, stride, panel, panelOffset);
  }

  @Override
  public void packColumns(
      int columns, int k, float[] matrix, int offset, int stride, float[] panel, int panelOffset) {
    VectorPacking.columns(columns, k, matrix, offset, stride, panel, panelOffset);
  }

  @Override
  public void widen(WeightType type, int n, short[] from, int offset, float[] to, int toOffset) {
    if (type == WeightType.F16) {
      type.widen(n, from, offset, to, toOffset);
    } else {
      VectorPacking.widenBf16(n, from, offset, to, toOffset);
    }
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
    RegisterTile.multiply(
        m, k, a, aOffset, aStride, b, bOffset, bias, biasOffset, c, cOffset, cStride);
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
    VectorActivations.activate(
        activation, rows, columns, x, offset, stride, out, outOffset, outStride);
  }

  @Override
  public void add(
      int n, float[] a, int aOffset, float[] b, int bOffset, float[] out, int outOffset) {
    int i = 0;
    for (; i <= n - COUNT; i += COUNT) {
      FloatVector left = FloatVector.fromArray(SPECIES, a, aOffset + i);
      left.add(FloatVector.fromArray(SPECIES, b, bOffset + i)).intoArray(out, outOffset + i);
    }
    for (; i < n; i++) {
      out[outOffset + i] = a[aOffset + i] + b[bOffset + i];
    }
  }

  @Override
  public void divide(int n, float[] x, int offset, float divisor, float[] out, int outOffset) {
    int i = 0;
    for (; i <= n - COUNT; i += COUNT) {
      FloatVector.fromArray(SPECIES, x, offset + i).div(divisor).intoArray(out, outOffset + i);
    }
    for (; i < n; i++) {
      out[outOffset + i] = x[offset + i] / divisor;
    }
  }

  @Override
  public float dot(int n, float[] a, int aOffset, float[] b, int bOffset) {
    return VectorReductions.dot(n, a, aOffset, b, bOffset);
  }

  @Override
  public void layerNorm(int n, float[] x, int offset, float[] gamma, float[] beta, float epsilon) {
    float mean = VectorReductions.sum(n, x, offset) / n;
    double variance = (double) VectorReductions.squaredDifferences(n, x, offset, mean) / n;
    float inverse = (float) (1 / Math.sqrt(variance + epsilon));
    VectorReductions.normalise(n, x, offset, mean, inverse, gamma, beta);
  }

  @Override
  public void exponentials(
      int rows, int n, float[] x, int offset, int stride, float scale, float[] sums, int sumsAt) {
    VectorSoftmax.maxima(rows, n, x, offset, stride, scale, sums, sumsAt);
    VectorSoftmax.exponentials(rows, n, x, offset, stride, scale, sums, sumsAt);
    VectorSoftmax.totals(rows, n, x, offset, stride, sums, sumsAt);
  }

  @Override
  public void dropout(
      Dropout dropout, int place, int n, float[] x, int offset, float[] out, int outOffset) {
    int whole = n - n % COUNT;
    VectorDropout.apply(dropout, place, whole, x, offset, out, outOffset);
    PLAIN.dropout(dropout, place + whole, n - whole, x, offset + whole, out, outOffset + whole);
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
    int whole = n - n % COUNT;
    VectorSlopes.apply(activation, whole, x, offset, gradient, gradientOffset, out, outOffset);
    PLAIN.activationGradient(
        activation,
        n - whole,
        x,
        offset + whole,
        gradient,
        gradientOffset + whole,
        out,
        outOffset + whole);
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
    if (n % PARTIALS != 0) {
      PLAIN.layerNormGradient(
          n, x, offset, gamma, epsilon, gradient, gradientOffset, out, outOffset, sums, sumsOffset);
      return;
    }
    VectorNormGradient.apply(
        n, x, offset, gamma, epsilon, gradient, gradientOffset, out, outOffset, sums, sumsOffset);
  }
}
