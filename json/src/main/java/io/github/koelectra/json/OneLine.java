package io.github.koelectra.json;

/**
 * The form in which text of a file may stand in a message: on one line, without control characters
 * that would move a terminal's cursor, and not endless.
 */
public final class OneLine {
  private static final int LONGEST = 1000;

  private OneLine() {}

  /** {@code message} with control and formatting characters escaped, cut after 1,000 characters. */
  public static String of(String message) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < message.length(); i++) {
      if (line.length() >= LONGEST) {
        return line.append('…').toString();
      }
      char c = message.charAt(i);
      switch (Character.getType(c)) {
        case Character.CONTROL,
            Character.FORMAT,
            Character.LINE_SEPARATOR,
            Character.PARAGRAPH_SEPARATOR ->
            line.append(String.format("\\u%04x", (int) c));
        default -> line.append(c);
      }
    }
    return line.toString();
  }
}
