package io.github.koelectra.cli;

import java.util.Arrays;

/** Places in a text as a command's output counts them. One pass over the text is enough for all. */
final class Offsets {
  private final int[] codePoints;

  private Offsets(int[] codePoints) {
    this.codePoints = codePoints;
  }

  /** What is counted. */
  enum Unit {
    /** Characters of Unicode, as Python counts. */
    CODEPOINT,
    /** Chars of UTF-16, as Java and JavaScript count. */
    UTF16;

    /** For the places of {@code text}. */
    Offsets in(String text) {
      return new Offsets(this == UTF16 ? new int[0] : codePoints(text));
    }

    /** Nothing where every char is a character, which is most texts. */
    private static int[] codePoints(String text) {
      int count = text.codePointCount(0, text.length());
      if (count == text.length()) {
        return new int[0];
      }
      int[] before = new int[text.length() + 1];
      int number = 0;
      for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
        Arrays.fill(before, i, i + Character.charCount(text.codePointAt(i)), number++);
      }
      before[text.length()] = number;
      return before;
    }
  }

  /** The place {@code utf16}, a number of chars. */
  int of(int utf16) {
    return codePoints.length == 0 ? utf16 : codePoints[utf16];
  }
}
