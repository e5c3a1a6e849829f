package io.github.koelectra.tensor.kernel;

/** Exchanges rows and columns. */
final class Transposition {
  private static final int TOGETHER = 8;

  /** Offsets are below it: a sum that cannot overflow has its bounds checked once. */
  private static final int PLACES = (1 << 30) - 1;

  private Transposition() {}

  /**
   * {@code to[j][i] = from[i][j]} for {@code rows} rows of {@code columns}; the ranges are apart.
   */
  static void copy(
      int rows,
      int columns,
      float[] from,
      int offset,
      int stride,
      float[] to,
      int toOffset,
      int toStride) {
    int i = 0;
    for (; i + TOGETHER <= rows; i += TOGETHER) {
      eight(columns, from, offset + i * stride, stride, to, toOffset + i, toStride);
    }
    for (; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        to[toOffset + j * toStride + i] = from[offset + i * stride + j];
      }
    }
  }

  /** Eight rows at a time, so that a line of the cache is written whole. */
  private static void eight(
      int columns, float[] from, int offset, int stride, float[] to, int toOffset, int toStride) {
    int row0 = offset & PLACES;
    int row1 = (offset + stride) & PLACES;
    int row2 = (offset + 2 * stride) & PLACES;
    int row3 = (offset + 3 * stride) & PLACES;
    int row4 = (offset + 4 * stride) & PLACES;
    int row5 = (offset + 5 * stride) & PLACES;
    int row6 = (offset + 6 * stride) & PLACES;
    int row7 = (offset + 7 * stride) & PLACES;
    for (int j = 0; j < columns; j++) {
      int at = toOffset + j * toStride;
      to[at] = from[row0 + j];
      to[at + 1] = from[row1 + j];
      to[at + 2] = from[row2 + j];
      to[at + 3] = from[row3 + j];
      to[at + 4] = from[row4 + j];
      to[at + 5] = from[row5 + j];
      to[at + 6] = from[row6 + j];
      to[at + 7] = from[row7 + j];
    }
  }
}
