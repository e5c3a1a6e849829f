package io.github.koelectra.json;

/**
 * The form in which text of a file may stand in a message: on one line, without control characters
 * that would move a terminal's cursor, and not endless.
 */
public final class OneLine {
  private static final int LONGEST = 1000;
  private static final char ZERO_WIDTH_NON_JOINER = '\u200C';
  private static final char ZERO_WIDTH_JOINER = '\u200D';

  private OneLine() {}

  /** {@code message} with control and formatting characters escaped, cut after 1,000 characters. */
  public static String of(String message) {
    String line = escaped(message);
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }

  /** All of {@code text} with control and formatting characters escaped. */
  public static String escaped(String text) {
    StringBuilder line = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isHarmless(c)) {
        line.append(c);
      } else {
        line.append(String.format("\\u%04x", (int) c));
      }
    }
    return line.toString();
  }

  /** Joiners are format characters, too, but hold emoji together. */
  private static boolean isHarmless(char c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
      case Character.FORMAT -> c == ZERO_WIDTH_NON_JOINER || c == ZERO_WIDTH_JOINER;
      default -> true;
    };
  }
}
