package io.github.koelectra.tensor.kernel;

import io.github.koelectra.tensor.Parallel;
import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.Workspace;
import io.github.koelectra.tensor.kernel.scalar.ScalarKernels;
import java.util.Arrays;
import java.util.List;

/**
 * The gradient of a linear layer by its weights, {@code dY^T X}, added to what is there. Both sides
 * are laid out first, in chunks of {@link ProductGradients#CHUNK} rows: dY transposed, X in panels.
 * Then each block of the weights goes through all chunks in turn, a product for each. The biases'
 * gradient is summed while dY is transposed: blocks of {@link PackedMatrix#BLOCK} rows, then
 * chunks.
 */
final class WeightGradientKernels {
  private static final int CHUNK = ProductGradients.CHUNK;

  /** Keeps rows of a chunk out of each other's cache sets. */
  private static final int PADDING = 16;

  private static final int STRIP = 64;
  private static final int TILE_ROWS = 24;
  private static final int MOST_BLOCK_ROWS = 192;
  private static final int TASKS_PER_THREAD = 4;
  private static final Tensor NOTHING = Tensor.zeros(0, 0);

  private final Parallel.Task layOut = this::layOut;
  private final Parallel.Task multiply = this::multiply;

  private KernelProvider provider = new ScalarKernels();
  private Tensor input = NOTHING;
  private Tensor outputGradient = NOTHING;
  private List<Tensor> weights = List.of();
  private Tensor transposed = NOTHING;
  private Tensor packed = NOTHING;
  private Tensor sums = NOTHING;
  private Tensor scratch = NOTHING;
  private int rows;
  private int n;
  private int k;
  private int stride;
  private int strips;
  private int panels;
  private int together;
  private int blockRows;
  private int blocksEach;
  private int groups;

  WeightGradientKernels() {}

  void run(
      KernelProvider provider,
      Tensor input,
      Tensor outputGradient,
      List<Tensor> weights,
      List<Tensor> biases,
      Parallel parallel,
      Workspace workspace) {
    this.provider = provider;
    this.input = input;
    this.outputGradient = outputGradient;
    this.weights = weights;
    rows = input.rows();
    n = outputGradient.columns();
    k = input.columns();
    plan(parallel.threads());
    int chunks = Math.ceilDiv(rows, CHUNK);
    int mark = workspace.mark();
    transposed = workspace.take(chunks * n, stride);
    packed = workspace.take(rows, panels * provider.panelWidth());
    sums = workspace.take(chunks, n);
    int tile = TILE_ROWS * Math.max(STRIP, provider.columnsAtOnce());
    scratch = workspace.take(parallel.threads(), tile);
    parallel.forEach(chunks * (strips + panels), layOut);
    parallel.forEach(weights.size() * blocksEach * groups, multiply);
    addSums(biases, chunks);
    workspace.release(mark);
  }

  private void plan(int threads) {
    stride = Math.min(CHUNK, Math.ceilDiv(rows, PADDING) * PADDING) + PADDING;
    strips = Math.ceilDiv(n, STRIP);
    panels = Math.ceilDiv(k, provider.panelWidth());
    together = provider.columnsAtOnce() / provider.panelWidth();
    int each = n / weights.size();
    int blocks = Math.ceilDiv(each, MOST_BLOCK_ROWS);
    blockRows = Math.ceilDiv(Math.ceilDiv(each, blocks), TILE_ROWS) * TILE_ROWS;
    blocksEach = Math.ceilDiv(each, blockRows);
    int wanted = threads == 1 ? 1 : threads * TASKS_PER_THREAD;
    groups = Math.clamp(Math.ceilDiv(wanted, weights.size() * blocksEach), 1, panels);
  }

  private int chunkRows(int chunk) {
    return Math.min(CHUNK, rows - chunk * CHUNK);
  }

