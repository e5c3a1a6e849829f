package io.github.koelectra.train.model;

import io.github.koelectra.tensor.Tensor;

/** Draws an id for each row of logits [chosen, vocabulary]. */
interface Sampler {
  int[] sample(Tensor logits);
}
