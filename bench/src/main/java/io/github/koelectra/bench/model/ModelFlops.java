package io.github.koelectra.bench.model;

import io.github.koelectra.electra.ElectraConfig;

/** The floating-point operations of a discriminator, a multiply-add counted as two. */
public final class ModelFlops {
  private ModelFlops() {}

  /**
   * The operations of all matrix products for texts of the given lengths, without padding: what is
   * useful, whoever does more.
   */
  public static double of(ElectraConfig config, int... lengths) {
    double hidden = config.hiddenSize();
    double tokens = 0;
    double pairs = 0;
    for (int length : lengths) {
      tokens += length;
      pairs += (double) length * length;
    }
    double project =
        config.embeddingSize() == config.hiddenSize() ? 0 : config.embeddingSize() * hidden;
    double attention = 4 * hidden * hidden;
    double feedForward = 2 * hidden * config.intermediateSize();
    double head = hidden * hidden + hidden;
    double perToken = project + config.numHiddenLayers() * (attention + feedForward) + head;
    double perPair = config.numHiddenLayers() * 2 * hidden;
    return 2 * (tokens * perToken + pairs * perPair);
  }
}
