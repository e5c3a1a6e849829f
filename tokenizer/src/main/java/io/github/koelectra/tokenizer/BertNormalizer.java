package io.github.koelectra.tokenizer;

/** What BERT's normaliser does to each code point, with given options. Immutable. */
final class BertNormalizer {
  /** The one letter whose lower case is two code points. */
  private static final int DOTTED_CAPITAL_I = 0x130;

  private static final String DOTTED_I = "i\u0307";

  private final TokenizerOptions options;

  BertNormalizer(TokenizerOptions options) {
    this.options = options;
  }

  /** Whether letters may become others. */
  boolean changesLetters() {
    return options.doLowerCase() || options.stripAccents();
  }

  /** The class of a code point, one of those of {@link CharacterClasses}. */
  byte classOf(int codePoint) {
    byte found = CharacterClasses.of(codePoint);
    if (found == CharacterClasses.REMOVED && !options.cleanText()) {
      // Line breaks that the clean-up would remove, but that are white space to the pre-tokenizer.
      boolean breaks = codePoint == 0xB || codePoint == 0xC || codePoint == 0x85;
      return breaks ? CharacterClasses.SPACE : CharacterClasses.JOIN;
    }
    boolean joins = found == CharacterClasses.CHINESE && !options.tokenizeChineseChars();
    return joins ? CharacterClasses.JOIN : found;
  }

  /** Whether a code point is part of a word, unchanged; it may be, too, if this says no. */
  boolean keeps(int codePoint) {
    return !changesLetters() && classOf(codePoint) == CharacterClasses.JOIN;
  }

  /** What a code point that is neither removed nor a space becomes: itself, others, or nothing. */
  String normalize(int codePoint) {
    String text = options.stripAccents() ? Accents.strip(codePoint) : Character.toString(codePoint);
    if (!options.doLowerCase()) {
      return text;
    }
    StringBuilder lower = new StringBuilder();
    int next;
    for (int i = 0; i < text.length(); i += Character.charCount(next)) {
      next = text.codePointAt(i);
      if (next == DOTTED_CAPITAL_I) {
        lower.append(DOTTED_I);
      } else {
        lower.appendCodePoint(toLowerCase(next));
      }
    }
    return lower.toString();
  }

  /** The lower case of Unicode 17, some of which Java 25 does not know yet. */
  private static int toLowerCase(int codePoint) {
    boolean successor = codePoint == 0xA7CE || codePoint == 0xA7D2 || codePoint == 0xA7D4;
    if (successor) {
      return codePoint + 1;
    }
    boolean beriaErfe = codePoint >= 0x16EA0 && codePoint <= 0x16EB8;
    return beriaErfe ? codePoint + 0x1B : Character.toLowerCase(codePoint);
  }
}
