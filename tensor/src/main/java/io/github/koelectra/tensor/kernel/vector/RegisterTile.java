package io.github.koelectra.tensor.kernel.vector;

import static io.github.koelectra.tensor.kernel.vector.Lanes.COUNT;
import static io.github.koelectra.tensor.kernel.vector.Lanes.SPECIES;
import static io.github.koelectra.tensor.kernel.vector.VectorMath.fma;

import jdk.incubator.vector.FloatVector;

/**
 * The product's inner loop: a few rows by two vectors of outputs, all partial results in registers,
 * the left-hand side broadcast from memory, the right-hand side from a panel whose stride is a
 * constant (a variable one costs a sixth, for its range checks stay in the loop). Eight rows where
 * there are 32 vector registers, six where there are 16. The last rows are computed again with
 * those before them where that is cheaper than a smaller tile: storing the same numbers twice is
 * harmless.
 */
final class RegisterTile {
  /** Columns of a panel. */
  static final int WIDTH = 2 * COUNT;

  private static final int ROWS = Lanes.REGISTERS == 32 ? 8 : 6;

  private RegisterTile() {}

  static void multiply(
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
    for (; i + ROWS <= m; i += ROWS) {
      int from = aOffset + i * aStride;
      int to = cOffset + i * cStride;
      if (ROWS == 8) {
        rows8(k, a, from, aStride, b, bOffset, c, to, cStride);
      } else {
        rows6(k, a, from, aStride, b, bOffset, c, to, cStride);
      }
    }
    int rest = m - i;
    if (rest > 2 && m >= ROWS) {
      multiply(
          ROWS,
          k,
          a,
          aOffset + (m - ROWS) * aStride,
          aStride,
          b,
          bOffset,
          c,
          cOffset + (m - ROWS) * cStride,
          cStride);
      return;
    }
    if ((rest & 4) != 0) {
      rows4(k, a, aOffset + i * aStride, aStride, b, bOffset, c, cOffset + i * cStride, cStride);
      i += 4;
    }
    if ((rest & 2) != 0) {
      rows2(k, a, aOffset + i * aStride, aStride, b, bOffset, c, cOffset + i * cStride, cStride);
      i += 2;
    }
    if ((rest & 1) != 0) {
      rows1(k, a, aOffset + i * aStride, b, bOffset, c, cOffset + i * cStride);
    }
  }

  private static void store(float[] c, int at, FloatVector c0, FloatVector c1) {
    c0.intoArray(c, at);
    c1.intoArray(c, at + COUNT);
  }

