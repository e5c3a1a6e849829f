package io.github.koelectra.tensor.kernel;

import io.github.koelectra.tensor.SequenceLayout;
import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.Workspace;
import java.util.Arrays;
import java.util.List;

/**
 * The backward passes of linear layers and of attention, through the same products as the forward
 * passes. A sum over rows runs over chunks of {@link #CHUNK} rows, each a product of its own, added
 * in ascending order, so the bits of gradients do not depend on rooms or threads either. Immutable
 * and safe to share between threads; a {@link Workspace} is not.
 *
 * <p>Several layers of one shape may be one product, as the query, key and value of attention are:
 * their weights [n, k] stand one below the other as [s * n, k], their outputs side by side.
 */
public final class ProductGradients {
  /** Rows of a sum over rows that are one product. */
  public static final int CHUNK = 512;

  private final Kernels kernels;

  private ProductGradients(Kernels kernels) {
    this.kernels = kernels;
  }

  /** Those of the same room and threads as {@code kernels}. */
  public static ProductGradients of(Kernels kernels) {
    return new ProductGradients(kernels);
  }

  /** A matrix [n, k] of zeros, to be packed again whenever weights have changed. */
  public PackedMatrix room(int n, int k) {
    Demand.that(n > 0 && k > 0, "pack", () -> "[" + n + ", " + k + "]");
    return new PackedMatrix(n, k, kernels.panelWidth(), WeightType.F32);
  }

  /**
   * Packs weights for the forward pass.
   *
   * @param weights each [n, k]
   * @param packed a {@link #room} of [s * n, k]
   */
  public void pack(List<Tensor> weights, PackedMatrix packed) {
    checkStacked(weights, packed.n(), packed.k(), packed);
    int k = packed.k();
    int each = weights.getFirst().rows();
    KernelProvider provider = kernels.provider(0);
    PackedMatrix.Scratch[] scratch = new PackedMatrix.Scratch[kernels.parallel().threads()];
    kernels
        .parallel()
        .forEach(
            packed.panelCount(),
            (panel, worker) -> {
              int first = panel * packed.width();
              int count = Math.min(packed.width(), packed.n() - first);
              Tensor weight = weights.get(first / each);
              if (first % each + count <= each) {
                int from = weight.offset() + first % each * k;
                packed.fill(provider, panel, weight.array(), from);
              } else {
                if (scratch[worker] == null) {
                  scratch[worker] = packed.scratch();
                }
                packed.fill(provider, panel, rows(weights), scratch[worker]);
              }
            });
  }

  private static PackedMatrix.Rows rows(List<Tensor> weights) {
    int size = weights.getFirst().size();
    return (first, destination, offset, length) -> {
      int done = 0;
      while (done < length) {
        long at = first + done;
        Tensor weight = weights.get((int) (at / size));
        int within = (int) (at % size);
        int part = Math.min(length - done, size - within);
        System.arraycopy(
            weight.array(), weight.offset() + within, destination, offset + done, part);
        done += part;
      }
    };
  }

  /**
   * Packs the transpose of weights, for {@link #linearInput}.
   *
   * @param weights each [n, k]
   * @param packed a {@link #room} of [k, s * n]
   */
  public void packTransposed(List<Tensor> weights, PackedMatrix packed) {
    checkStacked(weights, packed.k(), packed.n(), packed);
    int k = packed.n();
    KernelProvider provider = kernels.provider(0);
    kernels
        .parallel()
        .forEach(
            packed.panelCount(),
            (panel, worker) -> {
              int first = panel * packed.width();
              int count = Math.min(packed.width(), k - first);
              int to = packed.panelOffset(panel);
              for (Tensor weight : weights) {
                int from = weight.offset() + first;
                provider.packColumns(
                    count, weight.rows(), weight.array(), from, k, packed.panels(), to);
                to += weight.rows() * packed.width();
              }
            });
  }

  private void checkStacked(List<Tensor> weights, int rows, int columns, PackedMatrix packed) {
    Demand.that(
        packed.width() == kernels.panelWidth() && packed.type() == WeightType.F32,
        "pack",
        () -> "a matrix of another room or type");
    checkStacked("weights", weights, rows, columns);
  }

