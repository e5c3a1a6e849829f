package io.github.koelectra.tensor.kernel.vector;

/**
 * The product's inner loop: a few rows of the left-hand side, broadcast from where they lie, by one
 * panel of the right-hand side, all chains in registers. The shape of the tile follows from the
 * number of registers, and the width of a panel from the tile.
 */
final class RegisterTile {
  /** Columns of a panel. */
  static final int WIDTH = PanelShape.width();

  private static final boolean WIDE = PanelShape.vectors() == WideTile.VECTORS;

  /** No array here is longer: {@link io.github.koelectra.tensor.kernel.PackedMatrix} sees to it. */
  private static final int PLACES = (1 << 30) - 1;

  private RegisterTile() {}

  /**
   * The same offset, in a form of which the compiler knows that adding a step does not overflow:
   * only then does it move the addresses' sums out of the loop.
   */
  static int place(int offset) {
    return offset & PLACES;
  }

  /** See {@link io.github.koelectra.tensor.kernel.KernelProvider#multiply}. */
  static void multiply(
      int m,
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
    if (WIDE) {
      wide(m, k, a, aOffset, aStride, b, bOffset, bias, biasOffset, c, cOffset, cStride);
    } else {
      narrow(m, k, a, aOffset, aStride, b, bOffset, bias, biasOffset, c, cOffset, cStride);
    }
  }

  /**
   * Six and four rows at a time, which every even number from four on is a sum of. Where the number
   * is odd one row is computed twice, for storing the same numbers twice is harmless.
   */
  private static void wide(
      int m,
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
    int row = 0;
    if (m >= 4) {
      for (int sixes = sixes(m); sixes > 0; sixes--) {
        row = Math.min(row, m - 6);
        int from = aOffset + row * aStride;
        int to = cOffset + row * cStride;
        WideTile.rows6(k, a, from, aStride, b, bOffset, bias, biasOffset, c, to, cStride);
        row += 6;
      }
      while (row < m) {
        row = Math.min(row, m - 4);
        int from = aOffset + row * aStride;
        int to = cOffset + row * cStride;
        WideTile.rows4(k, a, from, aStride, b, bOffset, bias, biasOffset, c, to, cStride);
        row += 4;
      }
    }
    for (; row < m; row++) {
      int from = aOffset + row * aStride;
      WideRow.multiply(k, a, from, b, bOffset, bias, biasOffset, c, cOffset + row * cStride);
    }
  }

  /** How many tiles of six rows are part of m rows; the rest are tiles of four. */
  private static int sixes(int m) {
    int even = m + m % 2;
    int fours = even % 6 == 0 ? 0 : even % 6 == 4 ? 1 : 2;
    return m < 6 ? 0 : (even - 4 * fours) / 6;
  }

  /** Three and two rows at a time, which every number from two on is a sum of. */
  private static void narrow(
      int m,
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
    if (m == 1) {
      NarrowRow.multiply(k, a, aOffset, b, bOffset, bias, biasOffset, c, cOffset);
      return;
    }
    int threes = m % 3 == 1 ? m - 4 : m - m % 3;
    int row = 0;
    for (; row < threes; row += 3) {
      int from = aOffset + row * aStride;
      int to = cOffset + row * cStride;
      NarrowTile.rows3(k, a, from, aStride, b, bOffset, bias, biasOffset, c, to, cStride);
    }
    for (; row < m; row += 2) {
      int from = aOffset + row * aStride;
      int to = cOffset + row * cStride;
      NarrowTile.rows2(k, a, from, aStride, b, bOffset, bias, biasOffset, c, to, cStride);
    }
  }
}
