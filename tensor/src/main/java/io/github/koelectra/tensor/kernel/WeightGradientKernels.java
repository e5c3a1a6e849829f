package io.github.koelectra.tensor.kernel;

import io.github.koelectra.tensor.Parallel;
import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.Workspace;
import io.github.koelectra.tensor.kernel.scalar.ScalarKernels;
import java.util.List;

/**
 * The gradient of a linear layer by its weights, {@code dY^T X}, added to what is there. The
 * product is done as {@code X^T dY} where that has the smaller left side, for the left side must be
 * transposed. Chunks of {@link ProductGradients#CHUNK} rows have their turn one after the other, so
 * that what is laid out for a chunk is still in cache when it is multiplied: the left side
 * transposed, the right side in panels. The chunks' products are added in ascending order, and
 * their sum to the gradient. The biases' gradient, the sums of dY's columns, is computed on the
 * way.
 */
final class WeightGradientKernels {
  private static final int CHUNK = ProductGradients.CHUNK;

  /** Keeps rows of a chunk out of each other's cache sets. */
  private static final int PADDING = 16;

  /** Columns laid out at once: few enough that some rows of them stay in the first-level cache. */
  private static final int STRIP = 128;

  private static final int ADDED_ROWS = 64;
  private static final int TILE_ROWS = 24;
  private static final int BLOCK_ROWS = 192;
  private static final int TASKS_PER_THREAD = 4;
  private static final Tensor NOTHING = Tensor.zeros(0, 0);

  private final ColumnSums sums = new ColumnSums();
  private final Parallel.Task layOut = this::layOut;
  private final Parallel.Task multiply = this::multiply;
  private final Parallel.Task add = this::add;

