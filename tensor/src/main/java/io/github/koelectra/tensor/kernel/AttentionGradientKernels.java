package io.github.koelectra.tensor.kernel;

import io.github.koelectra.tensor.Parallel;
import io.github.koelectra.tensor.SequenceLayout;
import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.Workspace;
import io.github.koelectra.tensor.kernel.scalar.ScalarKernels;
import java.util.Arrays;

/**
 * The backward pass of attention, per head and sequence. Probabilities are computed again, a few
 * queries at a time; with P the probabilities, M what dropout multiplies them with, and dO the
 * gradient of the context: {@code dP = (dO V^T) * M}, {@code dS = P * (dP - sum of P * dP) *
 * scale}, {@code dQ = dS K}, {@code dK = dS^T Q}, {@code dV = (P * M)^T dO}. The transposed
 * matrices are kept whole, so that the sums over queries are products like all others.
 */
final class AttentionGradientKernels implements Parallel.Task {
  /** Keeps rows that are written one below the other out of each other's cache sets. */
  private static final int PADDING = 16;

  private static final int QUERIES = HeadScores.QUERIES;
  private static final Tensor NOTHING = Tensor.zeros(0, 0);

  private KernelProvider provider = new ScalarKernels();
  private Tensor qkv = NOTHING;
  private Tensor contextGradient = NOTHING;
  private Tensor gradient = NOTHING;
  private Tensor scratch = NOTHING;
  private SequenceLayout layout = SequenceLayout.of();
  private Dropout dropout = Dropout.NONE;
  private Head[] workers = {};
  private int heads;
  private int hidden;
  private int headSize;

  AttentionGradientKernels() {}

  /** The batch to come. */
  AttentionGradientKernels of(
      KernelProvider provider, Tensor qkv, int heads, SequenceLayout layout, Dropout dropout) {
    this.provider = provider;
    this.qkv = qkv;
    this.heads = heads;
    this.layout = layout;
    this.dropout = dropout;
    this.hidden = qkv.columns() / 3;
    this.headSize = hidden / heads;
    return this;
  }

  void run(Tensor contextGradient, Tensor gradient, Parallel parallel, Workspace workspace) {
    this.contextGradient = contextGradient;
    this.gradient = gradient;
    int mark = workspace.mark();
    int size = new Places(layout.longest(), 0).end;
    scratch = workspace.take(parallel.threads(), size);
    while (workers.length < parallel.threads()) {
      workers = Arrays.copyOf(workers, workers.length + 1);
      workers[workers.length - 1] = new Head();
    }
    for (Head worker : workers) {
      worker.headScores.batch(provider, qkv, heads, layout);
    }
    parallel.forEach(layout.sequences() * heads, this);
    workspace.release(mark);
  }

  /** One head of one sequence. */
  @Override
  public void run(int task, int worker) {
    int at = scratch.offset() + worker * scratch.columns();
    workers[worker].run(task / heads, task % heads, scratch.array(), at);
  }

  /** Where everything of a head lies in the scratch memory of its worker. */
  private final class Places {
    final int keyColumns;
    final int valueColumns;
    final int transposedStride;
    final int valueRows;
    final int keys;
    final int queries;
    final int contextGradients;
    final int probabilityGradients;
    final int transposedProbabilities;
    final int transposedScores;
    final int product;
    final int end;

    Places(int length, int at) {
      keyColumns = HeadScores.columns(provider, length);
      valueColumns = Rounding.up(headSize, provider.panelWidth());
      transposedStride = Rounding.up(length, PADDING) + PADDING;
      int packed = keyColumns * valueColumns;
      valueRows = at + HeadScores.scratch(provider, length, headSize);
      keys = valueRows + keyColumns * headSize;
      queries = keys + packed;
      contextGradients = queries + packed;
      probabilityGradients = contextGradients + packed;
      transposedProbabilities = probabilityGradients + QUERIES * keyColumns;
      transposedScores = transposedProbabilities + length * transposedStride;
      product = transposedScores + length * transposedStride;
      end = product + QUERIES * valueColumns;
    }
  }

  /** What a worker does for one head of one sequence. */
  private final class Head {
    private final HeadScores headScores = new HeadScores();
    private Places places = new Places(0, 0);
    private int length;

