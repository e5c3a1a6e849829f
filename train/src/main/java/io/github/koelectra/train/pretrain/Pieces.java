package io.github.koelectra.train.pretrain;

import io.github.koelectra.tokenizer.ElectraTokenizer;
import io.github.koelectra.tokenizer.EncodeOptions;
import io.github.koelectra.tokenizer.TokenizerOptions.SpecialTokens;
import java.util.Arrays;

/** Texts as token ids, and sequences made of those. Immutable and safe to share. */
final class Pieces {
  private final ElectraTokenizer tokenizer;
  private final int maxLength;
  private final int classifier;
  private final int separator;
  private final int unknown;
  private final int mask;

  /**
   * For sequences of up to {@code maxLength} tokens.
   *
   * @throws IllegalArgumentException if the vocabulary has no token for masks
   */
  Pieces(ElectraTokenizer tokenizer, int maxLength) {
    this.tokenizer = tokenizer;
    this.maxLength = maxLength;
    SpecialTokens names = tokenizer.options().specialTokens();
    this.classifier = id(names.classifier());
    this.separator = id(names.separator());
    this.unknown = id(names.unknown());
    this.mask = id(names.mask());
  }

  private int id(String token) {
    return tokenizer
        .vocabulary()
        .id(token)
        .orElseThrow(() -> new IllegalArgumentException("the vocabulary has no " + token));
  }

  int maxLength() {
    return maxLength;
  }

  int separator() {
    return separator;
  }

  /** The tokens of a text that may be guessed: special ones that a text spells are left out. */
  int[] of(String text) {
    int[] ids = tokenizer.encode(text, EncodeOptions.DEFAULT.withoutSpecialTokens()).ids();
    return Arrays.stream(ids).allMatch(this::mayBeMasked)
        ? ids
        : Arrays.stream(ids).filter(this::mayBeMasked).toArray();
  }

  /** Whether a token may be chosen to be guessed, as in google-research/electra. */
  boolean mayBeMasked(int id) {
    return id != classifier && id != separator && id != mask;
  }

  /** What stands for a text of which the tokenizer keeps nothing: the unknown token. */
  int[] nothing() {
    return new int[] {unknown};
  }

  /** {@code [CLS] first [SEP]}. */
  TokenSequence single(int[] first) {
    int[] ids = new int[first.length + 2];
    ids[0] = classifier;
    System.arraycopy(first, 0, ids, 1, first.length);
    ids[first.length + 1] = separator;
    return new TokenSequence(ids, new int[ids.length]);
  }

  /** {@code [CLS] first [SEP] second [SEP]}, of which second and its separator have type 1. */
  TokenSequence pair(int[] first, int[] second) {
    int[] ids = Arrays.copyOf(single(first).inputIds(), first.length + second.length + 3);
    System.arraycopy(second, 0, ids, first.length + 2, second.length);
    ids[ids.length - 1] = separator;
    int[] types = new int[ids.length];
    Arrays.fill(types, first.length + 2, types.length, 1);
    return new TokenSequence(ids, types);
  }
}
