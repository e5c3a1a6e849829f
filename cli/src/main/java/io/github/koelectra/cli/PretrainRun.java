package io.github.koelectra.cli;

import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.train.Batches;
import io.github.koelectra.train.model.DropoutRates;
import io.github.koelectra.train.model.PretrainingBatch;
import io.github.koelectra.train.model.PretrainingModel;
import io.github.koelectra.train.pretrain.PretrainingData;
import io.github.koelectra.train.run.Trainer;
import io.github.koelectra.train.run.TrainingSettings;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A pretraining run that is prepared.
 *
 * @param model both models
 * @param texts what is learnt from
 * @param heldOut what the models are measured on; nothing for no evaluation
 */
record PretrainRun(
    PretrainingModel model,
    PretrainingData texts,
    Optional<Measured> heldOut,
    TrainingSettings settings) {
  private static final String AUC = "discriminator_auc";

  /**
   * Texts that are not learnt from.
   *
   * @param digest tells them from others
   * @param measure how the models do on them
   */
  record Measured(String digest, Trainer.Measure measure) {}

  /**
   * What the bits of the run follow from besides its settings, by what it is.
   *
   * @param rates the dropout of both models
   */
  Map<String, String> files(PretrainPair pair, DropoutRates rates) throws IOException {
    Map<String, String> files = new TreeMap<>(pair.digests());
    files.put("hidden-dropout", String.valueOf(rates.hidden()));
    files.put("attention-dropout", String.valueOf(rates.attention()));
    files.put("the texts", texts.digest());
    files.put("the held-out texts", heldOut.map(Measured::digest).orElse("none"));
    files.put("the shapes of the models", pair.shapes().toString());
    return files;
  }

  /**
   * The trainer.
   *
   * @param batches of the texts
   * @param description what the bits of the run follow from
   */
  Trainer<PretrainingBatch> trainer(
      Batches<PretrainingBatch> batches,
      PretrainFiles files,
      Map<String, String> description,
      Kernels kernels) {
    Trainer.Task<PretrainingBatch> task =
        new Trainer.Task<>(
            model,
            batches,
            texts.batchesPerEpoch().orElse(0),
            description,
            heldOut.map(PretrainRun::validation),
            files::describe);
    return new Trainer<>(task, settings, kernels);
  }

  /** No model is kept for its score: whom a weak generator fools says little. */
  private static Trainer.Validation validation(Measured measured) {
    return new Trainer.Validation(AUC, measured.measure, () -> {});
  }
}
