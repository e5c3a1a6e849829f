package io.github.koelectra.tensor.kernel.vector;

import static io.github.koelectra.tensor.kernel.Arithmetic.FUSED;
import static io.github.koelectra.tensor.kernel.PackedMatrix.BLOCK;
import static io.github.koelectra.tensor.kernel.vector.Lanes.COUNT;
import static io.github.koelectra.tensor.kernel.vector.Lanes.SPECIES;
import static io.github.koelectra.tensor.kernel.vector.RegisterTile.place;
import static io.github.koelectra.tensor.kernel.vector.VectorMath.fma;

import jdk.incubator.vector.FloatVector;

/**
 * Rows by three vectors for 16 registers. The chains of a block take nine of them at most, the
 * panel and the broadcasts of a step six: they fit even if the compiler loads all operands of a
 * step before its first multiply-add, as it does in loops without strip mining (Serial, Parallel
 * and, on some inputs, G1). A tile of six rows by two vectors needs 20 then, and ran at half the
 * speed. The sums of the blocks so far are kept where the result goes.
 */
final class NarrowTile {
  /** How many vectors the columns of a panel are. */
  static final int VECTORS = 3;

  private static final int WIDTH = VECTORS * COUNT;

  private NarrowTile() {}

  /** Three rows by a panel. */
  static void rows3(
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
    int never = SchedulingBarrier.step;
    clear(3, c, cOffset, cStride);
    int whole = FUSED ? k - k % BLOCK : 0;
    for (int block = 0; block < whole; block += BLOCK) {
      int panel = place(bOffset + block * WIDTH);
      int a0 = place(aOffset + block);
      int a1 = place(aOffset + aStride + block);
      int a2 = place(aOffset + 2 * aStride + block);
      FloatVector c00 = FloatVector.zero(SPECIES);
      FloatVector c01 = FloatVector.zero(SPECIES);
      FloatVector c02 = FloatVector.zero(SPECIES);
      FloatVector c10 = FloatVector.zero(SPECIES);
      FloatVector c11 = FloatVector.zero(SPECIES);
      FloatVector c12 = FloatVector.zero(SPECIES);
      FloatVector c20 = FloatVector.zero(SPECIES);
      FloatVector c21 = FloatVector.zero(SPECIES);
      FloatVector c22 = FloatVector.zero(SPECIES);
      for (int p = 0; p < BLOCK; p += 2) {
        int at = panel + p * WIDTH;
        FloatVector b0 = FloatVector.fromArray(SPECIES, b, at);
        FloatVector b1 = FloatVector.fromArray(SPECIES, b, at + COUNT);
        FloatVector b2 = FloatVector.fromArray(SPECIES, b, at + 2 * COUNT);
        FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + p]);
        c00 = x0.fma(b0, c00);
        c01 = x0.fma(b1, c01);
        c02 = x0.fma(b2, c02);
        FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + p]);
        c10 = x1.fma(b0, c10);
        c11 = x1.fma(b1, c11);
        c12 = x1.fma(b2, c12);
        FloatVector x2 = FloatVector.broadcast(SPECIES, a[a2 + p]);
        c20 = x2.fma(b0, c20);
        c21 = x2.fma(b1, c21);
        c22 = x2.fma(b2, c22);
        if (p == never) {
          break;
        }
        FloatVector d0 = FloatVector.fromArray(SPECIES, b, at + WIDTH);
        FloatVector d1 = FloatVector.fromArray(SPECIES, b, at + WIDTH + COUNT);
        FloatVector d2 = FloatVector.fromArray(SPECIES, b, at + WIDTH + 2 * COUNT);
        FloatVector y0 = FloatVector.broadcast(SPECIES, a[a0 + p + 1]);
        c00 = y0.fma(d0, c00);
        c01 = y0.fma(d1, c01);
        c02 = y0.fma(d2, c02);
        FloatVector y1 = FloatVector.broadcast(SPECIES, a[a1 + p + 1]);
        c10 = y1.fma(d0, c10);
        c11 = y1.fma(d1, c11);
        c12 = y1.fma(d2, c12);
        FloatVector y2 = FloatVector.broadcast(SPECIES, a[a2 + p + 1]);
        c20 = y2.fma(d0, c20);
        c21 = y2.fma(d1, c21);
        c22 = y2.fma(d2, c22);
      }
      int to0 = cOffset;
      FloatVector.fromArray(SPECIES, c, to0).add(c00).intoArray(c, to0);
      FloatVector.fromArray(SPECIES, c, to0 + COUNT).add(c01).intoArray(c, to0 + COUNT);
      FloatVector.fromArray(SPECIES, c, to0 + 2 * COUNT).add(c02).intoArray(c, to0 + 2 * COUNT);
      int to1 = cOffset + cStride;
      FloatVector.fromArray(SPECIES, c, to1).add(c10).intoArray(c, to1);
      FloatVector.fromArray(SPECIES, c, to1 + COUNT).add(c11).intoArray(c, to1 + COUNT);
      FloatVector.fromArray(SPECIES, c, to1 + 2 * COUNT).add(c12).intoArray(c, to1 + 2 * COUNT);
      int to2 = cOffset + 2 * cStride;
      FloatVector.fromArray(SPECIES, c, to2).add(c20).intoArray(c, to2);
      FloatVector.fromArray(SPECIES, c, to2 + COUNT).add(c21).intoArray(c, to2 + COUNT);
      FloatVector.fromArray(SPECIES, c, to2 + 2 * COUNT).add(c22).intoArray(c, to2 + 2 * COUNT);
    }
    for (int block = whole; block < k; block += BLOCK) {
      int steps = Math.min(BLOCK, k - block);
      int panel = bOffset + block * WIDTH;
      rest3(steps, a, aOffset + block, aStride, b, panel, c, cOffset, cStride);
    }
    addBias(3, bias, biasOffset, c, cOffset, cStride);
  }

  private static void rest3(
      int steps,
      float[] a,
      int aOffset,
      int aStride,
      float[] b,
      int bOffset,
      float[] c,
      int cOffset,
      int cStride) {
    int panel = place(bOffset);
    int a0 = place(aOffset);
    int a1 = place(aOffset + aStride);
    int a2 = place(aOffset + 2 * aStride);
    FloatVector c00 = FloatVector.zero(SPECIES);
    FloatVector c01 = FloatVector.zero(SPECIES);
    FloatVector c02 = FloatVector.zero(SPECIES);
    FloatVector c10 = FloatVector.zero(SPECIES);
    FloatVector c11 = FloatVector.zero(SPECIES);
    FloatVector c12 = FloatVector.zero(SPECIES);
    FloatVector c20 = FloatVector.zero(SPECIES);
    FloatVector c21 = FloatVector.zero(SPECIES);
    FloatVector c22 = FloatVector.zero(SPECIES);
    for (int p = 0; p < steps; p++) {
      int at = panel + p * WIDTH;
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, at);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, at + COUNT);
      FloatVector b2 = FloatVector.fromArray(SPECIES, b, at + 2 * COUNT);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + p]);
      c00 = fma(x0, b0, c00);
      c01 = fma(x0, b1, c01);
      c02 = fma(x0, b2, c02);
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + p]);
      c10 = fma(x1, b0, c10);
      c11 = fma(x1, b1, c11);
      c12 = fma(x1, b2, c12);
      FloatVector x2 = FloatVector.broadcast(SPECIES, a[a2 + p]);
      c20 = fma(x2, b0, c20);
      c21 = fma(x2, b1, c21);
      c22 = fma(x2, b2, c22);
    }
    int to0 = cOffset;
    FloatVector.fromArray(SPECIES, c, to0).add(c00).intoArray(c, to0);
    FloatVector.fromArray(SPECIES, c, to0 + COUNT).add(c01).intoArray(c, to0 + COUNT);
    FloatVector.fromArray(SPECIES, c, to0 + 2 * COUNT).add(c02).intoArray(c, to0 + 2 * COUNT);
    int to1 = cOffset + cStride;
    FloatVector.fromArray(SPECIES, c, to1).add(c10).intoArray(c, to1);
    FloatVector.fromArray(SPECIES, c, to1 + COUNT).add(c11).intoArray(c, to1 + COUNT);
    FloatVector.fromArray(SPECIES, c, to1 + 2 * COUNT).add(c12).intoArray(c, to1 + 2 * COUNT);
    int to2 = cOffset + 2 * cStride;
    FloatVector.fromArray(SPECIES, c, to2).add(c20).intoArray(c, to2);
    FloatVector.fromArray(SPECIES, c, to2 + COUNT).add(c21).intoArray(c, to2 + COUNT);
    FloatVector.fromArray(SPECIES, c, to2 + 2 * COUNT).add(c22).intoArray(c, to2 + 2 * COUNT);
  }

  /** Two rows by a panel. */
  static void rows2(
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
    int never = SchedulingBarrier.step;
    clear(2, c, cOffset, cStride);
    int whole = FUSED ? k - k % BLOCK : 0;
    for (int block = 0; block < whole; block += BLOCK) {
      int panel = place(bOffset + block * WIDTH);
      int a0 = place(aOffset + block);
      int a1 = place(aOffset + aStride + block);
      FloatVector c00 = FloatVector.zero(SPECIES);
      FloatVector c01 = FloatVector.zero(SPECIES);
      FloatVector c02 = FloatVector.zero(SPECIES);
      FloatVector c10 = FloatVector.zero(SPECIES);
      FloatVector c11 = FloatVector.zero(SPECIES);
      FloatVector c12 = FloatVector.zero(SPECIES);
      for (int p = 0; p < BLOCK; p += 2) {
        int at = panel + p * WIDTH;
        FloatVector b0 = FloatVector.fromArray(SPECIES, b, at);
        FloatVector b1 = FloatVector.fromArray(SPECIES, b, at + COUNT);
        FloatVector b2 = FloatVector.fromArray(SPECIES, b, at + 2 * COUNT);
        FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + p]);
        c00 = x0.fma(b0, c00);
        c01 = x0.fma(b1, c01);
        c02 = x0.fma(b2, c02);
        FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + p]);
        c10 = x1.fma(b0, c10);
        c11 = x1.fma(b1, c11);
        c12 = x1.fma(b2, c12);
        if (p == never) {
          break;
        }
        FloatVector d0 = FloatVector.fromArray(SPECIES, b, at + WIDTH);
        FloatVector d1 = FloatVector.fromArray(SPECIES, b, at + WIDTH + COUNT);
        FloatVector d2 = FloatVector.fromArray(SPECIES, b, at + WIDTH + 2 * COUNT);
        FloatVector y0 = FloatVector.broadcast(SPECIES, a[a0 + p + 1]);
        c00 = y0.fma(d0, c00);
        c01 = y0.fma(d1, c01);
        c02 = y0.fma(d2, c02);
        FloatVector y1 = FloatVector.broadcast(SPECIES, a[a1 + p + 1]);
        c10 = y1.fma(d0, c10);
        c11 = y1.fma(d1, c11);
        c12 = y1.fma(d2, c12);
      }
      int to0 = cOffset;
      FloatVector.fromArray(SPECIES, c, to0).add(c00).intoArray(c, to0);
      FloatVector.fromArray(SPECIES, c, to0 + COUNT).add(c01).intoArray(c, to0 + COUNT);
      FloatVector.fromArray(SPECIES, c, to0 + 2 * COUNT).add(c02).intoArray(c, to0 + 2 * COUNT);
      int to1 = cOffset + cStride;
      FloatVector.fromArray(SPECIES, c, to1).add(c10).intoArray(c, to1);
      FloatVector.fromArray(SPECIES, c, to1 + COUNT).add(c11).intoArray(c, to1 + COUNT);
      FloatVector.fromArray(SPECIES, c, to1 + 2 * COUNT).add(c12).intoArray(c, to1 + 2 * COUNT);
    }
    for (int block = whole; block < k; block += BLOCK) {
      int steps = Math.min(BLOCK, k - block);
      int panel = bOffset + block * WIDTH;
      rest2(steps, a, aOffset + block, aStride, b, panel, c, cOffset, cStride);
    }
    addBias(2, bias, biasOffset, c, cOffset, cStride);
  }

  private static void rest2(
      int steps,
      float[] a,
      int aOffset,
      int aStride,
      float[] b,
      int bOffset,
      float[] c,
      int cOffset,
      int cStride) {
    int panel = place(bOffset);
    int a0 = place(aOffset);
    int a1 = place(aOffset + aStride);
    FloatVector c00 = FloatVector.zero(SPECIES);
    FloatVector c01 = FloatVector.zero(SPECIES);
    FloatVector c02 = FloatVector.zero(SPECIES);
    FloatVector c10 = FloatVector.zero(SPECIES);
    FloatVector c11 = FloatVector.zero(SPECIES);
    FloatVector c12 = FloatVector.zero(SPECIES);
    for (int p = 0; p < steps; p++) {
      int at = panel + p * WIDTH;
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, at);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, at + COUNT);
      FloatVector b2 = FloatVector.fromArray(SPECIES, b, at + 2 * COUNT);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + p]);
      c00 = fma(x0, b0, c00);
      c01 = fma(x0, b1, c01);
      c02 = fma(x0, b2, c02);
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + p]);
      c10 = fma(x1, b0, c10);
      c11 = fma(x1, b1, c11);
      c12 = fma(x1, b2, c12);
    }
    int to0 = cOffset;
    FloatVector.fromArray(SPECIES, c, to0).add(c00).intoArray(c, to0);
    FloatVector.fromArray(SPECIES, c, to0 + COUNT).add(c01).intoArray(c, to0 + COUNT);
    FloatVector.fromArray(SPECIES, c, to0 + 2 * COUNT).add(c02).intoArray(c, to0 + 2 * COUNT);
    int to1 = cOffset + cStride;
    FloatVector.fromArray(SPECIES, c, to1).add(c10).intoArray(c, to1);
    FloatVector.fromArray(SPECIES, c, to1 + COUNT).add(c11).intoArray(c, to1 + COUNT);
    FloatVector.fromArray(SPECIES, c, to1 + 2 * COUNT).add(c12).intoArray(c, to1 + 2 * COUNT);
  }

  private static void clear(int rows, float[] c, int cOffset, int cStride) {
    FloatVector zero = FloatVector.zero(SPECIES);
    for (int r = 0; r < rows; r++) {
      int at = cOffset + r * cStride;
      zero.intoArray(c, at);
      zero.intoArray(c, at + COUNT);
      zero.intoArray(c, at + 2 * COUNT);
    }
  }

  private static void addBias(
      int rows, float[] bias, int biasOffset, float[] c, int cOffset, int cStride) {
    for (int v = 0; v < VECTORS; v++) {
      FloatVector addend = FloatVector.fromArray(SPECIES, bias, biasOffset + v * COUNT);
      for (int r = 0; r < rows; r++) {
        int at = cOffset + r * cStride + v * COUNT;
        FloatVector.fromArray(SPECIES, c, at).add(addend).intoArray(c, at);
      }
    }
  }
}
