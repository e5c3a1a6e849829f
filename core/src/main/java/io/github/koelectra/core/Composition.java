package io.github.koelectra.core;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/**
 * Canonical composition, a segment at a time. A segment begins with a character that composes with
 * none before it and is not moved before one, so that what is composed is composed within a
 * segment.
 *
 * <p>The platform's normaliser moves marks into their order one by one, in time that grows with the
 * square of their number. In long segments they are put in order here first.
 */
final class Composition {
  /** Marks of more than this many chars are put in order first. */
  private static final int LONG = 64;

  private static final int FIRST_MARK = 0x300;

  /** A mark of the lowest combining class, and one of the highest. */
  private static final int LOWEST = 0x338;

  private static final int HIGHEST = 0x345;

  private static final int FIRST_VOWEL = 0x1160;
  private static final int LAST_FINAL = 0x11ff;

  /** Vowel signs of Kirat Rai: letters, and yet they compose with what is before them. */
  private static final int FIRST_KIRAT_RAI = 0x16d63;

  private static final int LAST_KIRAT_RAI = 0x16d6a;

  /** Marks by their combining class. */
  private static final Comparator<Integer> BY_CLASS =
      (a, b) -> moves(a, b) ? 1 : (moves(b, a) ? -1 : 0);

  private Composition() {}

  static EditedText compose(String text) {
    EditedText.Editor editor = new EditedText.Editor(text);
    int at = 0;
    while (at < text.length()) {
      int end = segmentEnd(text, at);
      if (end - at > 1 || !composedAlone(text.charAt(at))) {
        String segment = text.substring(at, end);
        String composed = composed(segment);
        if (!composed.equals(segment)) {
          editor.replace(at, end, composed);
        }
      }
      at = end;
    }
    return editor.finish();
  }

  /** Whether the common character is composed already when it is a segment of its own. */
  private static boolean composedAlone(char character) {
    return character < FIRST_MARK || (character >= '가' && character <= '힣');
  }

  /** Where the next segment begins. */
  private static int segmentEnd(String text, int begin) {
    int at = begin + Character.charCount(text.codePointAt(begin));
    while (at < text.length() && !begins(text.codePointAt(at))) {
      at += Character.charCount(text.codePointAt(at));
    }
    return at;
  }

  /** Whether a character can begin a segment; where that is unsure, no. */
  static boolean begins(int character) {
    if (character < FIRST_MARK) {
      return true;
    }
    boolean vowelOrFinal = character >= FIRST_VOWEL && character <= LAST_FINAL;
    boolean kiratRai = character >= FIRST_KIRAT_RAI && character <= LAST_KIRAT_RAI;
    return !vowelOrFinal && !kiratRai && !mark(character);
  }

  private static boolean mark(int character) {
    int type = Character.getType(character);
    return type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK
        || type == Character.ENCLOSING_MARK;
  }

  private static String composed(String segment) {
    boolean small = segment.length() <= LONG;
    return Normalizer.normalize(small ? segment : ordered(segment), Form.NFC);
  }

  /** A segment decomposed, its marks in canonical order. */
  private static String ordered(String segment) {
    StringBuilder out = new StringBuilder(segment.length());
    Map<Integer, StringBuilder> marks = new TreeMap<>(BY_CLASS);
    segment
        .codePoints()
        .flatMap(c -> decomposed(c).codePoints())
        .forEach(
            c -> {
              if (moves(c, LOWEST) || moves(HIGHEST, c)) {
                marks.computeIfAbsent(c, first -> new StringBuilder()).appendCodePoint(c);
              } else {
                flush(marks, out);
                out.appendCodePoint(c);
              }
            });
    flush(marks, out);
    return out.toString();
  }

  private static void flush(Map<Integer, StringBuilder> marks, StringBuilder out) {
    marks.values().forEach(out::append);
    marks.clear();
  }

  private static String decomposed(int character) {
    return Normalizer.normalize(Character.toString(character), Form.NFD);
  }

  /** Whether canonical order puts the second before the first. */
  private static boolean moves(int first, int second) {
    String pair = Character.toString(first) + Character.toString(second);
    return first != second && !Normalizer.isNormalized(pair, Form.NFD);
  }
}
