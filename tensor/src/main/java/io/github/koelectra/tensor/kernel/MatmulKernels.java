package io.github.koelectra.tensor.kernel;

import io.github.koelectra.tensor.Parallel;
import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.Workspace;
import io.github.koelectra.tensor.kernel.scalar.ScalarKernels;
import java.util.Arrays;

/**
 * The blocking of a product: rows of the input in blocks, for each the panels of the weights in
 * turn, so that a panel is read from memory once per block of rows and stays in the second-level
 * cache for all of them. The order of additions within an output never depends on it. Used again by
 * product after product of one caller.
 */
final class MatmulKernels implements Parallel.Task {
  /** Floats of the input that are multiplied with one panel before the next panel's turn. */
  private static final int ROW_BLOCK_FLOATS = 384 * 1024;

  /** A bias that changes nothing, not even the sign of a zero, for the most columns at once. */
  static final float[] NO_BIAS = noBias();

  /** How many rows of a panel's columns are activated while they are in the first-level cache. */
  private static final int ACTIVATED_ROWS = 24;

  private static final Tensor NOTHING = Tensor.zeros(0, 0);
  private static final int TASKS_PER_THREAD = 3;
  private static final int MOST_COLUMNS = 256;

  private KernelProvider provider = new ScalarKernels();
  private Tensor input = NOTHING;
  private PackedMatrix weight = new PackedMatrix(0, 0, 1, WeightType.F32);
  private float[] bias = {};
  private Activation activation = Activation.NONE;
  private Tensor out = NOTHING;
  private Tensor scratch = NOTHING;

  /** Each worker's panels of 16-bit weights as floats. */
  private float[][] widened = {};

  private int blockRows;
  private int together;
  private int groups;

  MatmulKernels() {}

  private static float[] noBias() {
    float[] zeros = new float[MOST_COLUMNS];
    Arrays.fill(zeros, -0f);
    return zeros;
  }

  void run(
      KernelProvider provider,
      Tensor input,
      PackedMatrix weight,
      float[] bias,
      Activation activation,
      Tensor out,
      Parallel parallel,
      Workspace workspace) {
    this.provider = provider;
    this.input = input;
    this.weight = weight;
    this.bias = bias;
    this.activation = activation;
    this.out = out;
    int mark = workspace.mark();
    together = provider.columnsAtOnce() / weight.width();
    scratch = workspace.take(parallel.threads(), ACTIVATED_ROWS * provider.columnsAtOnce());
    if (weight.type() != WeightType.F32) {
      makeRoom(parallel.threads(), weight.k() * provider.columnsAtOnce());
    }
    blockRows = blockRows(input.rows(), weight.k());
    int rowBlocks = Math.ceilDiv(input.rows(), blockRows);
    groups = groups(parallel.threads(), rowBlocks);
    parallel.forEach(rowBlocks * groups, this);
    workspace.release(mark);
  }

  private void makeRoom(int workers, int size) {
    if (widened.length < workers || widened[0].length < size) {
      widened = new float[workers][size];
    }
  }

  private static int blockRows(int rows, int k) {
    int most = Math.max(ACTIVATED_ROWS, ROW_BLOCK_FLOATS / k);
    int blocks = Math.max(1, Math.ceilDiv(rows, most));
    int each = Math.max(1, Math.ceilDiv(rows, blocks));
    return Math.ceilDiv(each, ACTIVATED_ROWS) * ACTIVATED_ROWS;
  }

  /** Some panels of a block of rows. */
  @Override
  public void run(int task, int worker) {
    int row = task / groups * blockRows;
    int rows = Math.min(blockRows, input.rows() - row);
    int group = task % groups;
    int end = split(weight.panelCount(), group + 1, groups);
    int scratchAt = scratch.offset() + worker * scratch.columns();
    for (int panel = split(weight.panelCount(), group, groups); panel < end; panel += together) {
      int count = Math.min(together, end - panel);
      if (weight.type() == WeightType.F32) {
        float[] b = weight.panels();
        panels(panel, count, b, weight.panelOffset(panel), row, rows, scratch.array(), scratchAt);
      } else {
        float[] b = widened[worker];
        weight.widen(provider, panel, count, b, 0);
        panels(panel, count, b, 0, row, rows, scratch.array(), scratchAt);
      }
    }
  }

  private int groups(int threads, int rowBlocks) {
    if (threads == 1 || rowBlocks == 0) {
      return 1;
    }
    return Math.min(weight.panelCount(), Math.ceilDiv(threads * TASKS_PER_THREAD, rowBlocks));
  }

  private static int split(int total, int part, int parts) {
    return (int) ((long) total * part / parts);
  }

  /** Rows {@code row} to {@code row + rows} of the columns of some panels. */
  private void panels(
      int panel, int count, float[] b, int bAt, int row, int rows, float[] scratch, int scratchAt) {
    int width = count * weight.width();
    int column = panel * weight.width();
    if (activation == Activation.NONE && weight.n() - column >= width) {
      multiply(b, bAt, width, row, rows, bias, column, out.array(), place(row, column), weight.n());
      return;
    }
    int columns = Math.min(width, weight.n() - column);
    for (int r = row; r < row + rows; r += ACTIVATED_ROWS) {
      int some = Math.min(ACTIVATED_ROWS, row + rows - r);
      if (columns == width) {
        multiply(b, bAt, columns, r, some, bias, column, scratch, scratchAt, width);
      } else {
        multiply(b, bAt, columns, r, some, NO_BIAS, 0, scratch, scratchAt, width);
        addBias(some, columns, column, scratch, scratchAt, width);
      }
      float[] to = out.array();
      int at = place(r, column);
      provider.activate(activation, some, columns, scratch, scratchAt, width, to, at, weight.n());
    }
  }

  private int place(int row, int column) {
    return out.offset() + row * weight.n() + column;
  }

  private void multiply(
      float[] b,
      int bAt,
      int columns,
      int row,
      int rows,
      float[] addend,
      int addendAt,
      float[] to,
      int at,
      int stride) {
    int k = weight.k();
    provider.multiply(
        rows,
        columns,
        k,
        input.array(),
        input.offset() + row * k,
        k,
        b,
        bAt,
        addend,
        addendAt,
        to,
        at,
        stride);
  }

  /** For the last panel, which is wider than the rest of the bias. */
  private void addBias(
      int rows, int columns, int column, float[] scratch, int scratchAt, int width) {
    for (int r = 0; r < rows; r++) {
      int at = scratchAt + r * width;
      provider.add(columns, scratch, at, bias, column, scratch, at);
    }
  }
}
