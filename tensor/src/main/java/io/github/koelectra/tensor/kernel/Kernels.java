package io.github.koelectra.tensor.kernel;

import io.github.koelectra.tensor.Parallel;
import io.github.koelectra.tensor.SequenceLayout;
import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.Workspace;
import java.util.Arrays;

/**
 * The door to the arithmetic: checks shapes and aliasing once, then works in the selected room on
 * the threads of one pool. Every operation gives the same bits in every room, for any number of
 * threads and any batch around a row. Immutable and safe to share between threads; a {@link
 * Workspace} is not.
 */
public final class Kernels {
  private final KernelSelector selector;
  private final int vectorBits;
  private final int panelWidth;
  private final Parallel parallel;
  private final WeightType weightType;

  private Kernels(
      KernelSelector selector,
      int vectorBits,
      int panelWidth,
      Parallel parallel,
      WeightType weightType) {
    this.selector = selector;
    this.vectorBits = vectorBits;
    this.panelWidth = panelWidth;
    this.parallel = parallel;
    this.weightType = weightType;
  }

  static Kernels of(KernelProvider provider, Parallel parallel) {
    return of(_ -> provider, provider.vectorBits(), provider.panelWidth(), parallel);
  }

  static Kernels of(KernelSelector selector, int vectorBits, int panelWidth, Parallel parallel) {
    return new Kernels(selector, vectorBits, panelWidth, parallel, WeightType.F32);
  }

  /**
   * Kernels of {@code room} that work on {@code parallel}.
   *
   * @throws IllegalStateException if the vector room is demanded and this JVM has no Vector API
   */
  public static Kernels of(Room room, Parallel parallel) {
    return room.kernels(parallel);
  }

  /** The fastest room of this JVM on its shared pool. */
  public static Kernels best() {
    return of(Room.AUTO, Parallel.shared());
  }

  /**
   * The same, keeping the weights they {@link #pack} as {@code type}: with 16 bits a model needs
   * half the memory, and results differ by what the rounding of the weights changes. Weights that
   * are of that type already lose nothing.
   */
  public Kernels keepingWeightsAs(WeightType type) {
    return new Kernels(selector, vectorBits, panelWidth, parallel, type);
  }

  /**
   * Tells which kernels are in use now: {@code scalar}, {@code vector, 512 bits}, or, in a process
   * that has not run for long, {@code scalar until vectors of 512 bits are compiled}.
   */
  public String description() {
    if (vectorBits == 0) {
      return "scalar";
    }
    return selector.kernels(0).vectorBits() == 0
        ? "scalar until vectors of " + vectorBits + " bits are compiled"
        : "vector, " + vectorBits + " bits";
  }

  /**
   * Waits until the vector kernels are compiled and in use, which takes about a second of a free
   * processor; without it a process that has something to compute gets there by itself. Returns at
   * once where they are in use already, and where there is nothing to wait for: in the scalar room,
   * and in a JVM without the Vector API or without an optimizing compiler. Results are the same
   * before and after. May be called from several threads.
   *
   * @return whether the kernels in use are the fastest these may use; false, with a warning in the
   *     log, if the JVM has not compiled them within three minutes (it goes on trying)
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public boolean warmUp() throws InterruptedException {
    return selector.warmUp();
  }

  /** How many bits a vector of the fastest of these kernels has, 0 in the scalar room. */
  public int vectorBits() {
    return vectorBits;
  }

  /** The threads these kernels work on. */
  public Parallel parallel() {
    return parallel;
  }

  /** The room for what has this many multiplications. */
  KernelProvider provider(long multiplications) {
    return selector.kernels(multiplications);
  }

  int panelWidth() {
    return panelWidth;
  }

  /**
   * Packs the matrix {@code [n, k]} of a linear layer.
   *
   * @throws IllegalArgumentException if a weight is too large for the type they are kept as
   */
  public PackedMatrix pack(int n, int k, PackedMatrix.Rows rows) {
    Demand.that(n > 0 && k > 0, "pack", () -> "[" + n + ", " + k + "]");
    PackedMatrix packed = new PackedMatrix(n, k, panelWidth, weightType);
    KernelProvider provider = selector.kernels(0);
    PackedMatrix.Scratch[] scratch = new PackedMatrix.Scratch[parallel.threads()];
    parallel.forEach(
        packed.panelCount(),
        (panel, worker) -> {
          if (scratch[worker] == null) {
            scratch[worker] = packed.scratch();
          }
          packed.fill(provider, panel, rows, scratch[worker]);
        });
    return packed;
  }

