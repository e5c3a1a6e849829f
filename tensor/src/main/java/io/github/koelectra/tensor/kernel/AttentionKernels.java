package io.github.koelectra.tensor.kernel;

import io.github.koelectra.tensor.Parallel;
import io.github.koelectra.tensor.SequenceLayout;
import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.Workspace;
import io.github.koelectra.tensor.kernel.scalar.ScalarKernels;
import java.util.Arrays;

/**
 * Attention as two products per head and sequence. Keys and values are packed into panels first;
 * then the scores of a few queries at a time are computed, turned into exponentials and multiplied
 * with the values while they are in cache, and divided by their sum at the end. Used again by layer
 * after layer of one caller.
 */
final class AttentionKernels implements Parallel.Task {
  /** Stands for "probabilities are not wanted". */
  static final float[][] NOWHERE = {};

  private static final Tensor NOTHING = Tensor.zeros(0, 0);

  private KernelProvider provider = new ScalarKernels();
  private Tensor qkv = NOTHING;
  private Tensor context = NOTHING;
  private Tensor scratch = NOTHING;
  private SequenceLayout layout = SequenceLayout.of();
  private float[][] probabilities = NOWHERE;
  private Dropout dropout = Dropout.NONE;
  private Head[] workers = {};
  private int heads;
  private int hidden;
  private int headSize;
  private boolean firstQueryOnly;

  AttentionKernels() {}

  /** The batch to come. */
  AttentionKernels of(
      KernelProvider provider, Tensor qkv, int heads, SequenceLayout layout, Tensor context) {
    this.provider = provider;
    this.qkv = qkv;
    this.heads = heads;
    this.layout = layout;
    this.context = context;
    this.hidden = context.columns();
    this.headSize = hidden / heads;
    return this;
  }

  void run(
      boolean firstQueryOnly,
      Dropout dropout,
      float[][] probabilities,
      Parallel parallel,
      Workspace workspace) {
    this.firstQueryOnly = firstQueryOnly;
    this.dropout = dropout;
    this.probabilities = probabilities;
    int mark = workspace.mark();
    int longest = layout.longest();
    int values = Rounding.up(headSize, provider.panelWidth());
    // One row per worker: scores, packed values, weighted values.
    int scratchSize =
        HeadScores.scratch(provider, longest, headSize)
            + HeadScores.columns(provider, longest) * values
            + HeadScores.QUERIES * values;
    scratch = workspace.take(parallel.threads(), scratchSize);
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
    workers[worker].run(task / heads, task % heads, worker);
  }

  /** What a worker does for one head of one sequence, and where its scratch memory lies. */
  private final class Head {
    private final HeadScores headScores = new HeadScores();
    private int sequence;
    private int head;
    private int length;
    private int keyColumns;
    private int valueColumns;
    private int values;
    private int weighted;

    void run(int sequence, int head, int worker) {
      float[] array = scratch.array();
      int at = scratch.offset() + worker * scratch.columns();
      this.sequence = sequence;
      this.head = head;
      headScores.head(layout, sequence, head, array, at);
      this.length = headScores.length();
      this.keyColumns = headScores.columns();
      this.valueColumns = Rounding.up(headSize, provider.panelWidth());
      this.values = at + HeadScores.scratch(provider, length, headSize);
      this.weighted = values + keyColumns * valueColumns;
      attend(array);
    }

    private void attend(float[] scratch) {
      headScores.packColumns(qkv, headScores.row(0, 2), qkv.columns(), scratch, values);
      int last = firstQueryOnly ? 1 : length;
      for (int query = 0; query < last; query += HeadScores.QUERIES) {
        int queries = Math.min(HeadScores.QUERIES, last - query);
        headScores.compute(query, queries, scratch);
        if (probabilities.length > 0) {
          hand(query, queries, scratch, probabilities[sequence]);
        }
        if (!dropout.isNone()) {
          drop(query, queries, scratch);
        }
        weightValues(query, queries, scratch);
      }
    }

    /** Behind the sums: dropout is of the probabilities. */
    private void drop(int query, int queries, float[] scratch) {
      for (int q = 0; q < queries; q++) {
        int at = headScores.exponentials() + q * keyColumns;
        headScores.drop(dropout, heads, query + q, scratch, at);
      }
    }

    private void weightValues(int query, int queries, float[] scratch) {
      int from = headScores.exponentials();
      headScores.timesColumns(queries, scratch, from, keyColumns, values, weighted, valueColumns);
      for (int q = 0; q < queries; q++) {
        int at = weighted + q * valueColumns;
        int to =
            firstQueryOnly
                ? context.offset() + sequence * hidden + head * headSize
                : headScores.row(context, query + q);
        float sum = scratch[headScores.sums() + q];
        provider.divide(headSize, scratch, at, sum, context.array(), to);
      }
    }

    private void hand(int query, int queries, float[] scratch, float[] probabilities) {
      for (int q = 0; q < queries; q++) {
        int from = headScores.exponentials() + q * keyColumns;
        int to = (head * length + query + q) * length;
        float sum = scratch[headScores.sums() + q];
        provider.divide(length, scratch, from, sum, probabilities, to);
      }
    }
  }
}
