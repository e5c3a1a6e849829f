package io.github.koelectra.core;

/**
 * Emoji as Unicode Technical Standard 51 writes them: possible sequences, whether or not a font has
 * a picture for them.
 */
final class EmojiSequences {
  private static final int TEXT_END = 0x7f;
  private static final int JOINER = 0x200d;
  private static final int EMOJI_SELECTOR = 0xfe0f;
  private static final int KEYCAP = 0x20e3;
  private static final int FIRST_INDICATOR = 0x1f1e6;
  private static final int LAST_INDICATOR = 0x1f1ff;
  private static final int FIRST_TAG = 0xe0020;
  private static final int LAST_TAG = 0xe007f;

  private EmojiSequences() {}

  /** Every stretch of emoji replaced by a space. */
  static EditedText blank(String text) {
    EditedText.Editor editor = new EditedText.Editor(text);
    int at = 0;
    while (at < text.length()) {
      int end = stretchEnd(text, at);
      if (end > at) {
        editor.replace(at, end, " ");
        at = end;
      } else {
        at += Character.charCount(text.codePointAt(at));
      }
    }
    return editor.finish();
  }

  private static int stretchEnd(String text, int begin) {
    int at = begin;
    for (int end = sequenceEnd(text, at); end > at; end = sequenceEnd(text, at)) {
      at = end;
    }
    return at;
  }

  /** Where the emoji that begins here ends; {@code begin} if none begins. */
  private static int sequenceEnd(String text, int begin) {
    int at = elementEnd(text, begin, false);
    while (at > begin && codePoint(text, at) == JOINER) {
      int next = elementEnd(text, at + 1, true);
      if (next == at + 1) {
        return at;
      }
      at = next;
    }
    return at;
  }

  /** A part between joiners; a joined one may lack the selector that makes it an emoji. */
  private static int elementEnd(String text, int begin, boolean joined) {
    int character = codePoint(text, begin);
    int end = begin + Character.charCount(character);
    if (keycapBase(character)) {
      int mark = codePoint(text, end) == EMOJI_SELECTOR ? end + 1 : end;
      return codePoint(text, mark) == KEYCAP ? mark + 1 : begin;
    }
    if (!Character.isEmoji(character) || character <= TEXT_END) {
      return begin;
    }
    int next = codePoint(text, end);
    if (indicator(character)) {
      return indicator(next) ? end + Character.charCount(next) : end;
    }
    if (next == EMOJI_SELECTOR) {
      return tagsEnd(text, end + 1);
    }
    if (Character.isEmojiModifierBase(character) && Character.isEmojiModifier(next)) {
      return tagsEnd(text, end + Character.charCount(next));
    }
    return joined || Character.isEmojiPresentation(character) ? tagsEnd(text, end) : begin;
  }

  private static int tagsEnd(String text, int begin) {
    int at = begin;
    for (int tag = codePoint(text, at); tag >= FIRST_TAG && tag <= LAST_TAG; ) {
      at += Character.charCount(tag);
      tag = codePoint(text, at);
    }
    return at;
  }

  private static boolean keycapBase(int character) {
    return (character >= '0' && character <= '9') || character == '#' || character == '*';
  }

  private static boolean indicator(int character) {
    return character >= FIRST_INDICATOR && character <= LAST_INDICATOR;
  }

  /** The code point at a place, and none, zero, at the end. */
  private static int codePoint(String text, int at) {
    return at < text.length() ? text.codePointAt(at) : 0;
  }
}
