package io.github.koelectra.tokenizer;

import java.util.ArrayList;
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
  private final List<Encoding> overflowing;

  /** The columns of the encoding's table, a row per token. */
  record Columns(
      int[] ids,
      int[] typeIds,
      int[] attentionMask,
      int[] specialTokensMask,
      int[] begins,
      int[] ends,
      int[] wordIds,
      int[] sequenceIds) {}

  Encoding(
      Vocabulary vocabulary,
      String text,
      String pair,
      Columns columns,
      List<Encoding> overflowing) {
    this.vocabulary = vocabulary;
    this.text = text;
    this.pair = pair;
    this.columns = columns;
    this.overflowing = List.copyOf(overflowing);
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
    return columns.typeIds.clone();
  }

  /** 1 for tokens, 0 for padding. */
  public int[] attentionMask() {
    return columns.attentionMask.clone();
  }

  /** 1 for tokens that were added, 0 for those of the text. */
  public int[] specialTokensMask() {
    return columns.specialTokensMask.clone();
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
    return columns.specialTokensMask[index] == 1;
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
    return optional(columns.wordIds[index]);
  }

  /** Which text token {@code index} comes from, 0 or 1; special tokens come from none. */
  public OptionalInt sequenceId(int index) {
    return optional(columns.sequenceIds[index]);
  }

  private static OptionalInt optional(int value) {
    return value == NONE ? OptionalInt.empty() : OptionalInt.of(value);
  }

  /** The source of token {@code index}; empty for special tokens. */
  public String source(int index) {
    return columns.sequenceIds[index] == NONE
        ? ""
        : textOf(index).substring(begin(index), end(index));
  }

  private String textOf(int index) {
    return columns.sequenceIds[index] == 1 ? pair : text;
  }

  /** The offsets [begin, end) of every token in code points, as Hugging Face counts. */
  public int[][] codePointOffsets() {
    int[] first = codePointsBefore(text);
    int[] second = codePointsBefore(pair);
    int[][] offsets = new int[size()][];
    for (int i = 0; i < offsets.length; i++) {
      int[] before = columns.sequenceIds[i] == 1 ? second : first;
      offsets[i] =
          columns.sequenceIds[i] == NONE
              ? new int[2]
              : new int[] {before[begin(i)], before[end(i)]};
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
    return overflowing;
  }

  /** Whether something was cut. */
  public boolean truncated() {
    return !overflowing.isEmpty();
  }
}