  private static void checkStacked(String what, List<Tensor> parts, int rows, int columns) {
    Demand.that(!parts.isEmpty() && rows % parts.size() == 0, what, () -> "not of one shape");
    for (Tensor part : parts) {
      Demand.shape(what, part, rows / parts.size(), columns);
    }
  }

  /**
   * {@code inputGradient = outputGradient W}: [m, k] from [m, n].
   *
   * @param transposed W [n, k] as {@link #packTransposed} packed it
   */
  public void linearInput(
      Tensor outputGradient, PackedMatrix transposed, Tensor inputGradient, Workspace workspace) {
    Zeros zeros = workspace.operation(Zeros.class, Zeros::new);
    kernels.linear(
        outputGradient,
        transposed,
        zeros.of(transposed.n()),
        Activation.NONE,
        inputGradient,
        workspace);
  }

  /** A bias of nothing, kept for the next time; -0 changes no bits. */
  private static final class Zeros {
    private float[] zeros = {};

    float[] of(int n) {
      if (zeros.length != n) {
        zeros = new float[n];
        Arrays.fill(zeros, -0f);
      }
      return zeros;
    }
  }

  /**
   * {@code weightGradients += outputGradient^T input}, {@code biasGradients +=} the columns' sums.
   *
   * @param input [m, k]
   * @param outputGradient [m, s * n]
   * @param weightGradients each [n, k]
   * @param biasGradients each [1, n]
   */
  public void linearWeight(
      Tensor input,
      Tensor outputGradient,
      List<Tensor> weightGradients,
      List<Tensor> biasGradients,
      Workspace workspace) {
    int n = outputGradient.columns();
    Demand.that(input.rows() == outputGradient.rows(), "linear gradient", () -> "other rows");
    checkStacked("weight gradients", weightGradients, n, input.columns());
    checkStacked("bias gradients", biasGradients, biasGradients.size(), n / biasGradients.size());
    workspace
        .operation(WeightGradientKernels.class, WeightGradientKernels::new)
        .run(
            kernels.provider((long) input.rows() * n * input.columns()),
            input,
            outputGradient,
            weightGradients,
            biasGradients,
            kernels.parallel(),
            workspace);
  }

  /**
   * Attention as {@link Kernels#attention}, its probabilities under dropout: element (query token,
   * head, key) has the place {@code (token * heads + head) * 65536 + key}.
   */
  public void attention(
      Tensor queryKeyValue,
      int heads,
      SequenceLayout layout,
      Dropout dropout,
      Tensor context,
      Workspace workspace) {
    Kernels.checkAttention(queryKeyValue, heads, layout, context, layout.tokens());
    workspace
        .operation(AttentionKernels.class, AttentionKernels::new)
        .of(kernels.provider(0), queryKeyValue, heads, layout, context)
        .run(false, dropout, AttentionKernels.NOWHERE, kernels.parallel(), workspace);
  }

  /**
   * The gradient of {@link #attention} by query, key and value, side by side as they are.
   *
   * @param queryKeyValue [tokens, 3 * hidden], as in the forward pass
   * @param contextGradient [tokens, hidden]
   * @param gradient [tokens, 3 * hidden]
   */
  public void attentionInput(
      Tensor queryKeyValue,
      int heads,
      SequenceLayout layout,
      Dropout dropout,
      Tensor contextGradient,
      Tensor gradient,
      Workspace workspace) {
    Kernels.checkAttention(queryKeyValue, heads, layout, contextGradient, layout.tokens());
    Demand.shape("attention gradient", gradient, layout.tokens(), queryKeyValue.columns());
    Demand.apart("attention gradient", queryKeyValue, gradient);
    workspace
        .operation(AttentionGradientKernels.class, AttentionGradientKernels::new)
        .of(kernels.provider(0), queryKeyValue, heads, layout, dropout)
        .run(contextGradient, gradient, kernels.parallel(), workspace);
  }
}