  private KernelProvider provider = new ScalarKernels();
  private Tensor left = NOTHING;
  private Tensor right = NOTHING;
  private boolean swapped;
  private List<Tensor> weights = List.of();
  private Tensor transposed = NOTHING;
  private Tensor packed = NOTHING;
  private Tensor total = NOTHING;
  private Tensor scratch = NOTHING;
  private int rows;
  private int stride;
  private int chunk;
  private int strip;
  private int strips;
  private int panels;
  private int together;
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
    this.weights = weights;
    swapped = input.columns() < outputGradient.columns();
    left = swapped ? input : outputGradient;
    right = swapped ? outputGradient : input;
    plan(parallel.threads());
    int mark = workspace.mark();
    transposed = workspace.take(left.columns(), stride);
    packed = workspace.take(Math.min(CHUNK, rows), panels * provider.panelWidth());
    total = workspace.take(left.columns(), panels * provider.panelWidth());
    int tile = TILE_ROWS * provider.columnsAtOnce();
    int turned = ADDED_ROWS * Math.min(left.columns(), right.columns());
    scratch = workspace.take(parallel.threads(), Math.max(tile, turned));
    sums.begin(outputGradient, strip, parallel, workspace);
    for (chunk = 0; chunk * CHUNK < rows; chunk++) {
      parallel.forEach(strips + Math.ceilDiv(right.columns(), strip), layOut);
      parallel.forEach(Math.ceilDiv(left.columns(), BLOCK_ROWS) * groups, multiply);
    }
    parallel.forEach(Math.ceilDiv(outputGradient.columns(), ADDED_ROWS), add);
    sums.addTo(biases);
    workspace.release(mark);
  }

  private void plan(int threads) {
    rows = left.rows();
    stride = Math.min(CHUNK, Rounding.up(rows, PADDING)) + PADDING;
    strip = Rounding.up(STRIP, provider.panelWidth());
    strips = Math.ceilDiv(left.columns(), strip);
    panels = Math.ceilDiv(right.columns(), provider.panelWidth());
    together = provider.columnsAtOnce() / provider.panelWidth();
    int blocks = Math.ceilDiv(left.columns(), BLOCK_ROWS);
    int wanted = threads == 1 ? 1 : threads * TASKS_PER_THREAD;
    groups = Math.clamp(Math.ceilDiv(wanted, blocks), 1, panels);
  }

  private int chunkRows() {
    return Math.min(CHUNK, rows - chunk * CHUNK);
  }

  /**
   * A strip of the left side's columns transposed, or of the right side's in panels. A few rows at
   * a time, of which everything is done that is to be done, as they come from memory.
   */
  private void layOut(int part, int worker) {
    boolean ofLeft = part < strips;
    Tensor side = ofLeft ? left : right;
    int column = (ofLeft ? part : part - strips) * strip;
    int count = Math.min(strip, side.columns() - column);
    int first = chunk * CHUNK;
    boolean ofGradient = ofLeft != swapped;
    if (ofGradient) {
      sums.beginChunk(column, count);
    }
    for (int row = 0; row < chunkRows(); row += PackedMatrix.BLOCK) {
      int some = Math.min(PackedMatrix.BLOCK, chunkRows() - row);
      int from = side.offset() + (first + row) * side.columns() + column;
      if (ofGradient) {
        // First, for it reads row by row, which memory is faster at than at panels.
        sums.addBlock(first + row, some, column, count, worker);
      }
      if (ofLeft) {
        transpose(from, row, some, column, count);
      } else {
        pack(from, row, some, column, count);
      }
    }
    if (ofGradient) {
      sums.endChunk(column, count);
    }
  }

  private void transpose(int from, int row, int some, int column, int count) {
    int to = transposed.offset() + column * stride + row;
    float[] array = left.array();
    Transposition.copy(some, count, array, from, left.columns(), transposed.array(), to, stride);
  }

  private void pack(int from, int row, int some, int column, int count) {
    int width = provider.panelWidth();
    int apart = right.columns();
    for (int c = 0; c < count; c += width) {
      int columns = Math.min(width, count - c);
      int to = panel((column + c) / width) + row * width;
      provider.packColumns(columns, some, right.array(), from + c, apart, packed.array(), to);
    }
  }

  private int panel(int panel) {
    return packed.offset() + panel * provider.panelWidth() * chunkRows();
  }

  /** A block of rows of the product and some panels of its columns. */
  private void multiply(int task, int worker) {
    int row = task / groups * BLOCK_ROWS;
    int end = Math.min(row + BLOCK_ROWS, left.columns());
    int group = task % groups;
    for (int panel = split(group); panel < split(group + 1); panel += together) {
      int some = Math.min(together, split(group + 1) - panel);
      for (int r = row; r < end; r += TILE_ROWS) {
        tile(panel, some, r, Math.min(TILE_ROWS, end - r), worker);
      }
    }
  }

  private int split(int group) {
    return (int) ((long) panels * group / groups);
  }

  private void tile(int panel, int some, int row, int tileRows, int worker) {
    int columns = some * provider.panelWidth();
    int totalStride = total.columns();
    int to = total.offset() + row * totalStride + panel * provider.panelWidth();
    if (chunk == 0) {
      multiply(panel, columns, row, tileRows, total.array(), to, totalStride);
      return;
    }
    int product = scratch.offset() + worker * scratch.columns();
    multiply(panel, columns, row, tileRows, scratch.array(), product, columns);
    float[] array = total.array();
    for (int r = 0; r < tileRows; r++) {
      int at = to + r * totalStride;
      provider.add(columns, array, at, scratch.array(), product + r * columns, array, at);
    }
  }

  private void multiply(
      int panel, int columns, int row, int tileRows, float[] out, int at, int apart) {
    provider.multiply(
        tileRows,
        columns,
        chunkRows(),
        transposed.array(),
        transposed.offset() + row * stride,
        stride,
        packed.array(),
        panel(panel),
        MatmulKernels.NO_BIAS,
        0,
        out,
        at,
        apart);
  }

  /** Some rows of the weights' gradients, which are the outputs of all weights in turn. */
  private void add(int task, int worker) {
    int each = weights.getFirst().rows();
    int k = weights.getFirst().columns();
    int first = task * ADDED_ROWS;
    int end = Math.min(first + ADDED_ROWS, each * weights.size());
    int turned = scratch.offset() + worker * scratch.columns();
    int from = total.offset() + (swapped ? first : first * total.columns());
    if (swapped) {
      float[] array = scratch.array();
      Transposition.copy(k, end - first, total.array(), from, total.columns(), array, turned, k);
    }
    for (int row = first; row < end; row++) {
      Tensor weight = weights.get(row / each);
      int at = weight.offset() + row % each * k;
      float[] sums = swapped ? scratch.array() : total.array();
      int sum = swapped ? turned + (row - first) * k : from + (row - first) * total.columns();
      provider.add(k, weight.array(), at, sums, sum, weight.array(), at);
    }
  }
}
