package io.github.koelectra.tokenizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * The tokens of a text or a pair of texts, as a model takes them. Immutable and safe to share
 * between threads.
 */
public final class Encoding {
  private static final int NONE = -1;

  private final Vocabulary vocabulary;
  private final String text;
  private final String pair;
  private final Columns columns;
  private final Overflow overflow;

  /**
   * The columns of the encoding's table, a row per token. The other columns follow from these.
   *
   * @param wordIds -1 for added tokens
   * @param pairBegin the first row of the pair, behind the text and its separator
   * @param paddingBegin the first row of the padding
   */
  record Columns(
      int[] ids, int[] begins, int[] ends, int[] wordIds, int pairBegin, int paddingBegin) {
    /** Rows to be filled, without padding. */
    static Columns ofSize(int size, int pairBegin) {
      return new Columns(
          new int[size], new int[size], new int[size], new int[size], pairBegin, size);
    }

    /** Makes a row one of an added token. */
    void special(int row, int id) {
      ids[row] = id;
      wordIds[row] = NONE;
    }

    Columns padded(int size, int id) {
      int[] paddedIds = Arrays.copyOf(ids, size);
      int[] paddedWords = Arrays.copyOf(wordIds, size);
      Arrays.fill(paddedIds, ids.length, size, id);
      Arrays.fill(paddedWords, ids.length, size, NONE);
      return new Columns(
          paddedIds,
          Arrays.copyOf(begins, size),
          Arrays.copyOf(ends, size),
          paddedWords,
          pairBegin,
          paddingBegin);
    }
  }

  Encoding(Vocabulary vocabulary, String text, String pair, Columns columns, Overflow overflow) {
    this.vocabulary = vocabulary;
    this.text = text;
    this.pair = pair;
    this.columns = columns;
    this.overflow = overflow;
  }

  /** This encoding and its overflowing windows, filled up if they have fewer tokens. */
  Encoding padded(int length, int id) {
    Columns padded = length > size() ? columns.padded(length, id) : columns;
    return new Encoding(
        vocabulary, text, pair, padded, overflow.map(window -> window.padded(length, id)));
  }

  /**
   * This encoding with another token in one place, which keeps its offsets and its word: to mask a
   * piece of a word, which no text could say. Windows that did not fit are left out.
   *
   * @throws IndexOutOfBoundsException if there is no such place
   */
  public Encoding withId(int index, int id) {
    int[] ids = columns.ids.clone();
    ids[index] = id;
    Columns changed =
        new Columns(
            ids,
            columns.begins,
            columns.ends,
            columns.wordIds,
            columns.pairBegin,
            columns.paddingBegin);
    return new Encoding(vocabulary, text, pair, changed, Overflow.NOTHING);
  }

  /** The number of tokens. */
  public int size() {
    return columns.ids.length;
  }

  /** The token ids: {@code input_ids}. */
  public int[] ids() {
    return columns.ids.clone();
  }

  /** The token types: 0 in the first text, 1 in its pair. */
  public int[] typeIds() {
    int[] typeIds = new int[size()];
    Arrays.fill(typeIds, columns.pairBegin, columns.paddingBegin, 1);
    return typeIds;
  }

  /** 1 for tokens, 0 for padding. */
  public int[] attentionMask() {
    int[] attentionMask = new int[size()];
    Arrays.fill(attentionMask, 0, columns.paddingBegin, 1);
    return attentionMask;
  }

  /** 1 for tokens that were added, 0 for those of the text. */
  public int[] specialTokensMask() {
    int[] specialTokensMask = new int[size()];
    for (int i = 0; i < specialTokensMask.length; i++) {
      specialTokensMask[i] = isSpecial(i) ? 1 : 0;
    }
    return specialTokensMask;
  }

  /** The tokens as the vocabulary spells them. */
  public List<String> tokens() {
    List<String> tokens = new ArrayList<>(size());
    for (int id : columns.ids) {
      tokens.add(vocabulary.token(id));
    }
    return tokens;
  }

  /** The token {@code index} as the vocabulary spells it. */
  public String token(int index) {
    return vocabulary.token(columns.ids[index]);
  }

  /** The id of token {@code index}. */
  public int id(int index) {
    return columns.ids[index];
  }

  /** Whether token {@code index} was added and stands for no text. */
  public boolean isSpecial(int index) {
    return columns.wordIds[index] == NONE;
  }

  /**
   * Where the source of token {@code index} begins in its text, in chars: {@code
   * text.substring(begin(i), end(i))} is the source. 0 for special tokens.
   */
  public int begin(int index) {
    return columns.begins[index];
  }

  /** Where the source of token {@code index} ends in its text, in chars. */
  public int end(int index) {
    return columns.ends[index];
  }

  /** Which word of its text token {@code index} belongs to; special tokens belong to none. */
  public OptionalInt wordId(int index) {
    return isSpecial(index) ? OptionalInt.empty() : OptionalInt.of(columns.wordIds[index]);
  }

  /** Which text token {@code index} comes from, 0 or 1; special tokens come from none. */
  public OptionalInt sequenceId(int index) {
    return isSpecial(index)
        ? OptionalInt.empty()
        : OptionalInt.of(index < columns.pairBegin ? 0 : 1);
  }

  /** The source of token {@code index}; empty for special tokens. */
  public String source(int index) {
    String whole = index < columns.pairBegin ? text : pair;
    return isSpecial(index) ? "" : whole.substring(begin(index), end(index));
  }

  /** The offsets [begin, end) of every token in code points, as Hugging Face counts. */
  public int[][] codePointOffsets() {
    int[] first = codePointsBefore(text);
    int[] second = codePointsBefore(pair);
    int[][] offsets = new int[size()][];
    for (int i = 0; i < offsets.length; i++) {
      int[] before = i < columns.pairBegin ? first : second;
      offsets[i] = isSpecial(i) ? new int[2] : new int[] {before[begin(i)], before[end(i)]};
    }
    return offsets;
  }

  private static int[] codePointsBefore(String text) {
    int[] before = new int[text.length() + 1];
    for (int i = 0; i < text.length(); i++) {
      boolean second =
          i > 0
              && Character.isLowSurrogate(text.charAt(i))
              && Character.isHighSurrogate(text.charAt(i - 1));
      before[i + 1] = before[i] + (second ? 0 : 1);
    }
    return before;
  }

  /** The windows that did not fit, in order; empty if nothing was cut. */
  public List<Encoding> overflowing() {
    return overflow.windows();
  }

  /** Whether something was cut. */
  public boolean truncated() {
    return overflow != Overflow.NOTHING;
  }
}
