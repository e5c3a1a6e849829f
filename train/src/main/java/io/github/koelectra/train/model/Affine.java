package io.github.koelectra.train.model;

import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.kernel.Activation;
import io.github.koelectra.tensor.kernel.PackedMatrix;
import io.github.koelectra.train.Variable;
import java.util.List;

/**
 * {@code y = x W^T + b}: {@code torch.nn.Linear}. Several layers of one shape may be one, their
 * outputs side by side, as query, key and value are.
 */
final class Affine {
  private final Device device;
  private final List<Variable> weights;
  private final List<Variable> biases;
  private final PackedMatrix packed; // W [outputs, inputs]
  private final PackedMatrix transposed; // W^T [inputs, outputs]
  private final float[] bias; // [outputs]
  private boolean packedIsOld = true;
  private boolean transposedIsOld = true;

  /**
   * The layer with these variables.
   *
   * @param weights each [n, inputs]
   * @param biases each [n]
   */
  Affine(Device device, List<Variable> weights, List<Variable> biases) {
    this.device = device;
    this.weights = List.copyOf(weights);
    this.biases = List.copyOf(biases);
    int inputs = weights.getFirst().value().columns();
    int outputs = weights.size() * weights.getFirst().value().rows();
    packed = device.products().room(outputs, inputs);
    transposed = device.products().room(inputs, outputs);
    bias = new float[outputs];
  }

  int outputs() {
    return bias.length;
  }

  void valuesChanged() {
    packedIsOld = true;
    transposedIsOld = true;
  }

  /** The outputs [rows, outputs] of {@code input} [rows, inputs]. */
  Tensor forward(Tensor input) {
    if (packedIsOld) {
      pack();
    }
    Tensor output = device.take(input.rows(), bias.length);
    device.kernels().linear(input, packed, bias, Activation.NONE, output, device.workspace());
    return output;
  }

  private void pack() {
    device.products().pack(weights.stream().map(Variable::value).toList(), packed);
    int at = 0;
    for (Variable part : biases) {
      System.arraycopy(part.value().array(), part.value().offset(), bias, at, part.size());
      at += part.size();
    }
    packedIsOld = false;
  }

  /**
   * Adds to the variables' gradients and writes the input's.
   *
   * @param input [rows, inputs], as in the forward pass
   * @param outputGradient [rows, outputs]
   * @param inputGradient [rows, inputs]
   */
  void backward(Tensor input, Tensor outputGradient, Tensor inputGradient) {
    if (transposedIsOld) {
      device.products().packTransposed(weights.stream().map(Variable::value).toList(), transposed);
      transposedIsOld = false;
    }
    device
        .products()
        .linearWeight(
            input,
            outputGradient,
            weights.stream().map(Variable::gradient).toList(),
            biases.stream().map(Variable::gradient).toList(),
            device.workspace());
    device.products().linearInput(outputGradient, transposed, inputGradient, device.workspace());
  }
}
