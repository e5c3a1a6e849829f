package io.github.koelectra.cli;

import io.github.koelectra.json.Json;
import io.github.koelectra.json.JsonObject;
import io.github.koelectra.train.model.DropoutRates;
import java.io.IOException;
import java.nio.file.Path;

/** The dropout that a configuration says. */
final class ConfiguredDropout {
  private static final double USUAL = 0.1;

  private ConfiguredDropout() {}

  /**
   * What a {@code config.json} says, and transformers where it says nothing.
   *
   * @throws IOException if it cannot be read, or is none that can be
   */
  static DropoutRates read(Path config) throws IOException {
    JsonObject members = Json.readObject(config);
    double hidden = members.findDouble("hidden_dropout_prob").orElse(USUAL);
    double attention = members.findDouble("attention_probs_dropout_prob").orElse(USUAL);
    double classifier = members.findDouble("classifier_dropout").orElse(hidden);
    try {
      return new DropoutRates((float) hidden, (float) attention, (float) classifier);
    } catch (IllegalArgumentException e) {
      throw new IOException(config + ": " + e.getMessage(), e);
    }
  }

  /** The same rate everywhere. */
  static DropoutRates everywhere(double rate) {
    return new DropoutRates((float) rate, (float) rate, (float) rate);
  }
}
