package io.github.koelectra.tensor.kernel;

import io.github.koelectra.tensor.Parallel;
import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.Workspace;

/**
 * The blocking of a product: rows of the input in blocks that stay in the second-level cache, for
 * each the panels of the weights in turn, of each panel the blocks of k, which stay in the first
 * level for all rows of the block. The order of additions within an output never depends on it.
 */
final class MatmulKernels {
  /** Floats of the input that should stay in the second-level cache: 768 KiB. */
  private static final int ROW_BLOCK_FLOATS = 192 * 1024;

  private static final int ROW_MULTIPLE = 24;
  private static final int TASKS_PER_THREAD = 3;

  private MatmulKernels() {}

  static void linear(
      KernelProvider provider,
      Parallel parallel,
      Tensor input,
      PackedMatrix weight,
      float[] bias,
      Activation activation,
      Tensor out,
      Workspace workspace) {
    int mark = workspace.mark();
    int blockRows = blockRows(input.rows(), weight.k());
    int rowBlocks = Math.ceilDiv(input.rows(), blockRows);
    int groups = groups(parallel.threads(), rowBlocks, weight.panelCount());
    int scratchSize = blockRows * weight.width() * Math.ceilDiv(weight.k(), PackedMatrix.BLOCK);
    Tensor scratch = workspace.take(parallel.threads(), scratchSize);
    Product product = new Product(provider, input, weight, bias, activation, out, scratch.array());
    parallel.forEach(
        rowBlocks * groups,
        (task, worker) -> {
          int row = task / groups * blockRows;
          int group = task % groups;
          int rows = Math.min(blockRows, input.rows() - row);
          int end = split(weight.panelCount(), group + 1, groups);
          for (int panel = split(weight.panelCount(), group, groups); panel < end; panel++) {
            product.panel(panel, row, rows, scratch.offset() + worker * scratchSize);
          }
        });
    workspace.release(mark);
  }

  private static int blockRows(int rows, int k) {
    int most = Math.max(ROW_MULTIPLE, ROW_BLOCK_FLOATS / k / ROW_MULTIPLE * ROW_MULTIPLE);
    int blocks = Math.max(1, Math.ceilDiv(rows, most));
    return Math.ceilDiv(Math.ceilDiv(rows, blocks), ROW_MULTIPLE) * ROW_MULTIPLE;
  }

  private static int groups(int threads, int rowBlocks, int panels) {
    if (threads == 1 || rowBlocks == 0) {
      return 1;
    }
    return Math.min(panels, Math.ceilDiv(threads * TASKS_PER_THREAD, rowBlocks));
  }

  private static int split(int total, int part, int parts) {
    return (int) ((long) total * part / parts);
  }

  private record Product(
      KernelProvider provider,
      Tensor input,
      PackedMatrix weight,
      float[] bias,
      Activation activation,
      Tensor out,
      float[] scratch) {

    /** Rows {@code row} to {@code row + rows} of one panel's columns. */
    void panel(int panel, int row, int rows, int partial) {
      int k = weight.k();
      int width = weight.width();
      int blockStride = rows * width;
      int blocks = Math.ceilDiv(k, PackedMatrix.BLOCK);
      for (int t = 0; t < blocks; t++) {
        int p = t * PackedMatrix.BLOCK;
        provider.multiplyBlock(
            rows,
            Math.min(PackedMatrix.BLOCK, k - p),
            input.array(),
            input.offset() + row * k + p,
            k,
            weight.panels(),
            weight.panelOffset(panel) + p * width,
            scratch,
            partial + t * blockStride,
            width);
      }
      finish(panel, row, rows, blocks, partial);
    }

    private void finish(int panel, int row, int rows, int blocks, int partial) {
      int width = weight.width();
      int column = panel * width;
      int columns = Math.min(width, weight.n() - column);
      int n = out.columns();
      int at = out.offset() + row * n + column;
      provider.sumBlocks(
          rows, columns, blocks, scratch, partial, rows * width, bias, column, out.array(), at, n);
      provider.activate(activation, rows, columns, out.array(), at, n);
    }
  }
}
