package io.github.koelectra.tensor.kernel;

import io.github.koelectra.tensor.Parallel;
import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.Workspace;
import java.util.Arrays;
import java.util.List;

/**
 * Sums over the rows of a matrix, one for each column: the gradient of a bias. Rows are added in
 * ascending order in blocks, blocks in chunks, chunks to each other and their sum to what is there.
 * Plain loops, which the compiler turns into vectors, so they are the same in every room.
 */
final class ColumnSums {
  private static final int TOGETHER = 8;
  private static final int PLACES = (1 << 30) - 1;

  private Tensor matrix = Tensor.zeros(0, 0);
  private Tensor sums = matrix;
  private Tensor blocks = matrix;

  ColumnSums() {}

  /** The sums to come are of {@code matrix}, at most {@code most} columns at once. */
  void begin(Tensor matrix, int most, Parallel parallel, Workspace workspace) {
    this.matrix = matrix;
    sums = workspace.take(2, matrix.columns());
    blocks = workspace.take(parallel.threads(), most);
    Arrays.fill(sums.array(), sums.offset(), sums.offset() + sums.size(), 0f);
  }

  /** Adds to each of {@code totals} [1, n] the sums of its n columns. */
  void addTo(List<Tensor> totals) {
    int from = sums.offset();
    for (Tensor total : totals) {
      add(total.columns(), sums.array(), from, total.array(), total.offset());
      from += total.columns();
    }
  }

  /** Columns {@code column} to {@code column + count} of a chunk begin. */
  void beginChunk(int column, int count) {
    int sum = sums.offset() + matrix.columns() + column;
    Arrays.fill(sums.array(), sum, sum + count, 0f);
  }

  /** Adds a block of rows, at most {@link PackedMatrix#BLOCK}, to the sums of the chunk. */
  void addBlock(int row, int rows, int column, int count, int worker) {
    int block = blocks.offset() + worker * blocks.columns();
    Arrays.fill(blocks.array(), block, block + count, 0f);
    block(rows, count, matrix.offset() + row * matrix.columns() + column, block);
    int sum = sums.offset() + matrix.columns() + column;
    add(count, blocks.array(), block, sums.array(), sum);
  }

  /** Adds the sums of the chunk to those of the chunks before. */
  void endChunk(int column, int count) {
    int total = sums.offset() + column;
    add(count, sums.array(), total + matrix.columns(), sums.array(), total);
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
