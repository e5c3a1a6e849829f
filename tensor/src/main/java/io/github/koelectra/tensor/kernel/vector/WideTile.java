package io.github.koelectra.tensor.kernel.vector;

import static io.github.koelectra.tensor.kernel.PackedMatrix.BLOCK;
import static io.github.koelectra.tensor.kernel.vector.Lanes.COUNT;
import static io.github.koelectra.tensor.kernel.vector.Lanes.SPECIES;
import static io.github.koelectra.tensor.kernel.vector.RegisterTile.place;
import static io.github.koelectra.tensor.kernel.vector.VectorMath.fma;

import jdk.incubator.vector.FloatVector;

/**
 * Rows by two vectors for 32 registers: both the chains of a block (c) and the sums of all blocks
 * so far (t) stay in registers, so that a block costs one addition per vector and no memory.
 */
final class WideTile {
  /** How many vectors the columns of a panel are. */
  static final int VECTORS = 2;

  private static final int WIDTH = VECTORS * COUNT;

  private WideTile() {}

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
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector t00 = zero;
    FloatVector t01 = zero;
    FloatVector t10 = zero;
    FloatVector t11 = zero;
    FloatVector t20 = zero;
    FloatVector t21 = zero;
    FloatVector t30 = zero;
    FloatVector t31 = zero;
    FloatVector t40 = zero;
    FloatVector t41 = zero;
    FloatVector t50 = zero;
    FloatVector t51 = zero;
    for (int block = 0; block < k; block += BLOCK) {
      int steps = Math.min(BLOCK, k - block);
      int panel = place(bOffset + block * WIDTH);
      int a0 = place(aOffset + block);
      int a1 = place(aOffset + aStride + block);
      int a2 = place(aOffset + 2 * aStride + block);
      int a3 = place(aOffset + 3 * aStride + block);
      int a4 = place(aOffset + 4 * aStride + block);
      int a5 = place(aOffset + 5 * aStride + block);
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
      t00 = t00.add(c00);
      t01 = t01.add(c01);
      t10 = t10.add(c10);
      t11 = t11.add(c11);
      t20 = t20.add(c20);
      t21 = t21.add(c21);
      t30 = t30.add(c30);
      t31 = t31.add(c31);
      t40 = t40.add(c40);
      t41 = t41.add(c41);
      t50 = t50.add(c50);
      t51 = t51.add(c51);
    }
    FloatVector bias0 = FloatVector.fromArray(SPECIES, bias, biasOffset);
    FloatVector bias1 = FloatVector.fromArray(SPECIES, bias, biasOffset + COUNT);
    t00.add(bias0).intoArray(c, cOffset);
    t01.add(bias1).intoArray(c, cOffset + COUNT);
    t10.add(bias0).intoArray(c, cOffset + cStride);
    t11.add(bias1).intoArray(c, cOffset + cStride + COUNT);
    t20.add(bias0).intoArray(c, cOffset + 2 * cStride);
    t21.add(bias1).intoArray(c, cOffset + 2 * cStride + COUNT);
    t30.add(bias0).intoArray(c, cOffset + 3 * cStride);
    t31.add(bias1).intoArray(c, cOffset + 3 * cStride + COUNT);
    t40.add(bias0).intoArray(c, cOffset + 4 * cStride);
    t41.add(bias1).intoArray(c, cOffset + 4 * cStride + COUNT);
    t50.add(bias0).intoArray(c, cOffset + 5 * cStride);
    t51.add(bias1).intoArray(c, cOffset + 5 * cStride + COUNT);
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
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector t00 = zero;
    FloatVector t01 = zero;
    FloatVector t10 = zero;
    FloatVector t11 = zero;
    FloatVector t20 = zero;
    FloatVector t21 = zero;
    FloatVector t30 = zero;
    FloatVector t31 = zero;
    for (int block = 0; block < k; block += BLOCK) {
      int steps = Math.min(BLOCK, k - block);
      int panel = place(bOffset + block * WIDTH);
      int a0 = place(aOffset + block);
      int a1 = place(aOffset + aStride + block);
      int a2 = place(aOffset + 2 * aStride + block);
      int a3 = place(aOffset + 3 * aStride + block);
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
      t00 = t00.add(c00);
      t01 = t01.add(c01);
      t10 = t10.add(c10);
      t11 = t11.add(c11);
      t20 = t20.add(c20);
      t21 = t21.add(c21);
      t30 = t30.add(c30);
      t31 = t31.add(c31);
    }
    FloatVector bias0 = FloatVector.fromArray(SPECIES, bias, biasOffset);
    FloatVector bias1 = FloatVector.fromArray(SPECIES, bias, biasOffset + COUNT);
    t00.add(bias0).intoArray(c, cOffset);
    t01.add(bias1).intoArray(c, cOffset + COUNT);
    t10.add(bias0).intoArray(c, cOffset + cStride);
    t11.add(bias1).intoArray(c, cOffset + cStride + COUNT);
    t20.add(bias0).intoArray(c, cOffset + 2 * cStride);
    t21.add(bias1).intoArray(c, cOffset + 2 * cStride + COUNT);
    t30.add(bias0).intoArray(c, cOffset + 3 * cStride);
    t31.add(bias1).intoArray(c, cOffset + 3 * cStride + COUNT);
  }
}
