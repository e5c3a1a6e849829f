package io.github.koelectra.tensor.kernel;

import io.github.koelectra.tensor.Tensor;

/**
 * The step of Adam with decoupled weight decay (Kingma and Ba 2015; Loshchilov and Hutter 2019) and
 * what else an optimizer does to whole parameters. The same bits for any number of threads.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class AdamKernels {
  @SuppressWarnings("UnusedVariable")
  private final Kernels kernels;

  private AdamKernels(Kernels kernels) {
    this.kernels = kernels;
  }

  /** Those of the same room and threads as {@code kernels}. */
  public static AdamKernels of(Kernels kernels) {
    return new AdamKernels(kernels);
  }

  /** The sum of the squares of all elements, in double, in a fixed order. */
  public double squares(Tensor tensor) {
    throw new UnsupportedOperationException();
  }

  /** Sets all elements to 0. */
  public void clear(Tensor tensor) {
    throw new UnsupportedOperationException();
  }

  /**
   * The numbers of one step for one parameter, as {@code torch.optim.AdamW} or, where {@code
   * correction1} and {@code correction2} are 1 and {@code decayFirst} is false, as
   * google-research/electra computes it.
   *
   * @param gradientScale what gradients are multiplied with first: clipping
   * @param rate the learning rate
   * @param beta1 of the first moment
   * @param beta2 of the second moment
   * @param epsilon added to the second moment's root
   * @param decay weight decay, 0 for none
   * @param correction1 {@code 1 - beta1^t}
   * @param correction2 {@code 1 - beta2^t}
   * @param decayFirst whether {@code p *= 1 - rate * decay} comes before the step ({@code AdamW}),
   *     or {@code decay * p} is part of the update (ELECTRA)
   */
  public record Step(
      float gradientScale,
      float rate,
      float beta1,
      float beta2,
      float epsilon,
      float decay,
      float correction1,
      float correction2,
      boolean decayFirst) {}

  /** Updates {@code value} and both moments; the gradient is read alone. */
  public void step(Step step, Tensor gradient, Tensor moment1, Tensor moment2, Tensor value) {
    throw new UnsupportedOperationException();
  }
}
