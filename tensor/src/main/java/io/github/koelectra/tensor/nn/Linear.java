package io.github.koelectra.tensor.nn;

import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.Workspace;
import io.github.koelectra.tensor.kernel.Activation;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.tensor.kernel.PackedMatrix;
import java.util.List;

/**
 * {@code y = x W^T + b}, with an activation where wanted: {@code torch.nn.Linear}. Immutable and
 * safe to share between threads.
 */
public final class Linear {
  private final Kernels kernels;
  private final PackedMatrix weight;
  private final float[] bias;

  private Linear(Kernels kernels, PackedMatrix weight, float[] bias) {
    this.kernels = kernels;
    this.weight = weight;
    this.bias = bias;
  }

  /**
   * The layer with {@code weight} [outputs, inputs] and {@code bias} [outputs] of {@code source}.
   */
  public static Linear of(ParameterSource source, int outputs, int inputs, Kernels kernels) {
    return sideBySide(List.of(source), outputs, inputs, kernels);
  }

  /** Several layers of one shape as a single product, their outputs side by side. */
  public static Linear sideBySide(
      List<ParameterSource> sources, int outputs, int inputs, Kernels kernels) {
    List<Parameter> weights =
        sources.stream().map(s -> s.parameter("weight", outputs, inputs)).toList();
    float[] bias = new float[outputs * sources.size()];
    for (int i = 0; i < sources.size(); i++) {
      sources.get(i).parameter("bias", outputs).copyTo(0, bias, i * outputs, outputs);
    }
    return new Linear(kernels, pack(weights, bias.length, inputs, kernels), bias);
  }

  /** A layer whose weight is shared with another layer, with a bias of its own. */
  public static Linear tied(Parameter weight, Parameter bias, Kernels kernels) {
    int outputs = Math.toIntExact(weight.shape().get(0));
    int inputs = Math.toIntExact(weight.shape().get(1));
    return new Linear(kernels, pack(List.of(weight), outputs, inputs, kernels), bias.toArray());
  }

  private static PackedMatrix pack(List<Parameter> weights, int n, int k, Kernels kernels) {
    try {
      return packed(weights, n, k, kernels);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          ParameterException.Problem.DTYPE, weights.getFirst().name() + ": " + e.getMessage());
    }
  }

  private static PackedMatrix packed(List<Parameter> weights, int n, int k, Kernels kernels) {
    if (weights.size() == 1) {
      return kernels.pack(n, k, weights.getFirst()::copyTo);
    }
    long each = weights.getFirst().size();
    return kernels.pack(
        n,
        k,
        (first, destination, offset, length) -> {
          int done = 0;
          while (done < length) {
            long at = first + done;
            int part = (int) Math.min(length - done, each - at % each);
            weights.get((int) (at / each)).copyTo(at % each, destination, offset + done, part);
            done += part;
          }
        });
  }

  /** The number of outputs. */
  public int outputs() {
    return weight.n();
  }

  /** {@code out = activation(input W^T + b)}: [rows, outputs] from [rows, inputs]. */
  public void forward(Tensor input, Activation activation, Tensor out, Workspace workspace) {
    kernels.linear(input, weight, bias, activation, out, workspace);
  }

  /** {@code out = input W^T + b}. */
  public void forward(Tensor input, Tensor out, Workspace workspace) {
    forward(input, Activation.NONE, out, workspace);
  }
}
