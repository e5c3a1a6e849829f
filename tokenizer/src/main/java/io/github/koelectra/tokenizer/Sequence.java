package io.github.koelectra.tokenizer;

import java.util.Arrays;

/**
 * The tokens of one text before special tokens, with offsets and words, while they are found. Can
 * be used for text after text, which costs less than a new one for each. For one thread.
 */
final class Sequence {
  private static final int LEAST = 16;
  private static final int MOST_AT_FIRST = 4096;

  private String text = "";
  private char[] chars = {};
  private int[] ids = {};
  private int[] begins = {};
  private int[] ends = {};
  private int[] words = {};
  private int size;
  private int word;

  Sequence() {}

  /** Forgets all tokens; those to come are of this text. */
  void begin(String next) {
    text = next;
    size = 0;
    word = 0;
    int capacity = LEAST + Math.min(next.length(), MOST_AT_FIRST);
    if (ids.length < capacity) {
      ids = new int[capacity];
      begins = new int[capacity];
      ends = new int[capacity];
      words = new int[capacity];
    }
  }

  /** Room for some chars of the text, with what it held before. */
  char[] chars(int length) {
    if (chars.length < length) {
      chars = new char[length];
    }
    return chars;
  }

  String text() {
    return text;
  }

  int size() {
    return size;
  }

  /**
   * Appends a token of the word at hand, which covers the chars from {@code begin} to {@code end}.
   */
  void add(int id, int begin, int end) {
    int at = size;
    if (at == ids.length) {
      grow();
    }
    ids[at] = id;
    begins[at] = begin;
    ends[at] = end;
    words[at] = word;
    size = at + 1;
  }

  private void grow() {
    int capacity = 2 * ids.length;
    ids = Arrays.copyOf(ids, capacity);
    begins = Arrays.copyOf(begins, capacity);
    ends = Arrays.copyOf(ends, capacity);
    words = Arrays.copyOf(words, capacity);
  }

  /** What is appended from now on belongs to the next word. */
  void endWord() {
    word++;
  }

  /** Forgets all but the first {@code length} tokens. */
  void shrink(int length) {
    size = length;
  }

  /** Copies a range of the tokens into the columns of an encoding. */
  void copy(int from, int length, Encoding.Columns to, int at) {
    System.arraycopy(ids, from, to.ids(), at, length);
    System.arraycopy(begins, from, to.begins(), at, length);
    System.arraycopy(ends, from, to.ends(), at, length);
    System.arraycopy(words, from, to.wordIds(), at, length);
  }

  /** Makes offsets into a normalised text, from token {@code from} on, those into the original. */
  void toOriginal(int from, NormalizedText normalized) {
    for (int i = from; i < size; i++) {
      begins[i] = normalized.begin(begins[i]);
      ends[i] = normalized.end(ends[i] - 1);
    }
  }
}