  /**
   * {@code out = activation(input * weight^T + bias)}: {@code [m, n]} from {@code [m, k]}.
   *
   * @param bias n elements
   */
  public void linear(
      Tensor input,
      PackedMatrix weight,
      float[] bias,
      Activation activation,
      Tensor out,
      Workspace workspace) {
    Demand.columns("linear input", input, weight.k());
    Demand.shape("linear output", out, input.rows(), weight.n());
    Demand.length("linear bias", bias, weight.n());
    Demand.apart("linear", input, out);
    Demand.that(weight.width() == panelWidth, "linear", () -> "weights packed for another room");
    long multiplications = (long) input.rows() * weight.n() * weight.k();
    workspace
        .operation(MatmulKernels.class, MatmulKernels::new)
        .run(
            selector.kernels(multiplications),
            input,
            weight,
            bias,
            activation,
            out,
            parallel,
            workspace);
  }

  /** {@code out = activation(input)}. */
  public void activate(Activation activation, Tensor input, Tensor out) {
    int n = input.columns();
    Demand.shape("activation output", out, input.rows(), n);
    Demand.apart("activation", input, out);
    KernelProvider provider = selector.kernels(0);
    rows(
        input.rows(),
        r ->
            provider.activate(
                activation,
                1,
                n,
                input.array(),
                begin(input, r),
                n,
                out.array(),
                begin(out, r),
                n));
  }

  /** {@code out = LayerNorm(input)} row by row; may be the same matrix. */
  public void layerNorm(Tensor input, float[] gamma, float[] beta, float epsilon, Tensor out) {
    checkNorm(input, gamma, beta, out);
    KernelProvider provider = selector.kernels(0);
    int n = input.columns();
    rows(
        input.rows(),
        r -> {
          System.arraycopy(input.array(), begin(input, r), out.array(), begin(out, r), n);
          provider.layerNorm(n, out.array(), begin(out, r), gamma, beta, epsilon);
        });
  }

  /** {@code out = LayerNorm(input + residual)} row by row; out may be one of them. */
  public void addLayerNorm(
      Tensor input, Tensor residual, float[] gamma, float[] beta, float epsilon, Tensor out) {
    checkNorm(input, gamma, beta, out);
    Demand.shape("residual", residual, input.rows(), input.columns());
    KernelProvider provider = selector.kernels(0);
    int n = input.columns();
    rows(
        input.rows(),
        r -> {
          int at = begin(out, r);
          provider.add(
              n,
              input.array(),
              begin(input, r),
              residual.array(),
              begin(residual, r),
              out.array(),
              at);
          provider.layerNorm(n, out.array(), at, gamma, beta, epsilon);
        });
  }

  private static void checkNorm(Tensor input, float[] gamma, float[] beta, Tensor out) {
    Demand.length("LayerNorm weight", gamma, input.columns());
    Demand.length("LayerNorm bias", beta, input.columns());
    Demand.shape("LayerNorm output", out, input.rows(), input.columns());
  }

  /** The softmax of every row over its columns; may be the same matrix. */
  public void softmax(Tensor input, Tensor out, Workspace workspace) {
    int n = input.columns();
    Demand.shape("softmax output", out, input.rows(), n);
    Demand.that(n > 0, "softmax", () -> "rows without columns");
    int mark = workspace.mark();
    int whole = Rounding.up(n, KernelProvider.PARTIALS);
    KernelProvider provider = selector.kernels(0);
    Tensor rows = workspace.take(input.rows(), whole);
    Tensor sums = workspace.take(1, input.rows());
    rows(
        input.rows(),
        r -> {
          float[] row = rows.array();
          int at = begin(rows, r);
          System.arraycopy(input.array(), begin(input, r), row, at, n);
          Arrays.fill(row, at + n, at + whole, Float.NEGATIVE_INFINITY);
          provider.exponentials(1, whole, row, at, whole, 1f, sums.array(), sums.offset() + r);
          float sum = sums.get(0, r);
          provider.divide(n, row, at, sum, out.array(), begin(out, r));
        });
    workspace.release(mark);
  }

