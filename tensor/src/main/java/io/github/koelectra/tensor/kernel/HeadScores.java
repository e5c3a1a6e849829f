package io.github.koelectra.tensor.kernel;

import io.github.koelectra.tensor.SequenceLayout;
import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.kernel.scalar.ScalarKernels;
import java.util.Arrays;

/**
 * The first half of attention, for one head of one sequence at a time: the exponentials of the
 * scores of a few queries, and their sums. Packed keys, exponentials and sums lie in scratch memory
 * that its owner hands over. Belongs to one thread.
 */
final class HeadScores {
  /** The most queries at once: so many rows of scores stay in cache. */
  static final int QUERIES = 24;

  private KernelProvider provider = new ScalarKernels();
  private Tensor qkv = Tensor.zeros(0, 0);
  private boolean[] masked = {};
  private int headSize;
  private int hidden;
  private float scale;

  private int head;
  private int begin;
  private int length;
  private int keyColumns;
  private int keys;
  private int scores;
  private boolean someKey;

  HeadScores() {}

  /** What comes next is about this batch. */
  void batch(KernelProvider provider, Tensor qkv, int heads, SequenceLayout layout) {
    this.provider = provider;
    this.qkv = qkv;
    this.masked = layout.mask();
    this.hidden = qkv.columns() / 3;
    this.headSize = hidden / heads;
    this.scale = scale(headSize);
  }

  /** What scores are multiplied with. */
  static float scale(int headSize) {
    return (float) (1 / Math.sqrt(headSize));
  }

  /** How far rows of scores of a sequence are apart: whole panels, and whole partial sums. */
  static int columns(KernelProvider provider, int length) {
    int panels = Rounding.up(length, provider.panelWidth());
    return Math.max(panels, Rounding.up(length, KernelProvider.PARTIALS));
  }

  /** Floats of scratch memory for sequences up to {@code longest}. */
  static int scratch(KernelProvider provider, int longest, int headSize) {
    return columns(provider, longest) * (headSize + QUERIES) + QUERIES;
  }

  /** Packs the keys of a head of a sequence, with scratch memory from {@code at} on. */
  void head(SequenceLayout layout, int sequence, int head, float[] scratch, int at) {
    this.head = head;
    this.begin = layout.begin(sequence);
    this.length = layout.length(sequence);
    this.keyColumns = columns(provider, length);
    this.keys = at;
    this.scores = keys + keyColumns * headSize;
    this.someKey = hasUnmaskedKey();
    packRows(qkv, row(0, 1), qkv.columns(), scratch, keys);
  }

  /** Packs the rows of the sequence as a right-hand side with a column for each of them. */
  void packRows(Tensor from, int at, int stride, float[] scratch, int to) {
    int width = provider.panelWidth();
    for (int panel = 0; panel < length; panel += width) {
      int count = Math.min(width, length - panel);
      int first = at + panel * stride;
      int panelAt = to + panel * headSize;
      provider.packRows(count, headSize, from.array(), first, stride, scratch, panelAt);
    }
  }

  /** Packs the rows of the sequence as a right-hand side with a step of k for each of them. */
  void packColumns(Tensor from, int at, int stride, float[] scratch, int to) {
    int width = provider.panelWidth();
    for (int column = 0; column < headSize; column += width) {
      int count = Math.min(width, headSize - column);
      int panelAt = to + column * length;
      provider.packColumns(count, length, from.array(), at + column, stride, scratch, panelAt);
    }
  }

  /** Where a token's query (part 0), key (1) or value (2) of the head lies. */
  int row(int token, int part) {
    return qkv.offset() + (begin + token) * qkv.columns() + part * hidden + head * headSize;
  }

  /** Where a token's features of the head lie in a matrix [tokens, hidden]. */
  int row(Tensor features, int token) {
    return features.offset() + (begin + token) * hidden + head * headSize;
  }

  int length() {
    return length;
  }

  /** How far rows of exponentials are apart. */
  int columns() {
    return keyColumns;
  }

  /** Where the exponentials of the first query lie. */
  int exponentials() {
    return scores;
  }

  /** Where the sum of the first query's exponentials lies. */
  int sums() {
    return scores + QUERIES * keyColumns;
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

  /** Computes the exponentials and sums of some queries. */
  void compute(int query, int queries, float[] scratch) {
    timesRows(queries, qkv.array(), row(query, 0), qkv.columns(), scratch, keys, scores);
    exponentials(queries, scratch);
  }

  /** Some rows of features by what {@link #packRows} packed, into rows of {@link #columns}. */
  void timesRows(
      int rows, float[] a, int aOffset, int aStride, float[] scratch, int packed, int out) {
    int atOnce = provider.columnsAtOnce();
    for (int panel = 0; panel < length; panel += atOnce) {
      provider.multiply(
          rows,
          Math.min(atOnce, length - panel),
          headSize,
          a,
          aOffset,
          aStride,
          scratch,
          packed + panel * headSize,
          MatmulKernels.NO_BIAS,
          0,
          scratch,
          out + panel,
          keyColumns);
    }
  }

  /** Some rows with an element for each token by what {@link #packColumns} packed. */
  void timesColumns(
      int rows, float[] scratch, int a, int aStride, int packed, int out, int stride) {
    int atOnce = provider.columnsAtOnce();
    for (int column = 0; column < headSize; column += atOnce) {
      provider.multiply(
          rows,
          Math.min(atOnce, headSize - column),
          length,
          scratch,
          a,
          aStride,
          scratch,
          packed + column * length,
          MatmulKernels.NO_BIAS,
          0,
          scratch,
          out + column,
          stride);
    }
  }

  /** What must not be attended to is as if its score were negative infinity. */
  private void exponentials(int queries, float[] scratch) {
    int n = Rounding.up(length, KernelProvider.PARTIALS);
    for (int q = 0; q < queries; q++) {
      int at = scores + q * keyColumns;
      if (!someKey) {
        Arrays.fill(scratch, at, at + length, 0f);
      } else if (masked.length > 0) {
        hide(scratch, at);
      }
      Arrays.fill(scratch, at + length, at + n, Float.NEGATIVE_INFINITY);
    }
    provider.exponentials(queries, n, scratch, scores, keyColumns, scale, scratch, sums());
  }

  private void hide(float[] scratch, int at) {
    for (int key = 0; key < length; key++) {
      if (masked[begin + key]) {
        scratch[at + key] = Float.NEGATIVE_INFINITY;
      }
    }
  }

  /** Multiplies a row of numbers, one for each key, with what dropout makes of them. */
  void drop(Dropout dropout, int heads, int query, float[] scratch, int at) {
    provider.dropout(dropout, place(heads, query), length, scratch, at, scratch, at);
  }

  /** The place of the first key of a query in the random mask. */
  int place(int heads, int query) {
    return ((begin + query) * heads + head) << Short.SIZE;
  }
}