  /** A strip of dY's columns transposed and summed, or a panel of X. */
  private void layOut(int task, int worker) {
    int chunk = task / (strips + panels);
    int part = task % (strips + panels);
    int first = chunk * CHUNK;
    if (part < strips) {
      int column = part * STRIP;
      int columns = Math.min(STRIP, n - column);
      int from = outputGradient.offset() + first * n + column;
      int to = transposed.offset() + (chunk * n + column) * stride;
      float[] dY = outputGradient.array();
      Transposition.copy(chunkRows(chunk), columns, dY, from, n, transposed.array(), to, stride);
      sum(chunk, column, columns, from, scratch.offset() + worker * scratch.columns());
    } else {
      int width = provider.panelWidth();
      int column = (part - strips) * width;
      int from = input.offset() + first * k + column;
      int columns = Math.min(width, k - column);
      int to = panel(chunk, part - strips);
      provider.packColumns(columns, chunkRows(chunk), input.array(), from, k, packed.array(), to);
    }
  }

  private int panel(int chunk, int panel) {
    int width = provider.panelWidth();
    return packed.offset() + chunk * CHUNK * panels * width + panel * width * chunkRows(chunk);
  }

  private void sum(int chunk, int column, int columns, int from, int block) {
    float[] array = scratch.array();
    float[] totals = sums.array();
    int total = sums.offset() + chunk * n + column;
    Arrays.fill(totals, total, total + columns, 0f);
    int count = chunkRows(chunk);
    for (int row = 0; row < count; row += PackedMatrix.BLOCK) {
      Arrays.fill(array, block, block + columns, 0f);
      int end = Math.min(count, row + PackedMatrix.BLOCK);
      for (int r = row; r < end; r++) {
        provider.add(columns, array, block, outputGradient.array(), from + r * n, array, block);
      }
      provider.add(columns, totals, total, array, block, totals, total);
    }
  }

  private void addSums(List<Tensor> biases, int chunks) {
    int each = n / biases.size();
    for (int chunk = 0; chunk < chunks; chunk++) {
      for (int b = 0; b < biases.size(); b++) {
        float[] bias = biases.get(b).array();
        int at = biases.get(b).offset();
        int from = sums.offset() + chunk * n + b * each;
        provider.add(each, bias, at, sums.array(), from, bias, at);
      }
    }
  }

  /** A block of rows of the weights and some panels of their columns. */
  private void multiply(int task, int worker) {
    int block = task / groups;
    int group = task % groups;
    int each = n / weights.size();
    int weight = block / blocksEach;
    int row = block % blocksEach * blockRows;
    int count = Math.min(blockRows, each - row);
    int end = split(group + 1);
    int chunks = Math.ceilDiv(rows, CHUNK);
    for (int chunk = 0; chunk < chunks; chunk++) {
      for (int panel = split(group); panel < end; panel += together) {
        int some = Math.min(together, end - panel);
        for (int r = row; r < row + count; r += TILE_ROWS) {
          int tileRows = Math.min(TILE_ROWS, row + count - r);
          tile(chunk, panel, some, weight, r, tileRows, worker);
        }
      }
    }
  }

  private int split(int group) {
    return (int) ((long) panels * group / groups);
  }

  private void tile(int chunk, int panel, int some, int weight, int row, int tileRows, int worker) {
    int width = provider.panelWidth();
    int columns = Math.min(some * width, k - panel * width);
    int each = n / weights.size();
    int product = scratch.offset() + worker * scratch.columns();
    provider.multiply(
        tileRows,
        columns,
        chunkRows(chunk),
        transposed.array(),
        transposed.offset() + (chunk * n + weight * each + row) * stride,
        stride,
        packed.array(),
        panel(chunk, panel),
        MatmulKernels.NO_BIAS,
        0,
        scratch.array(),
        product,
        some * width);
    Tensor gradient = weights.get(weight);
    float[] array = gradient.array();
    for (int r = 0; r < tileRows; r++) {
      int at = gradient.offset() + (row + r) * k + panel * width;
      provider.add(columns, array, at, scratch.array(), product + r * some * width, array, at);
    }
  }
}
