package io.github.koelectra.tokenizer;

/**
 * From text to tokens: special tokens, normaliser, pre-tokenizer and word pieces, in one walk over
 * the text. Immutable and safe to share between threads.
 */
final class WordPiece {
  private final BertNormalizer normalizer;
  private final AddedVocabulary special;
  private final Alphabet alphabet;
  private final WordPieceTrie trie;
  private final int maxWordLength;
  private final int unknown;

  WordPiece(Vocabulary vocabulary, TokenizerOptions options) {
    normalizer = new BertNormalizer(options);
    special = new AddedVocabulary(vocabulary, options.specialTokens());
    alphabet = new Alphabet(normalizer, special.firstChars());
    trie = new WordPieceTrie(vocabulary, options.maxWordLength());
    maxWordLength = options.maxWordLength();
    unknown = vocabulary.id(options.specialTokens().unknown()).orElseThrow();
  }

  /** The special tokens. */
  AddedVocabulary special() {
    return special;
  }

  /** Finds the tokens of a text; if there are more than {@code limit}, only some more. */
  void tokenize(String text, int limit, Sequence found) {
    found.begin(text);
    new Walk(text, found).run(limit);
  }

  /**
   * One walk over one text. Nearly everywhere a char of the text is a char of the normalised text,
   * and the words are matched where they stand; the few other stretches are written out.
   */
  private final class Walk {
    private static final int NONE = -1;

    private final String text;
    private final char[] chars;
    private final Sequence sequence;
    private int at;

    Walk(String text, Sequence found) {
      this.text = text;
      sequence = found;
      chars = found.chars(text.length() + 1);
      alphabet.read(text, chars);
    }

    void run(int limit) {
      while (at < text.length() && sequence.size() <= limit) {
        byte kind = alphabet.kind(chars[at]);
        if (kind == Alphabet.RARE) {
          rare();
        } else {
          take(kind);
        }
      }
    }

    private void take(byte kind) {
      switch (kind) {
        case Alphabet.SPACE -> at++;
        case Alphabet.SPLIT -> word(at + 1);
        default -> {
          int end = wordEnd();
          if (end == NONE) {
            stretch();
          } else {
            word(end);
          }
        }
      }
    }

    private void rare() {
      String token = special.find(text, at);
      if (token.isEmpty()) {
        take(alphabet.plainKind(chars[at]));
      } else {
        int end = at + token.length();
        sequence.add(special.id(token), at, end);
        sequence.endWord();
        at = end;
      }
    }

    /** Where the word at hand ends; NONE if it has to be written out. */
    private int wordEnd() {
      int end = at;
      while (true) {
        while (alphabet.kind(chars[end]) == Alphabet.JOIN) {
          end++;
        }
        if (alphabet.kind(chars[end]) != Alphabet.RARE || isSpecial(end)) {
          return end;
        }
        byte plain = alphabet.plainKind(chars[end]);
        if (plain == Alphabet.JOIN) {
          end++;
        } else if (plain == Alphabet.RARE && isPairOfWord(end)) {
          end += 2;
        } else {
          return plain == Alphabet.RARE ? NONE : end;
        }
      }
    }

    /**
     * Whether a surrogate pair, say an emoji, stands at an index and is part of a word as it is.
     */
    private boolean isPairOfWord(int index) {
      return Character.isSurrogatePair(chars[index], chars[index + 1])
          && normalizer.keeps(Character.toCodePoint(chars[index], chars[index + 1]));
    }

    private boolean isSpecial(int index) {
      return alphabet.kind(chars[index]) == Alphabet.RARE && !special.find(text, index).isEmpty();
    }

    private void word(int end) {
      match(chars, at, end);
      at = end;
    }

    /** Writes out what stands before the next space or special token, and takes its words. */
    private void stretch() {
      int end = at + 1;
      while (end < text.length()
          && alphabet.plainKind(chars[end]) != Alphabet.SPACE
          && !isSpecial(end)) {
        end++;
      }
      NormalizedText normalized = new NormalizedText(normalizer, text, at, end);
      int before = sequence.size();
      for (int word = 0; word < normalized.words(); word++) {
        match(normalized.chars(), normalized.wordBegin(word), normalized.wordEnd(word));
      }
      sequence.toOriginal(before, normalized);
      at = end;
    }

    private void match(char[] from, int begin, int end) {
      if (isTooLong(from, begin, end) || !trie.match(from, begin, end, sequence)) {
        sequence.add(unknown, begin, end);
      }
      sequence.endWord();
    }

    private boolean isTooLong(char[] from, int begin, int end) {
      int length = end - begin;
      return length > maxWordLength
          && Character.codePointCount(from, begin, length) > maxWordLength;
    }
  }
}
