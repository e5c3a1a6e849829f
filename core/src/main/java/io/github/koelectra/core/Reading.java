package io.github.koelectra.core;

/**
 * A text as it was given and as the model reads it.
 *
 * @param text as it was given
 * @param read as the model reads it
 */
record Reading(String text, String read) {
  static Reading of(String text, TextNormalization normalization) {
    return new Reading(text, text);
  }

  /** Where in the given text the source of what begins at {@code place} begins. */
  int begin(int place) {
    return place;
  }

  /** Where in the given text the source of what ends at {@code place} ends. */
  int end(int place) {
    return place;
  }
}
