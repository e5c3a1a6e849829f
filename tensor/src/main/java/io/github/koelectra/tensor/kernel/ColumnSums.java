package io.github.koelectra.tensor.kernel;

import io.github.koelectra.tensor.Parallel;
import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.Workspace;
import java.util.Arrays;
import java.util.List;

/**
 * Sums over the rows of a matrix, one for each column: the gradient of a bias. Rows are added in
 * ascending order in blocks of {@link PackedMatrix#BLOCK}, blocks in chunks of {@link
 * ProductGradients#CHUNK} rows, chunks to each other and their sum to what is there. Plain loops,
 * which the compiler turns into vectors, so they are the same in every room.
 */
final class ColumnSums {
  private static final int CHUNK = ProductGradients.CHUNK;
  private static final int STRIP = 256;
  private static final int TOGETHER = 8;
  private static final int PLACES = (1 << 30) - 1;

  private Tensor matrix = Tensor.zeros(0, 0);
  private Tensor sums = matrix;
  private Tensor blocks = matrix;
  private int strips;

  ColumnSums() {}

  /** The sums to come are of {@code matrix}; chunk by chunk. */
  void begin(Tensor matrix, Parallel parallel, Workspace workspace) {
    this.matrix = matrix;
    strips = Math.ceilDiv(matrix.columns(), STRIP);
    sums = workspace.take(2, matrix.columns());
    blocks = workspace.take(parallel.threads(), STRIP);
    Arrays.fill(sums.array(), sums.offset(), sums.offset() + sums.size(), 0f);
  }

  /** How many strips of columns each chunk has, to be summed on any thread. */
  int strips() {
    return strips;
  }

  /** Adds to each of {@code totals} [1, n] the sums of its n columns. */
  void addTo(List<Tensor> totals) {
    int from = sums.offset();
    for (Tensor total : totals) {
      add(total.columns(), sums.array(), from, total.array(), total.offset());
      from += total.columns();
    }
  }

  /** Adds the sums of a strip of columns of a chunk of rows to those of the chunks before. */
  void sum(int chunk, int strip, int worker) {
    int columns = matrix.columns();
    int column = strip * STRIP;
    int count = Math.min(STRIP, columns - column);
    int end = Math.min(matrix.rows(), (chunk + 1) * CHUNK);
    int total = sums.offset() + column;
    int sum = total + columns;
    int block = blocks.offset() + worker * STRIP;
    Arrays.fill(sums.array(), sum, sum + count, 0f);
    for (int row = chunk * CHUNK; row < end; row += PackedMatrix.BLOCK) {
      Arrays.fill(blocks.array(), block, block + count, 0f);
      int from = matrix.offset() + row * columns + column;
      block(Math.min(PackedMatrix.BLOCK, end - row), count, from, block);
      add(count, blocks.array(), block, sums.array(), sum);
    }
    add(count, sums.array(), sum, sums.array(), total);
  }

  private void block(int rows, int count, int from, int to) {
    int stride = matrix.columns();
    int r = 0;
    for (; r + TOGETHER <= rows; r += TOGETHER) {
      addEight(count, matrix.array(), from + r * stride, stride, blocks.array(), to);
    }
    for (; r < rows; r++) {
      add(count, matrix.array(), from + r * stride, blocks.array(), to);
    }
  }

  private static void add(int n, float[] x, int offset, float[] sum, int sumOffset) {
    for (int i = 0; i < n; i++) {
      sum[sumOffset + i] += x[offset + i];
    }
  }

  /** Eight rows, one after the other, while the sums are in registers. */
  private static void addEight(
      int n, float[] x, int offset, int stride, float[] sum, int sumOffset) {
    int row0 = offset & PLACES;
    int row1 = (offset + stride) & PLACES;
    int row2 = (offset + 2 * stride) & PLACES;
    int row3 = (offset + 3 * stride) & PLACES;
    int row4 = (offset + 4 * stride) & PLACES;
    int row5 = (offset + 5 * stride) & PLACES;
    int row6 = (offset + 6 * stride) & PLACES;
    int row7 = (offset + 7 * stride) & PLACES;
    int to = sumOffset & PLACES;
    for (int i = 0; i < n; i++) {
      float four = sum[to + i] + x[row0 + i] + x[row1 + i] + x[row2 + i] + x[row3 + i];
      sum[to + i] = four + x[row4 + i] + x[row5 + i] + x[row6 + i] + x[row7 + i];
    }
  }
}
