package io.github.koelectra.train.model;

import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.kernel.Activation;
import io.github.koelectra.tensor.kernel.Dropout;

/** Dense, activation, dropout, projection: the body of two heads. */
record TwoLayers(Device device, Affine dense, Activation activation, Affine projection) {
  /**
   * What the backward pass needs.
   *
   * @param input [rows, hidden]
   * @param inner [rows, hidden], before the activation
   * @param activated [rows, hidden], after it and dropout
   * @param output [rows, outputs]
   */
  record Activations(Tensor input, Tensor inner, Tensor activated, Tensor output) {}

  Activations forward(Tensor input, Dropout dropout) {
    Tensor inner = dense.forward(input); // [rows, hidden]
    Tensor activated = device.take(inner.rows(), inner.columns()); // [rows, hidden]
    device.kernels().activate(activation, inner, activated);
    device.drop(activated, dropout);
    return new Activations(input, inner, activated, projection.forward(activated));
  }

  /**
   * Going back.
   *
   * @param gradient of the output [rows, outputs]
   * @param inputGradient [rows, hidden], written
   */
  void backward(Activations kept, Dropout dropout, Tensor gradient, Tensor inputGradient) {
    int mark = device.workspace().mark();
    Tensor byInner = device.take(kept.inner().rows(), kept.inner().columns());
    projection.backward(kept.activated(), gradient, byInner); // [rows, hidden]
    device.drop(byInner, dropout);
    device.rows().activation(activation, kept.inner(), byInner, byInner);
    dense.backward(kept.input(), byInner, inputGradient); // [rows, hidden]
    device.workspace().release(mark);
  }
}
