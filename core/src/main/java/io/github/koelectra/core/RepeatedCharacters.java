package io.github.koelectra.core;

/** Runs of one character, and of white space, shortened. */
final class RepeatedCharacters {
  /** A run this long is one too long. */
  private static final int TOO_MANY = 3;

  /** Three Latin letters in a row may be a word. */
  private static final int TOO_MANY_LATIN = 4;

  private RepeatedCharacters() {}

  static EditedText shorten(String text) {
    EditedText.Editor editor = new EditedText.Editor(text);
    int at = 0;
    while (at < text.length()) {
      int character = text.codePointAt(at);
      boolean white = Letters.white(character);
      int end = white ? whiteEnd(text, at) : runEnd(text, at, character);
      int width = Character.charCount(character);
      if (white && end - at > 1) {
        editor.replace(at, end, " ");
      } else if (!white && (end - at) / width >= tooMany(character)) {
        // The first stays what it is, and the second stands for all the others.
        editor.replace(at + width, end, Character.toString(character));
      }
      at = end;
    }
    return editor.finish();
  }

  private static int runEnd(String text, int begin, int character) {
    int at = begin;
    while (at < text.length() && text.codePointAt(at) == character) {
      at += Character.charCount(character);
    }
    return at;
  }

  private static int whiteEnd(String text, int begin) {
    int at = begin;
    while (at < text.length() && Letters.white(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static int tooMany(int character) {
    if (Character.isDigit(character)) {
      return Integer.MAX_VALUE;
    }
    boolean latin = Character.UnicodeScript.of(character) == Character.UnicodeScript.LATIN;
    return latin ? TOO_MANY_LATIN : TOO_MANY;
  }
}
