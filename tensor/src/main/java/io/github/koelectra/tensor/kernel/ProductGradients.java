package io.github.koelectra.tensor.kernel;

import io.github.koelectra.tensor.SequenceLayout;
import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.Workspace;

/**
 * The backward passes of linear layers and of attention, through the same products as the forward
 * passes. A sum over rows runs over chunks of {@link #CHUNK} rows, each a product of its own, added
 * in ascending order, so gradients do not depend on threads either.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class ProductGradients {
  /** Rows of a sum over rows that are one product. */
  public static final int CHUNK = 512;

  @SuppressWarnings("UnusedVariable")
  private final Kernels kernels;

  private ProductGradients(Kernels kernels) {
    this.kernels = kernels;
  }

  /** Those of the same room and threads as {@code kernels}. */
  public static ProductGradients of(Kernels kernels) {
    return new ProductGradients(kernels);
  }

  /** Packs {@code weight} [n, k] for forward passes, into {@code packed} of that shape. */
  public void pack(Tensor weight, PackedMatrix packed) {
    throw new UnsupportedOperationException();
  }

  /** Packs the transpose of {@code weight} [n, k], into {@code packed} of [k, n]. */
  public void packTransposed(Tensor weight, PackedMatrix packed) {
    throw new UnsupportedOperationException();
  }

  /** A matrix [n, k] to be packed, of zeros. */
  public PackedMatrix room(int n, int k) {
    throw new UnsupportedOperationException();
  }

  /**
   * {@code inputGradient = outputGradient W}: [m, k] from [m, n].
   *
   * @param transposed W [n, k] as {@link #packTransposed} packed it
   */
  public void linearInput(
      Tensor outputGradient, PackedMatrix transposed, Tensor inputGradient, Workspace workspace) {
    throw new UnsupportedOperationException();
  }

  /**
   * {@code weightGradient += outputGradient^T input}, {@code biasGradient += } the columns' sums.
   *
   * @param input [m, k]
   * @param outputGradient [m, n]
   * @param weightGradient [n, k]
   * @param biasGradient [1, n]
   */
  public void linearWeight(
      Tensor input,
      Tensor outputGradient,
      Tensor weightGradient,
      Tensor biasGradient,
      Workspace workspace) {
    throw new UnsupportedOperationException();
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
    throw new UnsupportedOperationException();
  }

  /**
   * The gradient of attention by query, key and value, side by side as they are.
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
    throw new UnsupportedOperationException();
  }
}
