package io.github.koelectra.tensor.kernel;

import io.github.koelectra.tensor.Parallel;
import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.Workspace;

/**
 * What a training step needs besides products: sums, dropout, and the backward passes of
 * activations, LayerNorm, embeddings and losses. Every method works on the threads of its kernels
 * and gives the same bits in every room and for any number of threads. Immutable and safe to share
 * between threads; a {@link Workspace} is not.
 */
public final class RowGradients {
  /** How many elements are one task: many enough that handing them out costs little. */
  private static final int ELEMENTS = 1 << 14;

  /** How many columns of an embedding are one task, a cache line at least. */
  private static final int COLUMNS = 64;

  private final Kernels kernels;
  private final Parallel parallel;

  private RowGradients(Kernels kernels) {
    this.kernels = kernels;
    this.parallel = kernels.parallel();
  }

  /** Those of the same room and threads as {@code kernels}. */
  public static RowGradients of(Kernels kernels) {
    return new RowGradients(kernels);
  }

  /** {@code out = a + b}; may be one of them. */
  public void add(Tensor a, Tensor b, Tensor out) {
    Demand.shape("sum's right side", b, a.rows(), a.columns());
    Demand.shape("sum", out, a.rows(), a.columns());
    KernelProvider provider = kernels.provider(0);
    Ranges.forEach(
        parallel,
        a.size(),
        ELEMENTS,
        (begin, end) ->
            provider.add(
                end - begin,
                a.array(),
                a.offset() + begin,
                b.array(),
                b.offset() + begin,
                out.array(),
                out.offset() + begin));
  }

  /**
   * {@code out = dropout(input)}, which is also its backward pass; may be the same matrix. Element
   * i of the matrix, counted row by row, has the place i.
   */
  public void dropout(Tensor input, Dropout dropout, Tensor out) {
    Demand.shape("dropout output", out, input.rows(), input.columns());
    KernelProvider provider = kernels.provider(0);
    Ranges.forEach(
        parallel,
        input.size(),
        ELEMENTS,
        (begin, end) ->
            provider.dropout(
                dropout,
                begin,
                end - begin,
                input.array(),
                input.offset() + begin,
                out.array(),
                out.offset() + begin));
  }

  /** {@code inputGradient = outputGradient * activation'(input)}; may be outputGradient. */
  public void activation(
      Activation activation, Tensor input, Tensor outputGradient, Tensor inputGradient) {
    Demand.shape("output gradient", outputGradient, input.rows(), input.columns());
    Demand.shape("input gradient", inputGradient, input.rows(), input.columns());
    KernelProvider provider = kernels.provider(0);
    Ranges.forEach(
        parallel,
        input.size(),
        ELEMENTS,
        (begin, end) ->
            provider.activationGradient(
                activation,
                end - begin,
                input.array(),
                input.offset() + begin,
                outputGradient.array(),
                outputGradient.offset() + begin,
                inputGradient.array(),
                inputGradient.offset() + begin));
  }

  /**
   * The backward pass of {@link Kernels#layerNorm}. The sums over rows run over chunks of {@link
   * LayerNormGradient#CHUNK} rows, each from +0, which are added in ascending order.
   *
   * @param input what was normalised [rows, n], with no residual any more
   * @param gamma n weights
   * @param outputGradient [rows, n]
   * @param inputGradient [rows, n]; may be outputGradient
   * @param gammaGradient [1, n], added to
   * @param betaGradient [1, n], added to
   */
  public void layerNorm(
      Tensor input,
      float[] gamma,
      float epsilon,
      Tensor outputGradient,
      Tensor inputGradient,
      Tensor gammaGradient,
      Tensor betaGradient,
      Workspace workspace) {
    int n = input.columns();
    Demand.length("LayerNorm weight", gamma, n);
    Demand.shape("output gradient", outputGradient, input.rows(), n);
    Demand.shape("input gradient", inputGradient, input.rows(), n);
    Demand.shape("gradient of the LayerNorm weight", gammaGradient, 1, n);
    Demand.shape("gradient of the LayerNorm bias", betaGradient, 1, n);
    new LayerNormGradient(kernels.provider(0), input, gamma, epsilon, outputGradient, inputGradient)
        .run(parallel, gammaGradient, betaGradient, workspace);
  }

  /** {@code table[ids[t]] += rows[t]} in ascending t: the backward pass of an embedding. */
  public void scatterAdd(int[] ids, Tensor rows, Tensor table) {
    int n = table.columns();
    Demand.columns("rows of an embedding", rows, n);
    Demand.that(
        ids.length >= rows.rows(),
        "embedding",
        () -> ids.length + " ids given for " + rows.rows() + " rows");
    for (int t = 0; t < rows.rows(); t++) {
      int id = ids[t];
      if (id < 0 || id >= table.rows()) {
        throw new IllegalArgumentException(
            "id " + id + " of row " + t + " is not below " + table.rows());
      }
    }
    KernelProvider provider = kernels.provider(0);
    int size = parallel.threads() == 1 ? Math.max(1, n) : COLUMNS;
    Ranges.forEach(
        parallel,
        n,
        size,
        (begin, end) -> {
          float[] to = table.array();
          for (int t = 0; t < rows.rows(); t++) {
            int at = table.offset() + ids[t] * n + begin;
            int from = rows.offset() + t * n + begin;
            provider.add(end - begin, to, at, rows.array(), from, to, at);
          }
        });
  }

  /**
   * Softmax and cross-entropy of some rows: the loss is {@code sum of weights[r] * -log
   * softmax(logits[r])[labels[r]]}, times {@code scale}.
   *
   * @param logits [rows, classes], replaced by the gradient of that by the logits
   * @param labels the class of each row; a row with weight 0 may have any
   * @param weights of each row
   * @return the loss without {@code scale}, summed in double
   */
  public double crossEntropy(
      Tensor logits, int[] labels, float[] weights, float scale, Workspace workspace) {
    return workspace
        .operation(CrossEntropy.class, CrossEntropy::new)
        .run(kernels.provider(0), parallel, logits, labels, weights, scale, workspace);
  }

  /**
   * Binary cross-entropy of logits: {@code sum of weights * (max(x, 0) - x y + log(1 + exp(-|x|)))}
   * times {@code scale}, over all elements.
   *
   * @param logits [rows, labels], replaced by the gradient
   * @param targets y of each element, row by row
   * @param weights of each element; one with weight 0 has no loss and the gradient 0
   * @return the loss without {@code scale}, summed in double
   */
  public double binaryCrossEntropy(Tensor logits, float[] targets, float[] weights, float scale) {
    Demand.length("targets", targets, logits.size());
    Demand.length("weights", weights, logits.size());
    return ElementLosses.binaryCrossEntropy(logits, targets, weights, scale);
  }

  /**
   * Squared error: {@code sum of (x - y)^2} times {@code scale}.
   *
   * @param values [rows, 1], replaced by the gradient
   * @return the loss without {@code scale}, summed in double
   */
  public double squaredError(Tensor values, float[] targets, float scale) {
    Demand.length("targets", targets, values.size());
    return ElementLosses.squaredError(values, targets, scale);
  }
}
