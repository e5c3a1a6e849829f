package io.github.koelectra.weights;

/** The two models of a pretraining checkpoint. Where a file holds one only, both mean that one. */
public enum Part {
  /** The model that tells replaced tokens, and that others are fine-tuned from. */
  DISCRIMINATOR("discriminator."),
  /** The smaller model that proposes tokens. */
  GENERATOR("generator.");

  private final String prefix;

  Part(String prefix) {
    this.prefix = prefix;
  }

  String prefix() {
    return prefix;
  }

  Part other() {
    return this == DISCRIMINATOR ? GENERATOR : DISCRIMINATOR;
  }
}
