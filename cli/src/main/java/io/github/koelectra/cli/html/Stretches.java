package io.github.koelectra.cli.html;

import java.util.Locale;

/** What views have in common: stretches of a text, and numbers. */
final class Stretches {
  private Stretches() {}

  /**
   * Checks that [begin, end) lies in a text, not before {@code least}.
   *
   * @throws IllegalArgumentException if it does not
   */
  static void check(String text, int least, int begin, int end) {
    if (begin < least || end < begin || end > text.length()) {
      throw new IllegalArgumentException(
          "the stretch from "
              + begin
              + " to "
              + end
              + " is not within "
              + least
              + " to "
              + text.length()
              + " of the text");
    }
  }

  /** A score with three digits. */
  static String number(double score) {
    return String.format(Locale.ROOT, "%.3f", score);
  }
}