  /**
   * Scaled dot-product attention (Vaswani et al. 2017) of every head over the keys of its own
   * sequence: {@code softmax(Q K^T / sqrt(headSize)) V}.
   *
   * @param queryKeyValue {@code [tokens, 3 * hidden]}: query, key and value side by side
   * @param heads divides hidden
   * @param context {@code [tokens, hidden]}, the heads side by side
   */
  public void attention(
      Tensor queryKeyValue, int heads, SequenceLayout layout, Tensor context, Workspace workspace) {
    checkAttention(queryKeyValue, heads, layout, context, layout.tokens());
    attend(queryKeyValue, heads, layout, context, false, workspace, AttentionKernels.NOWHERE);
  }

  /**
   * The same, handing out the probabilities too.
   *
   * @param probabilities per sequence an array {@code [heads, length, length]}: of each head, each
   *     query's probability for each key
   */
  public void attention(
      Tensor queryKeyValue,
      int heads,
      SequenceLayout layout,
      Tensor context,
      Workspace workspace,
      float[][] probabilities) {
    checkAttention(queryKeyValue, heads, layout, context, layout.tokens());
    Demand.that(
        probabilities.length == layout.sequences(), "attention", () -> "one array per sequence");
    for (int s = 0; s < probabilities.length; s++) {
      int length = layout.length(s);
      Demand.length("probabilities", probabilities[s], heads * length * length);
    }
    attend(queryKeyValue, heads, layout, context, false, workspace, probabilities);
  }

  /**
   * The same for the first query of each sequence alone, where nothing else is read.
   *
   * @param context {@code [sequences, hidden]}, the heads side by side
   */
  public void attentionOfFirst(
      Tensor queryKeyValue, int heads, SequenceLayout layout, Tensor context, Workspace workspace) {
    checkAttention(queryKeyValue, heads, layout, context, layout.sequences());
    attend(queryKeyValue, heads, layout, context, true, workspace, AttentionKernels.NOWHERE);
  }

  private void attend(
      Tensor queryKeyValue,
      int heads,
      SequenceLayout layout,
      Tensor context,
      boolean firstQueryOnly,
      Workspace workspace,
      float[][] probabilities) {
    workspace
        .operation(AttentionKernels.class, AttentionKernels::new)
        .of(selector.kernels(0), queryKeyValue, heads, layout, context)
        .run(firstQueryOnly, Dropout.NONE, probabilities, parallel, workspace);
  }

  static void checkAttention(
      Tensor queryKeyValue, int heads, SequenceLayout layout, Tensor context, int rows) {
    Demand.shape("query, key and value", queryKeyValue, layout.tokens(), 3 * context.columns());
    Demand.shape("context", context, rows, context.columns());
    Demand.that(
        heads > 0 && context.columns() % heads == 0,
        "attention",
        () -> heads + " heads do not divide " + context.columns());
    Demand.apart("attention", queryKeyValue, context);
  }

  /**
   * {@code out[t] = (words[ids[t]] + types[typeIds[t]]) + positions[positionIds[t]]}.
   *
   * @param words {@code [vocabulary, embedding]}
   */
  public void embed(
      StoredElements words,
      int[] ids,
      Tensor types,
      int[] typeIds,
      Tensor positions,
      int[] positionIds,
      Tensor out) {
    new EmbeddingKernels(selector.kernels(0), words, types, positions, out)
        .run(parallel, ids, typeIds, positionIds);
  }

  private void rows(int rows, RowTask task) {
    int tasks = parallel.threads() == 1 ? 1 : Math.min(rows, 4 * parallel.threads());
    if (tasks <= 1) {
      for (int r = 0; r < rows; r++) {
        task.run(r);
      }
      return;
    }
    parallel.forEach(
        tasks,
        (t, worker) -> {
          int end = (int) ((long) rows * (t + 1) / tasks);
          for (int r = (int) ((long) rows * t / tasks); r < end; r++) {
            task.run(r);
          }
        });
  }

  private interface RowTask {
    void run(int row);
  }

  private static int begin(Tensor tensor, int row) {
    return tensor.offset() + row * tensor.columns();
  }
}
