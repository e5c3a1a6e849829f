package io.github.koelectra.core;

import java.util.OptionalInt;

/**
 * How a pipeline reads its inputs. Immutable; the {@code with} methods return changed copies.
 *
 * <pre>{@code
 * InputOptions inputs =
 *     InputOptions.of(LongInput.WINDOW).withMaxLength(256).withStride(64);
 * }</pre>
 *
 * @param maxLength the most tokens of a sequence, special ones counted; empty: as many as the model
 *     has positions, which no length exceeds
 * @param longInput what becomes of longer inputs
 * @param stride how many tokens a window shares with the one before; empty: 128, or half the
 *     maximum length if that is less
 * @param normalization what is done to a text before it is tokenized
 * @param batchTokens the most tokens that go through the model together
 */
public record InputOptions(
    OptionalInt maxLength,
    LongInput longInput,
    OptionalInt stride,
    TextNormalization normalization,
    int batchTokens) {
  /** Fewer leave no room for a text between the special tokens. */
  private static final int LEAST_LENGTH = 3;

  private static final int BATCH_TOKENS = 2048;
  private static final int STRIDE = 128;

  /** Checks the numbers. */
  public InputOptions {
    if (maxLength.orElse(LEAST_LENGTH) < LEAST_LENGTH) {
      throw new IllegalArgumentException(
          "a maximum length must be at least " + LEAST_LENGTH + ", not " + maxLength.getAsInt());
    }
    if (stride.orElse(0) < 0) {
      throw new IllegalArgumentException("a stride must not be negative: " + stride.getAsInt());
    }
    if (batchTokens < 1) {
      throw new IllegalArgumentException("a batch needs at least one token, not " + batchTokens);
    }
  }

  /** Whole texts as they are, treated so if they are long. */
  public static InputOptions of(LongInput longInput) {
    return new InputOptions(
        OptionalInt.empty(), longInput, OptionalInt.empty(), TextNormalization.NONE, BATCH_TOKENS);
  }

  /** With at most {@code tokens} tokens. */
  public InputOptions withMaxLength(int tokens) {
    return new InputOptions(OptionalInt.of(tokens), longInput, stride, normalization, batchTokens);
  }

  /** With long inputs treated so. */
  public InputOptions withLongInput(LongInput treated) {
    return new InputOptions(maxLength, treated, stride, normalization, batchTokens);
  }

  /** With windows that share {@code tokens} tokens. */
  public InputOptions withStride(int tokens) {
    return new InputOptions(
        maxLength, longInput, OptionalInt.of(tokens), normalization, batchTokens);
  }

  /** With texts normalised so. */
  public InputOptions withNormalization(TextNormalization normalized) {
    return new InputOptions(maxLength, longInput, stride, normalized, batchTokens);
  }

  /** With batches of at most {@code tokens} tokens. */
  public InputOptions withBatchTokens(int tokens) {
    return new InputOptions(maxLength, longInput, stride, normalization, tokens);
  }

  /** The stride for sequences of at most {@code length} tokens. */
  int strideWithin(int length) {
    int usual = Math.min(STRIDE, length / 2);
    return stride.orElse(Math.min(usual, length - LEAST_LENGTH)); // below what fits into a window
  }
}
