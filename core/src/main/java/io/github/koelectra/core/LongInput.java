package io.github.koelectra.core;

/**
 * What becomes of an input with more tokens than the model, or a maximum length, allows.
 *
 * <pre>{@code
 * var options =
 *     TextClassification.Options.DEFAULT.withInputs(InputOptions.of(LongInput.WINDOW));
 * }</pre>
 */
public enum LongInput {
  /** It is refused. */
  ERROR,
  /** Its end is left out, and the result says that it was truncated. */
  TRUNCATE,
  /**
   * It is looked at through overlapping windows, whose results are put together: entities and
   * answers are gathered, scores and embeddings averaged by the windows' numbers of tokens.
   */
  WINDOW
}
