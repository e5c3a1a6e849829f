package io.github.koelectra.json;

/** Halves of surrogate pairs, which no encoding of Unicode can hold. */
final class Surrogates {
  private Surrogates() {}

  /** Where the first half without its other half stands, or -1. */
  static int firstLone(CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (isLone(text, i)) {
          return i;
        }
        i++;
      }
    }
    return -1;
  }

  /** {@code json} with every such half, which can only stand in a string, escaped. */
  static String escape(String json) {
    if (firstLone(json) < 0) {
      return json;
    }
    StringBuilder escaped = new StringBuilder(json.length() + 16);
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (!Character.isSurrogate(c)) {
        escaped.append(c);
      } else if (isLone(json, i)) {
        escaped.append(String.format("\\u%04x", (int) c));
      } else {
        escaped.append(c).append(json.charAt(++i));
      }
    }
    return escaped.toString();
  }

  private static boolean isLone(CharSequence text, int i) {
    return Character.isLowSurrogate(text.charAt(i))
        || i + 1 == text.length()
        || !Character.isLowSurrogate(text.charAt(i + 1));
  }
}
