package io.github.koelectra.train.pretrain;

import io.github.koelectra.train.Meter;
import io.github.koelectra.train.Pass;
import io.github.koelectra.train.model.PretrainingBatch;
import io.github.koelectra.train.model.PretrainingModel;
import io.github.koelectra.train.run.Trainer;
import java.util.List;
import java.util.SequencedMap;

/**
 * How two models under training do on texts that they do not learn from: always the same tokens are
 * to be guessed, and the same random numbers draw the guesses. For one thread.
 */
final class HeldOut implements Trainer.Measure {
  private final PretrainingModel model;
  private final List<PretrainingBatch> batches;
  private final long seed;

  HeldOut(PretrainingModel model, List<PretrainingBatch> batches, long seed) {
    this.model = model;
    this.batches = List.copyOf(batches);
    this.seed = seed;
  }

  /** The mean loss of a batch, and what the model tells of both of its parts. */
  @Override
  public SequencedMap<String, Double> measure(Runnable between) {
    return Trainer.told(meter -> evaluate(meter, between));
  }

  private void evaluate(Meter meter, Runnable between) {
    for (int b = 0; b < batches.size(); b++) {
      between.run();
      meter.add("loss", model.evaluate(batches.get(b), new Pass(seed, 0, b), meter), 1);
    }
  }
}
