package io.github.koelectra.tokenizer;

/**
 * What the tokenizer does at each char, decided once for its options, so that a walk over a text
 * asks one table. Immutable once built, safe to share between threads.
 */
final class Alphabet {
  /** Part of a word. */
  static final byte JOIN = 0;

  /** Between words. */
  static final byte SPACE = 1;

  /** A word of its own. */
  static final byte SPLIT = 2;

  /**
   * Needs a closer look: half a surrogate pair, removed, normalised to other than one char of the
   * same kind, or the first char of a special token.
   */
  static final byte RARE = 3;

  private static final int CHARS = 1 << Character.SIZE;

  private final byte[] kinds = new byte[CHARS];
  private final byte[] plainKinds;
  private final boolean folds;
  private final char[] folded;

  /** The alphabet of a normaliser, with special tokens that begin with these chars. */
  Alphabet(BertNormalizer normalizer, char[] specialFirstChars) {
    folds = normalizer.changesLetters();
    folded = new char[folds ? CHARS : 0];
    for (int c = 0; c < CHARS; c++) {
      kinds[c] = kind(normalizer, (char) c);
    }
    plainKinds = kinds.clone();
    for (char first : specialFirstChars) {
      kinds[first] = RARE;
      if (folds && folded[first] != first) {
        folded[first] = first;
        plainKinds[first] = RARE;
      }
    }
  }

  private byte kind(BertNormalizer normalizer, char c) {
    if (folds) {
      folded[c] = c;
    }
    byte found = normalizer.classOf(c);
    if (found == CharacterClasses.SPACE) {
      return SPACE;
    }
    if (Character.isSurrogate(c) || found == CharacterClasses.REMOVED) {
      return RARE;
    }
    if (folds) {
      String normal = normalizer.normalize(c);
      if (normal.length() != 1 || normalizer.classOf(normal.charAt(0)) != found) {
        return RARE;
      }
      folded[c] = normal.charAt(0);
    }
    return found == CharacterClasses.JOIN ? JOIN : SPLIT;
  }

  /** The chars of a text, each folded if that is all the normaliser does, and a space behind. */
  void read(String text, char[] chars) {
    int length = text.length();
    text.getChars(0, length, chars, 0);
    chars[length] = ' ';
    if (folds) {
      for (int i = 0; i < length; i++) {
        chars[i] = folded[chars[i]];
      }
    }
  }

  /** The kind of a char that was read. */
  byte kind(char c) {
    return kinds[c];
  }

  /** The kind of a char that was read and begins no special token. */
  byte plainKind(char c) {
    return plainKinds[c];
  }
}
