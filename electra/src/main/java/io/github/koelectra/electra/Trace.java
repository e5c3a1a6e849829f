package io.github.koelectra.electra;

import io.github.koelectra.tensor.Tensor;

/**
 * Looks on during a forward pass, where Hugging Face's {@code output_hidden_states} and {@code
 * output_attentions} would collect. Matrices are valid during the call only.
 */
public interface Trace {
  /** Sees nothing. */
  Trace NONE = new Trace() {};

  /**
   * The hidden states [tokens, hidden]: those of index 0 go into the first layer, those of index I
   * come out of layer I.
   */
  default void hiddenStates(int index, Tensor hiddenStates) {}

  /** Whether the attention probabilities should be handed out, which costs memory. */
  default boolean wantsAttentionProbs() {
    return false;
  }

  /** Per sequence the probabilities [heads, length, length] of layer {@code layer}. */
  default void attentionProbs(int layer, float[][] attentionProbs) {}
}
