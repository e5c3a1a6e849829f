package io.github.koelectra.train.model;

import io.github.koelectra.electra.ElectraConfig;
import io.github.koelectra.tensor.SequenceLayout;
import io.github.koelectra.tensor.Tensor;
import java.util.List;

/** ElectraAttention: self-attention, dense, dropout, residual, LayerNorm. */
final class Attention {
  /**
   * What the backward pass needs.
   *
   * @param queryKeyValue [tokens, 3 * hidden]
   * @param context [tokens, hidden]
   * @param summed [tokens, hidden], before LayerNorm
   * @param output [tokens, hidden]
   */
  record Activations(Tensor queryKeyValue, Tensor context, Tensor summed, Tensor output) {}

  private final Device device;
  private final int heads;
  private final Affine queryKeyValue;
  private final Affine dense;
  private final Norm layerNorm;
  private final String probabilities;
  private final String outputs;

  Attention(ElectraConfig config, Parameters parameters) {
    int hidden = config.hiddenSize();
    device = parameters.device();
    heads = config.numAttentionHeads();
    Parameters self = parameters.at("self");
    queryKeyValue = self.sideBySide(List.of("query", "key", "value"), hidden, hidden);
    probabilities = self.place("dropout");
    Parameters output = parameters.at("output");
    dense = output.at("dense").affine(hidden, hidden);
    layerNorm = output.at("LayerNorm").norm(hidden, config.layerNormEps());
    outputs = output.place("dropout");
  }

  Activations forward(Tensor hiddenStates, SequenceLayout layout, Masks masks) {
    int hidden = hiddenStates.columns();
    Tensor queryKeyValueLayer = queryKeyValue.forward(hiddenStates); // [tokens, 3 * hidden]
    Tensor context = device.take(hiddenStates.rows(), hidden); // [tokens, hidden]
    device
        .products()
        .attention(
            queryKeyValueLayer,
            heads,
            layout,
            masks.attention(probabilities),
            context,
            device.workspace());
    Tensor summed = dense.forward(context); // [tokens, hidden]
    device.drop(summed, masks.hidden(outputs));
    Tensor output = device.take(hiddenStates.rows(), hidden); // [tokens, hidden]
    layerNorm.forward(summed, hiddenStates, output);
    return new Activations(queryKeyValueLayer, context, summed, output);
  }

  /**
   * Replaces the gradient of the output by that of the hidden states, [tokens, hidden].
   *
   * @param hiddenStates as in the forward pass
   */
  void backward(
      Tensor hiddenStates, SequenceLayout layout, Masks masks, Activations kept, Tensor gradient) {
    layerNorm.backward(kept.summed(), gradient); // [tokens, hidden]
    int tokens = gradient.rows();
    int hidden = gradient.columns();
    int mark = device.workspace().mark();
    Tensor byDense = device.dropped(gradient, masks.hidden(outputs)); // [tokens, hidden]
    Tensor byContext = device.take(tokens, hidden);
    dense.backward(kept.context(), byDense, byContext); // [tokens, hidden]
    Tensor byQueryKeyValue = device.take(tokens, 3 * hidden);
    device
        .products()
        .attentionInput(
            kept.queryKeyValue(),
            heads,
            layout,
            masks.attention(probabilities),
            byContext,
            byQueryKeyValue,
            device.workspace()); // [tokens, 3 * hidden]
    queryKeyValue.backward(hiddenStates, byQueryKeyValue, byContext); // [tokens, hidden]
    device.rows().add(gradient, byContext, gradient);
    device.workspace().release(mark);
  }
}
