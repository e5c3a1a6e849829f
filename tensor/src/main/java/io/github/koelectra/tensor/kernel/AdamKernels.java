package io.github.koelectra.tensor.kernel;

import io.github.koelectra.tensor.Parallel;
import io.github.koelectra.tensor.Tensor;
import java.util.Arrays;

/**
 * The step of Adam with decoupled weight decay (Kingma and Ba 2015; Loshchilov and Hutter 2019) and
 * what else an optimizer does to whole parameters. The same bits in every room and for any number
 * of threads. Immutable and safe to share between threads.
 */
public final class AdamKernels {
  /** How many elements are one task, and one partial sum. */
  private static final int CHUNK = 1 << 16;

  private final Parallel parallel;

  private AdamKernels(Parallel parallel) {
    this.parallel = parallel;
  }

  /** Those of the same room and threads as {@code kernels}. */
  public static AdamKernels of(Kernels kernels) {
    return new AdamKernels(kernels.parallel());
  }

  /** The sum of the squares of all elements, in double, in a fixed order. */
  public double squares(Tensor tensor) {
    double[] partials = new double[Math.ceilDiv(tensor.size(), CHUNK)];
    Ranges.forEach(
        parallel,
        tensor.size(),
        CHUNK,
        (begin, end) ->
            partials[begin / CHUNK] =
                squares(tensor.array(), tensor.offset() + begin, tensor.offset() + end));
    double sum = 0;
    for (double partial : partials) {
      sum += partial;
    }
    return sum;
  }

  /** In eight interleaved sums, for one would wait for its last addition each time. */
  private static double squares(float[] x, int begin, int end) {
    double s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0;
    int i = begin;
    for (; i <= end - 8; i += 8) {
      s0 += (double) x[i] * x[i];
      s1 += (double) x[i + 1] * x[i + 1];
      s2 += (double) x[i + 2] * x[i + 2];
      s3 += (double) x[i + 3] * x[i + 3];
      s4 += (double) x[i + 4] * x[i + 4];
      s5 += (double) x[i + 5] * x[i + 5];
      s6 += (double) x[i + 6] * x[i + 6];
      s7 += (double) x[i + 7] * x[i + 7];
    }
    for (; i < end; i++) {
      s0 += (double) x[i] * x[i];
    }
    return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
  }

  /** Sets all elements to 0. */
  public void clear(Tensor tensor) {
    Ranges.forEach(
        parallel,
        tensor.size(),
        CHUNK,
        (begin, end) ->
            Arrays.fill(tensor.array(), tensor.offset() + begin, tensor.offset() + end, 0f));
  }

  /**
   * The numbers of one step for one parameter, as {@code torch.optim.AdamW} or, where {@code
   * correction1} and {@code correction2} are 1 and {@code decayFirst} is false, as
   * google-research/electra computes it. In double, and rounded where they meet a parameter: {@code
   * 1 - beta2} of a rounded 0.999 would be off by 5e-5.
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
      double gradientScale,
      double rate,
      double beta1,
      double beta2,
      double epsilon,
      double decay,
      double correction1,
      double correction2,
      boolean decayFirst) {}

  /**
   * Updates {@code value} and both moments; the gradient is read alone. All four begin at the same
   * place of their arrays, as new matrices do: only then does the compiler make vectors of the
   * loop.
   */
  public void step(Step step, Tensor gradient, Tensor moment1, Tensor moment2, Tensor value) {
    for (Tensor tensor : new Tensor[] {gradient, moment1, moment2}) {
      Demand.shape("an optimizer's step", tensor, value.rows(), value.columns());
      Demand.that(
          tensor.offset() == value.offset(),
          "an optimizer's step",
          () -> "begins at " + tensor.offset() + " and at " + value.offset());
    }
    AdamStep update = new AdamStep(step);
    int offset = value.offset();
    Ranges.forEach(
        parallel,
        value.size(),
        CHUNK,
        (begin, end) ->
            update.apply(
                offset + begin,
                offset + end,
                gradient.array(),
                moment1.array(),
                moment2.array(),
                value.array()));
  }
}
