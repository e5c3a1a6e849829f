package io.github.koelectra.cli.html;

import java.util.List;

/**
 * A text with how suspicious its words are.
 *
 * @param text the text
 * @param words its words in order, none over another; what is between them is shown as it is
 * @param truncated whether the model did not read its end
 */
public record DetectView(String text, List<Word> words, boolean truncated) {
  /**
   * Copies the words.
   *
   * @throws IllegalArgumentException if words are out of order or outside the text
   */
  public DetectView {
    words = List.copyOf(words);
    int at = 0;
    for (Word word : words) {
      Stretches.check(text, at, word.begin(), word.end());
      at = word.end();
    }
  }

  /**
   * A word.
   *
   * @param begin where it begins in the text, in chars
   * @param end where it ends
   * @param score how likely it does not belong there, from 0 to 1
   * @param suggestions what may belong there instead, the best first; may be empty
   */
  public record Word(int begin, int end, double score, List<Suggestion> suggestions) {
    /** Copies the suggestions. */
    public Word {
      suggestions = List.copyOf(suggestions);
    }
  }

  /**
   * What may stand in a word's place.
   *
   * @param text the replacement
   * @param score its probability
   */
  public record Suggestion(String text, double score) {}
}
