package io.github.koelectra.train.model;

/**
 * The shares of elements that are dropped under training.
 *
 * @param hidden of the embeddings and of the outputs of dense layers: {@code hidden_dropout_prob}
 * @param attention of attention probabilities: {@code attention_probs_dropout_prob}
 * @param classifier of what a head reads: {@code classifier_dropout}
 */
public record DropoutRates(float hidden, float attention, float classifier) {
  /** Drops nothing. */
  public static final DropoutRates NONE = new DropoutRates(0, 0, 0);

  /** Checks the rates. */
  public DropoutRates {
    check(hidden);
    check(attention);
    check(classifier);
  }

  private static void check(float rate) {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException("a dropout rate is at least 0 and below 1, not " + rate);
    }
  }
}
