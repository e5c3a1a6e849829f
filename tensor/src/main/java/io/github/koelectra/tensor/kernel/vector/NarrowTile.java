package io.github.koelectra.tensor.kernel.vector;

import static io.github.koelectra.tensor.kernel.PackedMatrix.BLOCK;
import static io.github.koelectra.tensor.kernel.vector.Lanes.COUNT;
import static io.github.koelectra.tensor.kernel.vector.Lanes.SPECIES;
import static io.github.koelectra.tensor.kernel.vector.RegisterTile.WIDTH;
import static io.github.koelectra.tensor.kernel.vector.RegisterTile.place;
import static io.github.koelectra.tensor.kernel.vector.VectorMath.fma;

import jdk.incubator.vector.FloatVector;

/**
 * Rows by two vectors for 16 registers: the chains of a block are all that fits, so the sums of the
 * blocks so far are kept where the result goes.
 */
final class NarrowTile {
  private NarrowTile() {}

  static void rows6(
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
    clear(6, c, cOffset, cStride);
    for (int p = 0; p < k; p += BLOCK) {
      int steps = Math.min(BLOCK, k - p);
      block6(steps, a, aOffset + p, aStride, b, bOffset + p * WIDTH, c, cOffset, cStride);
    }
    addBias(6, bias, biasOffset, c, cOffset, cStride);
  }

  static void rows4(
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
    clear(4, c, cOffset, cStride);
    for (int p = 0; p < k; p += BLOCK) {
      int steps = Math.min(BLOCK, k - p);
      block4(steps, a, aOffset + p, aStride, b, bOffset + p * WIDTH, c, cOffset, cStride);
    }
    addBias(4, bias, biasOffset, c, cOffset, cStride);
  }

  private static void clear(int rows, float[] c, int cOffset, int cStride) {
    FloatVector zero = FloatVector.zero(SPECIES);
    for (int r = 0; r < rows; r++) {
      zero.intoArray(c, cOffset + r * cStride);
      zero.intoArray(c, cOffset + r * cStride + COUNT);
    }
  }

  private static void addBias(
      int rows, float[] bias, int biasOffset, float[] c, int cOffset, int cStride) {
    FloatVector bias0 = FloatVector.fromArray(SPECIES, bias, biasOffset);
    FloatVector bias1 = FloatVector.fromArray(SPECIES, bias, biasOffset + COUNT);
    for (int r = 0; r < rows; r++) {
      add(c, cOffset + r * cStride, bias0, bias1);
    }
  }

  private static void add(float[] c, int at, FloatVector c0, FloatVector c1) {
    FloatVector.fromArray(SPECIES, c, at).add(c0).intoArray(c, at);
    FloatVector.fromArray(SPECIES, c, at + COUNT).add(c1).intoArray(c, at + COUNT);
  }

  private static void block6(
      int steps,
      float[] a,
      int aOffset,
      int aStride,
      float[] b,
      int bOffset,
      float[] c,
      int cOffset,
      int cStride) {
    FloatVector zero = FloatVector.zero(SPECIES);
    int panel = place(bOffset);
    int a0 = place(aOffset);
    int a1 = place(aOffset + aStride);
    int a2 = place(aOffset + 2 * aStride);
    int a3 = place(aOffset + 3 * aStride);
    int a4 = place(aOffset + 4 * aStride);
    int a5 = place(aOffset + 5 * aStride);
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
    for (int p = 0; p < steps; p++) {
      int at = panel + p * WIDTH;
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
    add(c, cOffset, c00, c01);
    add(c, cOffset + cStride, c10, c11);
    add(c, cOffset + 2 * cStride, c20, c21);
    add(c, cOffset + 3 * cStride, c30, c31);
    add(c, cOffset + 4 * cStride, c40, c41);
    add(c, cOffset + 5 * cStride, c50, c51);
  }

  private static void block4(
      int steps,
      float[] a,
      int aOffset,
      int aStride,
      float[] b,
      int bOffset,
      float[] c,
      int cOffset,
      int cStride) {
    FloatVector zero = FloatVector.zero(SPECIES);
    int panel = place(bOffset);
    int a0 = place(aOffset);
    int a1 = place(aOffset + aStride);
    int a2 = place(aOffset + 2 * aStride);
    int a3 = place(aOffset + 3 * aStride);
    FloatVector c00 = zero;
    FloatVector c01 = zero;
    FloatVector c10 = zero;
    FloatVector c11 = zero;
    FloatVector c20 = zero;
    FloatVector c21 = zero;
    FloatVector c30 = zero;
    FloatVector c31 = zero;
    for (int p = 0; p < steps; p++) {
      int at = panel + p * WIDTH;
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
    add(c, cOffset, c00, c01);
    add(c, cOffset + cStride, c10, c11);
    add(c, cOffset + 2 * cStride, c20, c21);
    add(c, cOffset + 3 * cStride, c30, c31);
  }
}
