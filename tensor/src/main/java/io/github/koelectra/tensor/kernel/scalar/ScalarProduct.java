package io.github.koelectra.tensor.kernel.scalar;

import static io.github.koelectra.tensor.kernel.Arithmetic.fma;
import static io.github.koelectra.tensor.kernel.PackedMatrix.BLOCK;

import java.util.Arrays;

/**
 * A product with panels in plain loops that the compiler turns into vectors. It does so only where
 * every array is read and written at the loop's variable plus a constant, and where it knows that
 * this sum does not overflow (hence the minima below), so whatever lies elsewhere is copied first:
 * eight steps of the panel into an array of their own, each row's sums into one of their own.
 * Belongs to one thread.
 */
final class ScalarProduct {
  /** Columns at once: many, for each loop costs a start and an end in single numbers. */
  static final int WIDTH = 256;

  /** Rows that share one copy of the panel. */
  static final int ROWS = 48;

  private static final int STEPS = 8;

  private final float[][] panel = new float[BLOCK / STEPS][STEPS * WIDTH];
  private final float[][] totals = new float[ROWS][WIDTH];
  private final float[] chain0 = new float[WIDTH];
  private final float[] chain1 = new float[WIDTH];
  private final float[] addend = new float[WIDTH];

  ScalarProduct() {}

  /**
   * Computes {@code m} rows, at most {@link #ROWS}, of {@code n} columns, at most {@link #WIDTH},
   * from panels of {@code width}, and keeps them for {@link #store}.
   */
  void multiply(
      int m, int n, int k, float[] a, int aOffset, int aStride, float[] b, int bOffset, int width) {
    for (int i = 0; i < m; i++) {
      Arrays.fill(totals[i], 0, n, 0f);
    }
    for (int p = 0; p < k; p += BLOCK) {
      int steps = Math.min(BLOCK, k - p);
      for (int column = 0; column < n; column += width) {
        copy(steps, b, bOffset + column * k + p * width, width, column);
      }
      for (int i = 0; i < m; i += 2) {
        int row0 = aOffset + i * aStride + p;
        int row1 = i + 1 < m ? row0 + aStride : row0;
        block(n, steps, a, row0, row1);
        add(n, totals[i], chain0);
        if (i + 1 < m) {
          add(n, totals[i + 1], chain1);
        }
      }
    }
  }

  private void copy(int steps, float[] b, int bOffset, int width, int column) {
    for (int q = 0; q < steps; q++) {
      int to = q % STEPS * WIDTH + column;
      System.arraycopy(b, bOffset + q * width, panel[q / STEPS], to, width);
    }
  }

  private void block(int n, int steps, float[] a, int row0, int row1) {
    Arrays.fill(chain0, 0, n, 0f);
    Arrays.fill(chain1, 0, n, 0f);
    int whole = steps - steps % STEPS;
    for (int q = 0; q < whole; q += STEPS) {
      eightSteps(n, a, row0 + q, row1 + q, panel[q / STEPS], chain0, chain1);
    }
    for (int q = whole; q < steps; q++) {
      float[] b = panel[q / STEPS];
      int at = q % STEPS * WIDTH;
      for (int j = 0; j < n; j++) {
        chain0[j] = fma(a[row0 + q], b[at + j], chain0[j]);
        chain1[j] = fma(a[row1 + q], b[at + j], chain1[j]);
      }
    }
  }

  private static void eightSteps(
      int n, float[] a, int row0, int row1, float[] b, float[] chain0, float[] chain1) {
    float x0 = a[row0], x1 = a[row0 + 1], x2 = a[row0 + 2], x3 = a[row0 + 3];
    float x4 = a[row0 + 4], x5 = a[row0 + 5], x6 = a[row0 + 6], x7 = a[row0 + 7];
    float y0 = a[row1], y1 = a[row1 + 1], y2 = a[row1 + 2], y3 = a[row1 + 3];
    float y4 = a[row1 + 4], y5 = a[row1 + 5], y6 = a[row1 + 6], y7 = a[row1 + 7];
    int columns = Math.min(n, WIDTH);
    for (int j = 0; j < columns; j++) {
      float b0 = b[j], b1 = b[WIDTH + j], b2 = b[2 * WIDTH + j], b3 = b[3 * WIDTH + j];
      float b4 = b[4 * WIDTH + j], b5 = b[5 * WIDTH + j];
      float b6 = b[6 * WIDTH + j], b7 = b[7 * WIDTH + j];
      float x = fma(x3, b3, fma(x2, b2, fma(x1, b1, fma(x0, b0, chain0[j]))));
      chain0[j] = fma(x7, b7, fma(x6, b6, fma(x5, b5, fma(x4, b4, x))));
      float y = fma(y3, b3, fma(y2, b2, fma(y1, b1, fma(y0, b0, chain1[j]))));
      chain1[j] = fma(y7, b7, fma(y6, b6, fma(y5, b5, fma(y4, b4, y))));
    }
  }

  private static void add(int n, float[] sum, float[] x) {
    int columns = Math.min(n, WIDTH);
    for (int j = 0; j < columns; j++) {
      sum[j] += x[j];
    }
  }

  /** Adds the bias to the rows computed last and copies them to where they belong. */
  void store(int m, int n, float[] bias, int biasOffset, float[] c, int cOffset, int cStride) {
    System.arraycopy(bias, biasOffset, addend, 0, n);
    for (int i = 0; i < m; i++) {
      add(n, totals[i], addend);
      System.arraycopy(totals[i], 0, c, cOffset + i * cStride, n);
    }
  }
}
