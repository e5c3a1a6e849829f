package io.github.koelectra.train.model;

import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.train.Variable;

/** Normalisation over the features of a row: {@code torch.nn.LayerNorm}. */
record Norm(Device device, Variable weight, Variable bias, float epsilon) {
  /** {@code output = LayerNorm(input)}, both [rows, features]. */
  void forward(Tensor input, Tensor output) {
    float[] gamma = weight.value().array();
    device.kernels().layerNorm(input, gamma, bias.value().array(), epsilon, output);
  }

  /** The same after {@code input += residual}, which stays there for the backward pass. */
  void forward(Tensor input, Tensor residual, Tensor output) {
    device.rows().add(input, residual, input);
    forward(input, output);
  }

  /**
   * Adds to the variables' gradients and replaces the output's gradient by the input's, which is
   * the residual's too.
   *
   * @param input what was normalised [rows, features]
   */
  void backward(Tensor input, Tensor gradient) {
    device
        .rows()
        .layerNorm(
            input,
            weight.value().array(),
            epsilon,
            gradient,
            gradient,
            weight.gradient(),
            bias.gradient(),
            device.workspace());
  }
}
