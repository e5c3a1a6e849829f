package io.github.koelectra.bench.model;

import io.github.koelectra.bench.contest.Contender;
import java.time.Duration;

/** A runtime with a discriminator loaded. */
sealed interface ModelContender extends AutoCloseable permits OnnxModel, OurModel, TorchModel {
  /** What results call it. */
  String name();

  /** How long its threads take to go to sleep when there is nothing to do. */
  default Duration rest() {
    return Contender.REST;
  }

  /** Gets ready to run the model on texts: what is not timed. */
  Call prepare(Texts texts);

  @Override
  void close();

  /** A run of the model on texts that were made ready. */
  interface Call extends AutoCloseable {
    /** Runs the model; the logits as the runtime returns them. */
    float[] run();

    /** The logits of tokens only, one text behind the other. */
    float[] packed(float[] logits);

    @Override
    default void close() {}
  }
}
