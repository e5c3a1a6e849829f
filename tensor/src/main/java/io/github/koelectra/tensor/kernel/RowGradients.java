package io.github.koelectra.tensor.kernel;

import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.Workspace;

/**
 * What a training step needs besides products: sums, dropout, and the backward passes of
 * activations, LayerNorm, embeddings and losses. Every method works on the threads of its kernels
 * and gives the same bits in every room and for any number of threads.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class RowGradients {
  @SuppressWarnings("UnusedVariable")
  private final Kernels kernels;

  private RowGradients(Kernels kernels) {
    this.kernels = kernels;
  }

  /** Those of the same room and threads as {@code kernels}. */
  public static RowGradients of(Kernels kernels) {
    return new RowGradients(kernels);
  }

  /** {@code out = a + b}; may be one of them. */
  public void add(Tensor a, Tensor b, Tensor out) {
    throw new UnsupportedOperationException();
  }

  /**
   * {@code out = dropout(input)}, which is also its backward pass; may be the same matrix. Element
   * i of the matrix, counted row by row, has the place i.
   */
  public void dropout(Tensor input, Dropout dropout, Tensor out) {
    throw new UnsupportedOperationException();
  }

  /** {@code inputGradient = outputGradient * activation'(input)}; may be outputGradient. */
  public void activation(
      Activation activation, Tensor input, Tensor outputGradient, Tensor inputGradient) {
    throw new UnsupportedOperationException();
  }

  /**
   * The backward pass of {@link Kernels#layerNorm}.
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
    throw new UnsupportedOperationException();
  }

  /** {@code table[ids[t]] += rows[t]} in ascending t: the backward pass of an embedding. */
  public void scatterAdd(int[] ids, Tensor rows, Tensor table) {
    throw new UnsupportedOperationException();
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
    throw new UnsupportedOperationException();
  }

  /**
   * Binary cross-entropy of logits: {@code sum of weights * (max(x, 0) - x y + log(1 + exp(-|x|)))}
   * times {@code scale}, over all elements.
   *
   * @param logits [rows, labels], replaced by the gradient
   * @param targets y of each element, row by row
   * @param weights of each element
   * @return the loss without {@code scale}, summed in double
   */
  public double binaryCrossEntropy(Tensor logits, float[] targets, float[] weights, float scale) {
    throw new UnsupportedOperationException();
  }

  /**
   * Squared error: {@code sum of (x - y)^2} times {@code scale}.
   *
   * @param values [rows, 1], replaced by the gradient
   * @return the loss without {@code scale}, summed in double
   */
  public double squaredError(Tensor values, float[] targets, float scale) {
    throw new UnsupportedOperationException();
  }
}
