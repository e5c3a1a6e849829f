package io.github.koelectra.tokenizer;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;

/**
 * A stretch of text after the normaliser and the pre-tokenizer: chars, from where in the original
 * text each comes, and where words begin. Between two words nothing is kept.
 */
final class NormalizedText {
  private static final int DOTTED_I = 0x130;

  private final TokenizerOptions options;
  private char[] chars;
  private int[] begins;
  private int[] ends;
  private int length;
  private int[] wordBegins;
  private int words;
  private boolean inWord;

  NormalizedText(TokenizerOptions options, int capacity) {
    this.options = options;
    chars = new char[capacity];
    begins = new int[capacity];
    ends = new int[capacity];
    wordBegins = new int[capacity / 2 + 1];
  }

  /** Takes the text from {@code begin} to {@code end} in place of what it held. */
  void take(String text, int begin, int end) {
    length = 0;
    words = 0;
    inWord = false;
    int at = begin;
    while (at < end) {
      int codePoint = text.codePointAt(at);
      int next = Math.min(end, at + Character.charCount(codePoint));
      take(codePoint, at, next);
      at = next;
    }
  }

  private void take(int codePoint, int begin, int end) {
    switch (CharacterClasses.of(codePoint)) {
      case CharacterClasses.REMOVED -> {
        if (!options.cleanText()) {
          normalize(codePoint, begin, end);
        }
      }
      case CharacterClasses.SPACE -> inWord = false;
      case CharacterClasses.CHINESE -> {
        inWord = inWord && !options.tokenizeChineseChars();
        normalize(codePoint, begin, end);
        inWord = inWord && !options.tokenizeChineseChars();
      }
      default -> normalize(codePoint, begin, end);
    }
  }

  private void normalize(int codePoint, int begin, int end) {
    if (codePoint < 0x80 || !(options.stripAccents() || options.doLowerCase())) {
      boolean capital = codePoint >= 'A' && codePoint <= 'Z' && options.doLowerCase();
      add(capital ? codePoint + ('a' - 'A') : codePoint, begin, end);
      return;
    }
    String text = Character.toString(codePoint);
    if (options.stripAccents()) {
      text = Normalizer.normalize(text, Normalizer.Form.NFD);
    }
    text.codePoints()
        .filter(c -> !options.stripAccents() || Character.getType(c) != Character.NON_SPACING_MARK)
        .forEach(c -> lowerCase(c, begin, end));
  }

  private void lowerCase(int codePoint, int begin, int end) {
    if (!options.doLowerCase()) {
      add(codePoint, begin, end);
    } else if (codePoint == DOTTED_I) {
      Character.toString(codePoint)
          .toLowerCase(Locale.ROOT)
          .codePoints()
          .forEach(c -> add(c, begin, end));
    } else {
      add(Character.toLowerCase(codePoint), begin, end);
    }
  }

  private void add(int codePoint, int begin, int end) {
    boolean punctuation = CharacterClasses.of(codePoint) == CharacterClasses.PUNCTUATION;
    if (!inWord || punctuation) {
      if (words == wordBegins.length) {
        wordBegins = Arrays.copyOf(wordBegins, 2 * words + 1);
      }
      wordBegins[words++] = length;
    }
    inWord = !punctuation;
    int units = Character.charCount(codePoint);
    if (length + units > chars.length) {
      int capacity = 2 * chars.length + 4;
      chars = Arrays.copyOf(chars, capacity);
      begins = Arrays.copyOf(begins, capacity);
      ends = Arrays.copyOf(ends, capacity);
    }
    Character.toChars(codePoint, chars, length);
    for (int i = 0; i < units; i++) {
      begins[length] = begin;
      ends[length++] = end;
    }
  }

  int words() {
    return words;
  }

  int wordBegin(int word) {
    return wordBegins[word];
  }

  int wordEnd(int word) {
    return word + 1 < words ? wordBegins[word + 1] : length;
  }

  char[] chars() {
    return chars;
  }

  /** Whether a word has more than {@code limit} code points. */
  boolean isLonger(int word, int limit) {
    int begin = wordBegin(word);
    int size = wordEnd(word) - begin;
    return size > limit && Character.codePointCount(chars, begin, size) > limit;
  }

  /** Where in the original text char {@code at} begins. */
  int begin(int at) {
    return begins[at];
  }

  /** Where in the original text char {@code at} ends. */
  int end(int at) {
    return ends[at];
  }
}
