package io.github.koelectra.train.model;

import io.github.koelectra.electra.ElectraConfig;
import io.github.koelectra.tensor.SequenceLayout;
import io.github.koelectra.tensor.Tensor;

/** ElectraLayer: attention, then the feed-forward network. */
final class EncoderLayer {
  /** What the backward pass needs. */
  record Activations(Attention.Activations attention, FeedForward.Activations feedForward) {}

  private final Attention attention;
  private final FeedForward feedForward;

  EncoderLayer(ElectraConfig config, Parameters parameters) {
    attention = new Attention(config, parameters.at("attention"));
    feedForward = new FeedForward(config, parameters);
  }

  /** Writes {@code output}, [tokens, hidden] as {@code hiddenStates}. */
  Activations forward(Tensor hiddenStates, SequenceLayout layout, Masks masks, Tensor output) {
    Attention.Activations attended = attention.forward(hiddenStates, layout, masks);
    return new Activations(attended, feedForward.forward(attended.output(), masks, output));
  }

  /** Replaces the gradient of the output by that of the hidden states, [tokens, hidden]. */
  void backward(
      Tensor hiddenStates, SequenceLayout layout, Masks masks, Activations kept, Tensor gradient) {
    Attention.Activations attended = kept.attention();
    feedForward.backward(attended.output(), masks, kept.feedForward(), gradient);
    attention.backward(hiddenStates, layout, masks, attended, gradient);
  }
}
