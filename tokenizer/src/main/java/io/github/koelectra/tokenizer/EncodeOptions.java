package io.github.koelectra.tokenizer;

import java.util.OptionalInt;

/**
 * What one call to encode should do. Immutable; the {@code with} methods return changed copies.
 *
 * @param addSpecialTokens whether the classifier and separator tokens are added
 * @param maxLength the most tokens, special ones included
 * @param truncation what is cut when there are more
 * @param stride how many tokens each overflowing window repeats of the one before
 * @param paddingLength how many tokens shorter encodings are filled up to
 * @param padToLongest whether shorter encodings are filled up to the longest of their batch
 * @param padToMultipleOf what the length they are filled up to is rounded up to a multiple of
 */
public record EncodeOptions(
    boolean addSpecialTokens,
    OptionalInt maxLength,
    Truncation truncation,
    int stride,
    OptionalInt paddingLength,
    boolean padToLongest,
    int padToMultipleOf) {

  /** Special tokens, no truncation, no padding. */
  public static final EncodeOptions DEFAULT =
      new EncodeOptions(
          true, OptionalInt.empty(), Truncation.NONE, 0, OptionalInt.empty(), false, 1);

  /** What is cut when there are too many tokens. */
  public enum Truncation {
    /** Nothing. */
    NONE,
    /** The longer of the two, then both. */
    LONGEST_FIRST,
    /** The text. */
    ONLY_FIRST,
    /** The pair. */
    ONLY_SECOND
  }

  /** Checks the numbers. */
  public EncodeOptions {
    if (stride < 0 || maxLength.orElse(0) < 0 || paddingLength.orElse(0) < 0) {
      throw new IllegalArgumentException("lengths and stride must not be negative");
    }
    if (truncation != Truncation.NONE && maxLength.isEmpty()) {
      throw new IllegalArgumentException("truncation needs a maximum length");
    }
    if (padToMultipleOf < 1) {
      throw new IllegalArgumentException("there are no multiples of " + padToMultipleOf);
    }
    if (padToLongest && paddingLength.isPresent()) {
      throw new IllegalArgumentException("padding is to the longest or to a length, not to both");
    }
  }

  /** Without the special tokens. */
  public EncodeOptions withoutSpecialTokens() {
    return new EncodeOptions(
        false, maxLength, truncation, stride, paddingLength, padToLongest, padToMultipleOf);
  }

  /** Cut to {@code length} tokens, special ones included. */
  public EncodeOptions withTruncation(int length, Truncation strategy) {
    return new EncodeOptions(
        addSpecialTokens,
        OptionalInt.of(length),
        strategy,
        stride,
        paddingLength,
        padToLongest,
        padToMultipleOf);
  }

  /** With overflowing windows that repeat {@code tokens} tokens. */
  public EncodeOptions withStride(int tokens) {
    return new EncodeOptions(
        addSpecialTokens,
        maxLength,
        truncation,
        tokens,
        paddingLength,
        padToLongest,
        padToMultipleOf);
  }

  /** Filled up to {@code length} tokens. */
  public EncodeOptions withPadding(int length) {
    return new EncodeOptions(
        addSpecialTokens,
        maxLength,
        truncation,
        stride,
        OptionalInt.of(length),
        false,
        padToMultipleOf);
  }

  /** Filled up to the longest encoding of the batch; overflowing windows do not count. */
  public EncodeOptions withPaddingToLongest() {
    return new EncodeOptions(
        addSpecialTokens,
        maxLength,
        truncation,
        stride,
        OptionalInt.empty(),
        true,
        padToMultipleOf);
  }

  /** Filled up, if at all, to a multiple of {@code tokens}. */
  public EncodeOptions withPaddingToMultipleOf(int tokens) {
    return new EncodeOptions(
        addSpecialTokens, maxLength, truncation, stride, paddingLength, padToLongest, tokens);
  }

  /**
   * What encodings of which the longest has {@code longest} tokens are filled up to; 0: nothing.
   */
  int paddedLength(int longest) {
    int length = padToLongest ? longest : paddingLength.orElse(0);
    return Math.multiplyExact(Math.ceilDiv(length, padToMultipleOf), padToMultipleOf);
  }
}
