package io.github.koelectra.train.model;

import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.train.Meter;

/** What a pretraining batch tells about its two models. */
record PretrainingMeter(Meter meter) {
  /** How often the generator's likeliest word is the original. */
  void generator(Tensor logits, int[] originals) {
    int correct = 0;
    for (int i = 0; i < originals.length; i++) {
      correct += Losses.largest(logits, i) == originals[i] ? 1 : 0;
    }
    meter.add("generator_accuracy", correct, originals.length);
  }

  /** How well the discriminator tells replaced tokens. */
  void discriminator(Tensor logits, float[] replaced) {
    int correct = 0;
    int hits = 0;
    int predicted = 0;
    int actual = 0;
    for (int t = 0; t < replaced.length; t++) {
      boolean positive = replaced[t] == 1;
      boolean told = logits.get(t, 0) > 0; // a probability above one half
      correct += told == positive ? 1 : 0;
      hits += told && positive ? 1 : 0;
      predicted += told ? 1 : 0;
      actual += positive ? 1 : 0;
      meter.rank("discriminator_auc", logits.get(t, 0), positive);
    }
    meter.add("discriminator_accuracy", correct, replaced.length);
    meter.add("discriminator_precision", hits, predicted);
    meter.add("discriminator_recall", hits, actual);
  }
}