    void run(int sequence, int head, float[] scratch, int at) {
      headScores.head(layout, sequence, head, scratch, at);
      length = headScores.length();
      places = new Places(length, at);
      pack(scratch);
      for (int query = 0; query < length; query += QUERIES) {
        int queries = Math.min(QUERIES, length - query);
        probabilities(query, queries, scratch);
        probabilityGradients(query, queries, scratch);
        for (int q = 0; q < queries; q++) {
          scoreGradients(query + q, q, scratch);
        }
        transpose(query, queries, headScores.exponentials(), places.transposedProbabilities);
        transpose(query, queries, places.probabilityGradients, places.transposedScores);
        times(queries, places.probabilityGradients, places.keyColumns, places.keys, query, 0);
      }
      sumsOverQueries(places.transposedScores, places.queries, 1);
      sumsOverQueries(places.transposedProbabilities, places.contextGradients, 2);
    }

    private void pack(float[] scratch) {
      int stride = qkv.columns();
      headScores.packRows(qkv, headScores.row(0, 2), stride, scratch, places.valueRows);
      headScores.packColumns(qkv, headScores.row(0, 1), stride, scratch, places.keys);
      headScores.packColumns(qkv, headScores.row(0, 0), stride, scratch, places.queries);
      int from = headScores.row(contextGradient, 0);
      headScores.packColumns(contextGradient, from, hidden, scratch, places.contextGradients);
    }

    private void probabilities(int query, int queries, float[] scratch) {
      headScores.compute(query, queries, scratch);
      int n = Rounding.up(length, KernelProvider.PARTIALS);
      for (int q = 0; q < queries; q++) {
        int at = headScores.exponentials() + q * places.keyColumns;
        provider.divide(n, scratch, at, scratch[headScores.sums() + q], scratch, at);
      }
    }

    /** dO V^T, and zeros behind it up to a whole number of partial sums. */
    private void probabilityGradients(int query, int queries, float[] scratch) {
      int from = headScores.row(contextGradient, query);
      int out = places.probabilityGradients;
      headScores.timesRows(
          queries, contextGradient.array(), from, hidden, scratch, places.valueRows, out);
      int n = Rounding.up(length, KernelProvider.PARTIALS);
      for (int q = 0; q < queries; q++) {
        int at = out + q * places.keyColumns;
        Arrays.fill(scratch, at + length, at + n, 0f);
      }
    }

    /** A row of P and of dO V^T becomes one of P * M and of dS. */
    private void scoreGradients(int query, int row, float[] scratch) {
      int p = headScores.exponentials() + row * places.keyColumns;
      int dP = places.probabilityGradients + row * places.keyColumns;
      int n = Rounding.up(length, KernelProvider.PARTIALS);
      if (!dropout.isNone()) {
        headScores.drop(dropout, heads, query, scratch, dP);
      }
      float sum = provider.dot(n, scratch, p, scratch, dP);
      softmaxGradient(length, scratch, p, dP, sum, HeadScores.scale(headSize));
      if (!dropout.isNone()) {
        headScores.drop(dropout, heads, query, scratch, p);
      }
    }

    private void transpose(int query, int queries, int from, int to) {
      int keyColumns = places.keyColumns;
      int stride = places.transposedStride;
      float[] array = scratch.array();
      Transposition.copy(queries, length, array, from, keyColumns, array, to + query, stride);
    }

    private void sumsOverQueries(int transposed, int packed, int part) {
      int stride = places.transposedStride;
      for (int row = 0; row < length; row += QUERIES) {
        int rows = Math.min(QUERIES, length - row);
        times(rows, transposed + row * stride, stride, packed, row, part);
      }
    }

    /** Rows of the gradient of a part: some rows times what was packed. */
    private void times(int rows, int from, int stride, int packed, int row, int part) {
      float[] array = scratch.array();
      int product = places.product;
      headScores.timesColumns(rows, array, from, stride, packed, product, places.valueColumns);
      int shift = gradient.offset() - qkv.offset();
      for (int r = 0; r < rows; r++) {
        int to = headScores.row(row + r, part) + shift;
        int at = product + r * places.valueColumns;
        System.arraycopy(array, at, gradient.array(), to, headSize);
      }
    }
  }

  private static void softmaxGradient(int n, float[] array, int p, int dP, float sum, float scale) {
    for (int i = 0; i < n; i++) {
      array[dP + i] = array[p + i] * (array[dP + i] - sum) * scale;
    }
  }
}
