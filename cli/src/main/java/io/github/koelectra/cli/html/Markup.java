package io.github.koelectra.cli.html;

import io.github.koelectra.json.Json;

/** Any string as text, attribute or data of a page, so that it cannot become anything else. */
final class Markup {
  private static final int REPLACEMENT = '\uFFFD';

  private Markup() {}

  /**
   * {@code text} as text or as the value of a quoted attribute. What HTML does not allow, which is
   * half a surrogate pair, control characters but white space, and what Unicode says is no
   * character, becomes U+FFFD each.
   */
  static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int c = text.codePointAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        case '\r' -> escaped.append("&#13;"); // Bare, a parser makes it a line feed.
        case '\t', '\n', '\f' -> escaped.append((char) c);
        default -> escaped.appendCodePoint(isAllowed(c) ? c : REPLACEMENT);
      }
    }
    return escaped.toString();
  }

  private static boolean isAllowed(int codePoint) {
    boolean noCharacter =
        (codePoint & 0xFFFE) == 0xFFFE || (codePoint >= 0xFDD0 && codePoint <= 0xFDEF);
    return !noCharacter
        && !Character.isISOControl(codePoint)
        && Character.getType(codePoint) != Character.SURROGATE;
  }

  /**
   * {@code value} as JSON in a script element: what could end the element or begin a comment in it
   * stands only in strings, where it is written as an escape.
   */
  static String json(Object value) {
    return Json.write(value)
        .replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029")
        .replace("\uFFFF", "\\uffff"); // Some parsers take it for the end.
  }
}
