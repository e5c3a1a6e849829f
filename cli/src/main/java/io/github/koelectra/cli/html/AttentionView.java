package io.github.koelectra.cli.html;

import java.util.List;

/**
 * What the tokens of a text attend to.
 *
 * @param tokens the tokens, special ones included
 * @param pairBegin the index of the first token of the second text; the number of tokens if there
 *     is none
 * @param heads the heads of a layer
 * @param layers per layer the probabilities [heads, tokens, tokens]: of each head and token how
 *     much it attends to each token
 * @param truncated whether the model did not read the end
 */
public record AttentionView(
    List<String> tokens, int pairBegin, int heads, List<float[]> layers, boolean truncated) {
  /** How many tokens a page can show. */
  public static final int MOST_TOKENS = 256;

  /**
   * Copies the lists, not the probabilities.
   *
   * @throws IllegalArgumentException if there are too many tokens, or the probabilities do not fit
   */
  public AttentionView {
    tokens = List.copyOf(tokens);
    layers = List.copyOf(layers);
    int length = tokens.size();
    if (length > MOST_TOKENS) {
      throw new IllegalArgumentException(
          "the text has " + length + " tokens, but a page shows at most " + MOST_TOKENS);
    }
    for (float[] layer : layers) {
      if (layer.length != heads * length * length) {
        throw new IllegalArgumentException(
            layer.length + " probabilities of " + heads + " heads and " + length + " tokens");
      }
    }
  }
}