  private static void rows8(
      int k,
      float[] a,
      int aOffset,
      int aStride,
      float[] b,
      int bOffset,
      float[] c,
      int cOffset,
      int cStride) {
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector c00 = zero;
    FloatVector c01 = zero;
    FloatVector c10 = zero;
    FloatVector c11 = zero;
    FloatVector c20 = zero;
    FloatVector c21 = zero;
    FloatVector c30 = zero;
    FloatVector c31 = zero;
    FloatVector c40 = zero;
    FloatVector c41 = zero;
    FloatVector c50 = zero;
    FloatVector c51 = zero;
    FloatVector c60 = zero;
    FloatVector c61 = zero;
    FloatVector c70 = zero;
    FloatVector c71 = zero;
    int a0 = aOffset;
    int a1 = aOffset + aStride;
    int a2 = aOffset + 2 * aStride;
    int a3 = aOffset + 3 * aStride;
    int a4 = aOffset + 4 * aStride;
    int a5 = aOffset + 5 * aStride;
    int a6 = aOffset + 6 * aStride;
    int a7 = aOffset + 7 * aStride;
    for (int p = 0; p < k; p++) {
      int at = bOffset + p * WIDTH;
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, at);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, at + COUNT);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + p]);
      c00 = fma(x0, b0, c00);
      c01 = fma(x0, b1, c01);
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + p]);
      c10 = fma(x1, b0, c10);
      c11 = fma(x1, b1, c11);
      FloatVector x2 = FloatVector.broadcast(SPECIES, a[a2 + p]);
      c20 = fma(x2, b0, c20);
      c21 = fma(x2, b1, c21);
      FloatVector x3 = FloatVector.broadcast(SPECIES, a[a3 + p]);
      c30 = fma(x3, b0, c30);
      c31 = fma(x3, b1, c31);
      FloatVector x4 = FloatVector.broadcast(SPECIES, a[a4 + p]);
      c40 = fma(x4, b0, c40);
      c41 = fma(x4, b1, c41);
      FloatVector x5 = FloatVector.broadcast(SPECIES, a[a5 + p]);
      c50 = fma(x5, b0, c50);
      c51 = fma(x5, b1, c51);
      FloatVector x6 = FloatVector.broadcast(SPECIES, a[a6 + p]);
      c60 = fma(x6, b0, c60);
      c61 = fma(x6, b1, c61);
      FloatVector x7 = FloatVector.broadcast(SPECIES, a[a7 + p]);
      c70 = fma(x7, b0, c70);
      c71 = fma(x7, b1, c71);
    }
    store(c, cOffset, c00, c01);
    store(c, cOffset + cStride, c10, c11);
    store(c, cOffset + 2 * cStride, c20, c21);
    store(c, cOffset + 3 * cStride, c30, c31);
    store(c, cOffset + 4 * cStride, c40, c41);
    store(c, cOffset + 5 * cStride, c50, c51);
    store(c, cOffset + 6 * cStride, c60, c61);
    store(c, cOffset + 7 * cStride, c70, c71);
  }

  private static void rows6(
      int k,
      float[] a,
      int aOffset,
      int aStride,
      float[] b,
      int bOffset,
      float[] c,
      int cOffset,
      int cStride) {
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector c00 = zero;
    FloatVector c01 = zero;
    FloatVector c10 = zero;
    FloatVector c11 = zero;
    FloatVector c20 = zero;
    FloatVector c21 = zero;
    FloatVector c30 = zero;
    FloatVector c31 = zero;
    FloatVector c40 = zero;
    FloatVector c41 = zero;
    FloatVector c50 = zero;
    FloatVector c51 = zero;
    int a0 = aOffset;
    int a1 = aOffset + aStride;
    int a2 = aOffset + 2 * aStride;
    int a3 = aOffset + 3 * aStride;
    int a4 = aOffset + 4 * aStride;
    int a5 = aOffset + 5 * aStride;
    for (int p = 0; p < k; p++) {
      int at = bOffset + p * WIDTH;
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, at);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, at + COUNT);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + p]);
      c00 = fma(x0, b0, c00);
      c01 = fma(x0, b1, c01);
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + p]);
      c10 = fma(x1, b0, c10);
      c11 = fma(x1, b1, c11);
      FloatVector x2 = FloatVector.broadcast(SPECIES, a[a2 + p]);
      c20 = fma(x2, b0, c20);
      c21 = fma(x2, b1, c21);
      FloatVector x3 = FloatVector.broadcast(SPECIES, a[a3 + p]);
      c30 = fma(x3, b0, c30);
      c31 = fma(x3, b1, c31);
      FloatVector x4 = FloatVector.broadcast(SPECIES, a[a4 + p]);
      c40 = fma(x4, b0, c40);
      c41 = fma(x4, b1, c41);
      FloatVector x5 = FloatVector.broadcast(SPECIES, a[a5 + p]);
      c50 = fma(x5, b0, c50);
      c51 = fma(x5, b1, c51);
    }
    store(c, cOffset, c00, c01);
    store(c, cOffset + cStride, c10, c11);
    store(c, cOffset + 2 * cStride, c20, c21);
    store(c, cOffset + 3 * cStride, c30, c31);
    store(c, cOffset + 4 * cStride, c40, c41);
    store(c, cOffset + 5 * cStride, c50, c51);
  }

  private static void rows4(
      int k,
      float[] a,
      int aOffset,
      int aStride,
      float[] b,
      int bOffset,
      float[] c,
      int cOffset,
      int cStride) {
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector c00 = zero;
    FloatVector c01 = zero;
    FloatVector c10 = zero;
    FloatVector c11 = zero;
    FloatVector c20 = zero;
    FloatVector c21 = zero;
    FloatVector c30 = zero;
    FloatVector c31 = zero;
    int a0 = aOffset;
    int a1 = aOffset + aStride;
    int a2 = aOffset + 2 * aStride;
    int a3 = aOffset + 3 * aStride;
    for (int p = 0; p < k; p++) {
      int at = bOffset + p * WIDTH;
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, at);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, at + COUNT);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + p]);
      c00 = fma(x0, b0, c00);
      c01 = fma(x0, b1, c01);
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + p]);
      c10 = fma(x1, b0, c10);
      c11 = fma(x1, b1, c11);
      FloatVector x2 = FloatVector.broadcast(SPECIES, a[a2 + p]);
      c20 = fma(x2, b0, c20);
      c21 = fma(x2, b1, c21);
      FloatVector x3 = FloatVector.broadcast(SPECIES, a[a3 + p]);
      c30 = fma(x3, b0, c30);
      c31 = fma(x3, b1, c31);
    }
    store(c, cOffset, c00, c01);
    store(c, cOffset + cStride, c10, c11);
    store(c, cOffset + 2 * cStride, c20, c21);
    store(c, cOffset + 3 * cStride, c30, c31);
  }

  private static void rows2(
      int k,
      float[] a,
      int aOffset,
      int aStride,
      float[] b,
      int bOffset,
      float[] c,
      int cOffset,
      int cStride) {
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector c00 = zero;
    FloatVector c01 = zero;
    FloatVector c10 = zero;
    FloatVector c11 = zero;
    int a0 = aOffset;
    int a1 = aOffset + aStride;
    for (int p = 0; p < k; p++) {
      int at = bOffset + p * WIDTH;
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, at);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, at + COUNT);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + p]);
      c00 = fma(x0, b0, c00);
      c01 = fma(x0, b1, c01);
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + p]);
      c10 = fma(x1, b0, c10);
      c11 = fma(x1, b1, c11);
    }
    store(c, cOffset, c00, c01);
    store(c, cOffset + cStride, c10, c11);
  }

  private static void rows1(
      int k, float[] a, int aOffset, float[] b, int bOffset, float[] c, int cOffset) {
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector c00 = zero;
    FloatVector c01 = zero;
    int a0 = aOffset;
    for (int p = 0; p < k; p++) {
      int at = bOffset + p * WIDTH;
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, at);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, at + COUNT);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + p]);
      c00 = fma(x0, b0, c00);
      c01 = fma(x0, b1, c01);
    }
    store(c, cOffset, c00, c01);
  }
}
