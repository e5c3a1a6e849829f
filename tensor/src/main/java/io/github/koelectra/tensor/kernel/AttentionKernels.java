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

  private static final int QUERIES = 24;

  private static final Tensor NOTHING = Tensor.zeros(0, 0);

  private KernelProvider provider = new ScalarKernels();
  private Tensor qkv = NOTHING;
  private Tensor context = NOTHING;
  private Tensor scratch = NOTHING;
  private SequenceLayout layout = SequenceLayout.of();
  private float[][] probabilities = NOWHERE;
  private Head[] workers = {};
  private int heads;
  private int hidden;
  private int headSize;
  private int width;
  private int atOnce;
  private int keyMultiple;
  private float scale;
  private boolean[] masked = {};
  private boolean firstQueryOnly;

  AttentionKernels() {}

  void run(
      KernelProvider provider,
      Tensor qkv,
      int heads,
      SequenceLayout layout,
      Tensor context,
      boolean firstQueryOnly,
      float[][] probabilities,
      Parallel parallel,
      Workspace workspace) {
    this.firstQueryOnly = firstQueryOnly;
    this.provider = provider;
    this.qkv = qkv;
    this.heads = heads;
    this.layout = layout;
    this.context = context;
    this.probabilities = probabilities;
    this.hidden = context.columns();
    this.headSize = hidden / heads;
    this.width = provider.panelWidth();
    this.atOnce = provider.columnsAtOnce();
    this.keyMultiple = Math.max(width, KernelProvider.PARTIALS);
    this.scale = (float) (1 / Math.sqrt(headSize));
    this.masked = layout.mask();
    int mark = workspace.mark();
    int keys = round(layout.longest(), keyMultiple);
    int values = round(headSize, width);
    // One row per worker: packed keys, packed values, scores, weighted values, sums.
    int scratchSize = keys * headSize + keys * values + QUERIES * (keys + values + 1);
    scratch = workspace.take(parallel.threads(), scratchSize);
    while (workers.length < parallel.threads()) {
      workers = Arrays.copyOf(workers, workers.length + 1);
      workers[workers.length - 1] = new Head();
    }
    parallel.forEach(layout.sequences() * heads, this);
    workspace.release(mark);
  }

  /** One head of one sequence. */
  @Override
  public void run(int task, int worker) {
    workers[worker].run(task / heads, task % heads, worker);
  }

  private static int round(int columns, int multiple) {
    return Math.ceilDiv(columns, multiple) * multiple;
  }

  /** What a worker does for one head of one sequence, and where its scratch memory lies. */
  private final class Head {
    private int sequence;
    private int head;
    private int begin;
    private int length;
    private int keyColumns;
    private int valueColumns;
    private int keys;
    private int values;
    private int scores;
    private int weighted;
    private int sums;

    void run(int sequence, int head, int worker) {
      this.sequence = sequence;
      this.head = head;
      this.begin = layout.begin(sequence);
      this.length = layout.length(sequence);
      this.keyColumns = round(length, keyMultiple);
      this.valueColumns = round(headSize, width);
      this.keys =
          AttentionKernels.this.scratch.offset() + worker * AttentionKernels.this.scratch.columns();
      this.values = keys + keyColumns * headSize;
      this.scores = values + keyColumns * valueColumns;
      this.weighted = scores + QUERIES * keyColumns;
      this.sums = weighted + QUERIES * valueColumns;
      attend(AttentionKernels.this.scratch.array());
    }

    private void attend(float[] scratch) {
      packKeys(scratch);
      packValues(scratch);
      boolean someKey = hasUnmaskedKey();
      int last = firstQueryOnly ? 1 : length;
      for (int query = 0; query < last; query += QUERIES) {
        int queries = Math.min(QUERIES, last - query);
        scores(query, queries, scratch);
        exponentials(queries, scratch, someKey);
        weightValues(query, queries, scratch);
        if (probabilities.length > 0) {
          hand(query, queries, scratch, probabilities[sequence]);
        }
      }
    }

    private int row(int token, int part) {
      return qkv.offset() + (begin + token) * qkv.columns() + part * hidden + head * headSize;
    }

    private void packKeys(float[] scratch) {
      float[] source = qkv.array();
      for (int panel = 0; panel < length; panel += width) {
        int count = Math.min(width, length - panel);
        int to = keys + panel * headSize;
        provider.packRows(count, headSize, source, row(panel, 1), qkv.columns(), scratch, to);
      }
    }

    private void packValues(float[] scratch) {
      float[] source = qkv.array();
      for (int column = 0; column < headSize; column += width) {
        int count = Math.min(width, headSize - column);
        int from = row(0, 2) + column;
        int to = values + column * length;
        provider.packColumns(count, length, source, from, qkv.columns(), scratch, to);
      }
    }

    private boolean hasUnmaskedKey() {
      if (masked.length == 0) {
        return true;
      }
      for (int token = begin; token < begin + length; token++) {
        if (!masked[token]) {
          return true;
        }
      }
      return false;
    }

    private void scores(int query, int queries, float[] scratch) {
      for (int panel = 0; panel < length; panel += atOnce) {
        provider.multiply(
            queries,
            Math.min(atOnce, length - panel),
            headSize,
            qkv.array(),
            row(query, 0),
            qkv.columns(),
            scratch,
            keys + panel * headSize,
            MatmulKernels.NO_BIAS,
            0,
            scratch,
            scores + panel,
            keyColumns);
      }
    }

    /** What must not be attended to is as if its score were negative infinity. */
    private void exponentials(int queries, float[] scratch, boolean someKey) {
      int n = round(length, KernelProvider.PARTIALS);
      for (int q = 0; q < queries; q++) {
        int at = scores + q * keyColumns;
        if (!someKey) {
          Arrays.fill(scratch, at, at + length, 0f);
        } else if (masked.length > 0) {
          hide(scratch, at);
        }
        Arrays.fill(scratch, at + length, at + n, Float.NEGATIVE_INFINITY);
      }
      provider.exponentials(queries, n, scratch, scores, keyColumns, scale, scratch, sums);
    }

    private void hide(float[] scratch, int at) {
      for (int key = 0; key < length; key++) {
        if (masked[begin + key]) {
          scratch[at + key] = Float.NEGATIVE_INFINITY;
        }
      }
    }

    private void weightValues(int query, int queries, float[] scratch) {
      for (int column = 0; column < headSize; column += atOnce) {
        provider.multiply(
            queries,
            Math.min(atOnce, headSize - column),
            length,
            scratch,
            scores,
            keyColumns,
            scratch,
            values + column * length,
            MatmulKernels.NO_BIAS,
            0,
            scratch,
            weighted + column,
            valueColumns);
      }
      for (int q = 0; q < queries; q++) {
        int from = weighted + q * valueColumns;
        int row = firstQueryOnly ? sequence : begin + query + q;
        int to = context.offset() + row * hidden + head * headSize;
        provider.divide(headSize, scratch, from, scratch[sums + q], context.array(), to);
      }
    }

    private void hand(int query, int queries, float[] scratch, float[] probabilities) {
      for (int q = 0; q < queries; q++) {
        int from = scores + q * keyColumns;
        int to = (head * length + query + q) * length;
        provider.divide(length, scratch, from, scratch[sums + q], probabilities, to);
      }
    }
  }
}
