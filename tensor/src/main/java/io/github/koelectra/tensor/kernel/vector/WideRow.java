package io.github.koelectra.tensor.kernel.vector;

import static io.github.koelectra.tensor.kernel.PackedMatrix.BLOCK;
import static io.github.koelectra.tensor.kernel.vector.Lanes.COUNT;
import static io.github.koelectra.tensor.kernel.vector.Lanes.SPECIES;
import static io.github.koelectra.tensor.kernel.vector.RegisterTile.place;
import static io.github.koelectra.tensor.kernel.vector.VectorMath.fma;

import jdk.incubator.vector.FloatVector;

/**
 * One row by two vectors. A single chain would wait for each of its multiply-adds, so the chains of
 * four blocks run side by side; their results are added in the order of the blocks all the same.
 */
final class WideRow {
  private static final int WIDTH = WideTile.VECTORS * COUNT;
  private static final int FOUR = 4 * BLOCK;

  private WideRow() {}

  static void multiply(
      int k,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      float[] bias,
      int biasOffset,
      float[] c,
      int cOffset) {
    int fours = k - k % FOUR;
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector t0 = zero;
    FloatVector t1 = zero;
    for (int block = 0; block < fours; block += FOUR) {
      int row = place(aOffset + block);
      int panel = place(bOffset + block * WIDTH);
      FloatVector c00 = zero;
      FloatVector c01 = zero;
      FloatVector c10 = zero;
      FloatVector c11 = zero;
      FloatVector c20 = zero;
      FloatVector c21 = zero;
      FloatVector c30 = zero;
      FloatVector c31 = zero;
      for (int p = 0; p < BLOCK; p++) {
        int at = panel + p * WIDTH;
        FloatVector x0 = FloatVector.broadcast(SPECIES, a[row + p]);
        c00 = fma(x0, FloatVector.fromArray(SPECIES, b, at), c00);
        c01 = fma(x0, FloatVector.fromArray(SPECIES, b, at + COUNT), c01);
        FloatVector x1 = FloatVector.broadcast(SPECIES, a[row + BLOCK + p]);
        c10 = fma(x1, FloatVector.fromArray(SPECIES, b, at + BLOCK * WIDTH), c10);
        c11 = fma(x1, FloatVector.fromArray(SPECIES, b, at + BLOCK * WIDTH + COUNT), c11);
        FloatVector x2 = FloatVector.broadcast(SPECIES, a[row + 2 * BLOCK + p]);
        c20 = fma(x2, FloatVector.fromArray(SPECIES, b, at + 2 * BLOCK * WIDTH), c20);
        c21 = fma(x2, FloatVector.fromArray(SPECIES, b, at + 2 * BLOCK * WIDTH + COUNT), c21);
        FloatVector x3 = FloatVector.broadcast(SPECIES, a[row + 3 * BLOCK + p]);
        c30 = fma(x3, FloatVector.fromArray(SPECIES, b, at + 3 * BLOCK * WIDTH), c30);
        c31 = fma(x3, FloatVector.fromArray(SPECIES, b, at + 3 * BLOCK * WIDTH + COUNT), c31);
      }
      t0 = t0.add(c00).add(c10).add(c20).add(c30);
      t1 = t1.add(c01).add(c11).add(c21).add(c31);
    }
    t0.intoArray(c, cOffset);
    t1.intoArray(c, cOffset + COUNT);
    for (int block = fours; block < k; block += BLOCK) {
      int steps = Math.min(BLOCK, k - block);
      addBlock(steps, a, aOffset + block, b, bOffset + block * WIDTH, c, cOffset);
    }
    add(c, cOffset, FloatVector.fromArray(SPECIES, bias, biasOffset));
    add(c, cOffset + COUNT, FloatVector.fromArray(SPECIES, bias, biasOffset + COUNT));
  }

  private static void addBlock(
      int steps, float[] a, int aOffset, float[] b, int bOffset, float[] c, int cOffset) {
    FloatVector c0 = FloatVector.zero(SPECIES);
    FloatVector c1 = c0;
    int row = place(aOffset);
    int panel = place(bOffset);
    for (int p = 0; p < steps; p++) {
      FloatVector x = FloatVector.broadcast(SPECIES, a[row + p]);
      c0 = fma(x, FloatVector.fromArray(SPECIES, b, panel + p * WIDTH), c0);
      c1 = fma(x, FloatVector.fromArray(SPECIES, b, panel + p * WIDTH + COUNT), c1);
    }
    add(c, cOffset, c0);
    add(c, cOffset + COUNT, c1);
  }

  private static void add(float[] c, int at, FloatVector x) {
    FloatVector.fromArray(SPECIES, c, at).add(x).intoArray(c, at);
  }
}
