package io.github.koelectra.core;

import java.util.ArrayList;
import java.util.List;

/**
 * A text as it was given and as the model reads it.
 *
 * @param text as it was given
 * @param read as the model reads it
 * @param edits what led from one to the other; empty if they are the same
 */
record Reading(String text, String read, List<EditedText> edits) {
  /** The text normalised. */
  static Reading of(String text, TextNormalization normalization) {
    if (normalization.steps().isEmpty()) {
      return new Reading(text, text, List.of());
    }
    String read = text;
    List<EditedText> edits = new ArrayList<>();
    for (NormalizationStep step : normalization.steps()) {
      EditedText edited = step.apply(read);
      if (!edited.unchanged()) {
        edits.add(edited);
        read = edited.text();
      }
    }
    return new Reading(text, read, List.copyOf(edits));
  }

  /** Where in the given text the source of what begins at {@code place} begins. */
  int begin(int place) {
    int found = place;
    for (int i = edits.size() - 1; i >= 0; i--) {
      found = edits.get(i).begin(found);
    }
    return found;
  }

  /** Where in the given text the source of what ends at {@code place} ends. */
  int end(int place) {
    int found = place;
    for (int i = edits.size() - 1; i >= 0; i--) {
      found = edits.get(i).end(found);
    }
    return found;
  }
}
