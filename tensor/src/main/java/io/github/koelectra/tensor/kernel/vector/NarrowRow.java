package io.github.koelectra.tensor.kernel.vector;

import static io.github.koelectra.tensor.kernel.PackedMatrix.BLOCK;
import static io.github.koelectra.tensor.kernel.vector.Lanes.COUNT;
import static io.github.koelectra.tensor.kernel.vector.Lanes.SPECIES;
import static io.github.koelectra.tensor.kernel.vector.RegisterTile.place;
import static io.github.koelectra.tensor.kernel.vector.VectorMath.fma;

import jdk.incubator.vector.FloatVector;

/**
 * One row by three vectors for 16 registers. The chains of two blocks run side by side, as in
 * {@link WideRow} those of four; their results are added in the order of the blocks all the same.
 */
final class NarrowRow {
  private static final int WIDTH = NarrowTile.VECTORS * COUNT;
  private static final int TWO = 2 * BLOCK;

  private NarrowRow() {}

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
    int twos = k - k % TWO;
    FloatVector t0 = FloatVector.zero(SPECIES);
    FloatVector t1 = FloatVector.zero(SPECIES);
    FloatVector t2 = FloatVector.zero(SPECIES);
    for (int block = 0; block < twos; block += TWO) {
      int row = place(aOffset + block);
      int panel = place(bOffset + block * WIDTH);
      FloatVector c00 = FloatVector.zero(SPECIES);
      FloatVector c01 = FloatVector.zero(SPECIES);
      FloatVector c02 = FloatVector.zero(SPECIES);
      FloatVector c10 = FloatVector.zero(SPECIES);
      FloatVector c11 = FloatVector.zero(SPECIES);
      FloatVector c12 = FloatVector.zero(SPECIES);
      for (int p = 0; p < BLOCK; p++) {
        int at = panel + p * WIDTH;
        int next = at + BLOCK * WIDTH;
        FloatVector x0 = FloatVector.broadcast(SPECIES, a[row + p]);
        c00 = fma(x0, FloatVector.fromArray(SPECIES, b, at), c00);
        c01 = fma(x0, FloatVector.fromArray(SPECIES, b, at + COUNT), c01);
        c02 = fma(x0, FloatVector.fromArray(SPECIES, b, at + 2 * COUNT), c02);
        FloatVector x1 = FloatVector.broadcast(SPECIES, a[row + BLOCK + p]);
        c10 = fma(x1, FloatVector.fromArray(SPECIES, b, next), c10);
        c11 = fma(x1, FloatVector.fromArray(SPECIES, b, next + COUNT), c11);
        c12 = fma(x1, FloatVector.fromArray(SPECIES, b, next + 2 * COUNT), c12);
      }
      t0 = t0.add(c00).add(c10);
      t1 = t1.add(c01).add(c11);
      t2 = t2.add(c02).add(c12);
    }
    t0.intoArray(c, cOffset);
    t1.intoArray(c, cOffset + COUNT);
    t2.intoArray(c, cOffset + 2 * COUNT);
    for (int block = twos; block < k; block += BLOCK) {
      int steps = Math.min(BLOCK, k - block);
      addBlock(steps, a, aOffset + block, b, bOffset + block * WIDTH, c, cOffset);
    }
    add(c, cOffset, FloatVector.fromArray(SPECIES, bias, biasOffset));
    add(c, cOffset + COUNT, FloatVector.fromArray(SPECIES, bias, biasOffset + COUNT));
    add(c, cOffset + 2 * COUNT, FloatVector.fromArray(SPECIES, bias, biasOffset + 2 * COUNT));
  }

  private static void addBlock(
      int steps, float[] a, int aOffset, float[] b, int bOffset, float[] c, int cOffset) {
    FloatVector c0 = FloatVector.zero(SPECIES);
    FloatVector c1 = FloatVector.zero(SPECIES);
    FloatVector c2 = FloatVector.zero(SPECIES);
    int row = place(aOffset);
    int panel = place(bOffset);
    for (int p = 0; p < steps; p++) {
      int at = panel + p * WIDTH;
      FloatVector x = FloatVector.broadcast(SPECIES, a[row + p]);
      c0 = fma(x, FloatVector.fromArray(SPECIES, b, at), c0);
      c1 = fma(x, FloatVector.fromArray(SPECIES, b, at + COUNT), c1);
      c2 = fma(x, FloatVector.fromArray(SPECIES, b, at + 2 * COUNT), c2);
    }
    add(c, cOffset, c0);
    add(c, cOffset + COUNT, c1);
    add(c, cOffset + 2 * COUNT, c2);
  }

  private static void add(float[] c, int at, FloatVector x) {
    FloatVector.fromArray(SPECIES, c, at).add(x).intoArray(c, at);
  }
}
