package io.github.koelectra.train.model;

import io.github.koelectra.electra.ElectraConfig;
import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.kernel.Activation;

/**
 * ElectraIntermediate and ElectraOutput: dense, activation, dense, dropout, residual, LayerNorm.
 */
final class FeedForward {
  /**
   * What the backward pass needs.
   *
   * @param inner [tokens, intermediate], before the activation
   * @param activated [tokens, intermediate]
   * @param summed [tokens, hidden], before LayerNorm
   */
  record Activations(Tensor inner, Tensor activated, Tensor summed) {}

  private final Device device;
  private final Affine intermediate;
  private final Activation intermediateAct;
  private final Affine dense;
  private final Norm layerNorm;
  private final String outputs;

  /** The parameters below a layer's own. */
  FeedForward(ElectraConfig config, Parameters parameters) {
    int hidden = config.hiddenSize();
    int inner = config.intermediateSize();
    device = parameters.device();
    intermediate = parameters.at("intermediate.dense").affine(inner, hidden);
    intermediateAct = config.hiddenAct();
    Parameters output = parameters.at("output");
    dense = output.at("dense").affine(hidden, inner);
    layerNorm = output.at("LayerNorm").norm(hidden, config.layerNormEps());
    outputs = output.place("dropout");
  }

  /**
   * Going forward.
   *
   * @param hiddenStates [tokens, hidden]
   * @param output [tokens, hidden], written
   */
  Activations forward(Tensor hiddenStates, Masks masks, Tensor output) {
    Tensor inner = intermediate.forward(hiddenStates); // [tokens, intermediate]
    Tensor activated = device.take(inner.rows(), inner.columns()); // [tokens, intermediate]
    device.kernels().activate(intermediateAct, inner, activated);
    Tensor summed = dense.forward(activated); // [tokens, hidden]
    device.drop(summed, masks.hidden(outputs));
    layerNorm.forward(summed, hiddenStates, output); // [tokens, hidden]
    return new Activations(inner, activated, summed);
  }

  /**
   * Replaces the gradient of the output by that of the hidden states, [tokens, hidden].
   *
   * @param hiddenStates as in the forward pass
   */
  void backward(Tensor hiddenStates, Masks masks, Activations kept, Tensor gradient) {
    layerNorm.backward(kept.summed(), gradient); // [tokens, hidden]
    int tokens = gradient.rows();
    int mark = device.workspace().mark();
    Tensor byDense = device.dropped(gradient, masks.hidden(outputs)); // [tokens, hidden]
    Tensor byInner = device.take(tokens, intermediate.outputs());
    dense.backward(kept.activated(), byDense, byInner); // [tokens, intermediate]
    device.rows().activation(intermediateAct, kept.inner(), byInner, byInner);
    Tensor byHidden = device.take(tokens, gradient.columns());
    intermediate.backward(hiddenStates, byInner, byHidden); // [tokens, hidden]
    device.rows().add(gradient, byHidden, gradient);
    device.workspace().release(mark);
  }
}
