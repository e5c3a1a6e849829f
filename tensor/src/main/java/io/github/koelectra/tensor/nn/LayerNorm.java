package io.github.koelectra.tensor.nn;

import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.kernel.Kernels;

/**
 * Normalisation over the features of a row: {@code torch.nn.LayerNorm}. Immutable and safe to share
 * between threads.
 */
public final class LayerNorm {
  private final Kernels kernels;
  private final float[] weight;
  private final float[] bias;
  private final float epsilon;

  private LayerNorm(Kernels kernels, float[] weight, float[] bias, float epsilon) {
    this.kernels = kernels;
    this.weight = weight;
    this.bias = bias;
    this.epsilon = epsilon;
  }

  /** The layer with {@code weight} and {@code bias} [size] of {@code source}. */
  public static LayerNorm of(ParameterSource source, int size, double epsilon, Kernels kernels) {
    float[] weight = source.parameter("weight", size).toArray();
    float[] bias = source.parameter("bias", size).toArray();
    return new LayerNorm(kernels, weight, bias, (float) epsilon);
  }

  /** {@code out = LayerNorm(input)}; may be the same matrix. */
  public void forward(Tensor input, Tensor out) {
    kernels.layerNorm(input, weight, bias, epsilon, out);
  }

  /** {@code out = LayerNorm(input + residual)}; may be one of them. */
  public void forward(Tensor input, Tensor residual, Tensor out) {
    kernels.addLayerNorm(input, residual, weight, bias, epsilon, out);
  }
}
