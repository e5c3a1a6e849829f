package io.github.koelectra.train.model;

import io.github.koelectra.tensor.SequenceLayout;
import io.github.koelectra.tensor.Tensor;

/** What computes a task's logits from the last hidden states. */
interface TaskHead {
  /** A pass through the head: its logits, and the way back. */
  interface Forward {
    /** [sequences or tokens, labels]; become their gradient. */
    Tensor logits();

    /**
     * Adds to the variables' gradients and writes the hidden states'.
     *
     * @param logitsGradient as the logits
     * @param hiddenGradient [tokens, hidden], all of it written
     */
    void backward(Tensor logitsGradient, Tensor hiddenGradient);
  }

  /** Going forward from {@code hiddenStates} [tokens, hidden]. */
  Forward forward(Tensor hiddenStates, SequenceLayout layout, Masks masks);
}
