package io.github.koelectra.tokenizer;

import java.util.Arrays;

/**
 * A stretch of text after the normaliser and the pre-tokenizer: chars, from where in the original
 * text each comes, and where words begin. Between two words nothing is kept.
 */
final class NormalizedText {
  private final BertNormalizer normalizer;
  private char[] chars;
  private int[] begins;
  private int[] ends;
  private int length;
  private int[] wordBegins;
  private int words;
  private boolean inWord;

  /** The text from {@code begin} to {@code end}. */
  NormalizedText(BertNormalizer normalizer, String text, int begin, int end) {
    this.normalizer = normalizer;
    int capacity = end - begin;
    chars = new char[capacity];
    begins = new int[capacity];
    ends = new int[capacity];
    wordBegins = new int[capacity / 2 + 1];
    int at = begin;
    while (at < end) {
      int codePoint = text.codePointAt(at);
      int next = Math.min(end, at + Character.charCount(codePoint));
      take(codePoint, at, next);
      at = next;
    }
  }

  private void take(int codePoint, int begin, int end) {
    switch (normalizer.classOf(codePoint)) {
      case CharacterClasses.REMOVED -> {}
      case CharacterClasses.SPACE -> inWord = false;
      case CharacterClasses.CHINESE -> {
        inWord = false;
        normalize(codePoint, begin, end);
        inWord = false;
      }
      default -> normalize(codePoint, begin, end);
    }
  }

  private void normalize(int codePoint, int begin, int end) {
    if (normalizer.keeps(codePoint)) {
      add(codePoint, begin, end);
      return;
    }
    String normal = normalizer.normalize(codePoint);
    int next;
    for (int i = 0; i < normal.length(); i += Character.charCount(next)) {
      next = normal.codePointAt(i);
      add(next, begin, end);
    }
  }

  private void add(int codePoint, int begin, int end) {
    boolean punctuation = CharacterClasses.of(codePoint) == CharacterClasses.PUNCTUATION;
    if (!inWord || punctuation) {
      beginWord();
    }
    inWord = !punctuation;
    int units = Character.charCount(codePoint);
    ensureRoom(units);
    Character.toChars(codePoint, chars, length);
    for (int i = 0; i < units; i++) {
      begins[length] = begin;
      ends[length++] = end;
    }
  }

  private void beginWord() {
    if (words == wordBegins.length) {
      wordBegins = Arrays.copyOf(wordBegins, 2 * words + 1);
    }
    wordBegins[words++] = length;
  }

  private void ensureRoom(int units) {
    if (length + units > chars.length) {
      int capacity = 2 * chars.length + 4;
      chars = Arrays.copyOf(chars, capacity);
      begins = Arrays.copyOf(begins, capacity);
      ends = Arrays.copyOf(ends, capacity);
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

  /** Where in the original text char {@code at} begins. */
  int begin(int at) {
    return begins[at];
  }

  /** Where in the original text char {@code at} ends. */
  int end(int at) {
    return ends[at];
  }
}
