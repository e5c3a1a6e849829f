package io.github.koelectra.core;

/** One thing that is done to a text before it is tokenized. */
enum NormalizationStep {
  COMPOSITION("nfc"),
  EMOJI("emoji"),
  REPEATS("repeats");

  private final String label;

  NormalizationStep(String label) {
    this.label = label;
  }

  /** The name users know it by. */
  String label() {
    return label;
  }

  EditedText apply(String text) {
    return switch (this) {
      case COMPOSITION -> Composition.compose(text);
      case EMOJI -> EmojiSequences.blank(text);
      case REPEATS -> RepeatedCharacters.shorten(text);
    };
  }
}
