package io.github.koelectra.cli;

import io.github.koelectra.electra.TaskModel;
import io.github.koelectra.electra.TokenBatch;
import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.train.finetune.Evaluation;
import io.github.koelectra.train.finetune.TrainingBatches;
import io.github.koelectra.train.model.FineTuning;
import io.github.koelectra.train.model.LabelledBatch;
import io.github.koelectra.train.run.ModelWriter;
import io.github.koelectra.train.run.Trainer;
import io.github.koelectra.train.run.TrainingSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;

/**
 * A fine-tuning run that is prepared.
 *
 * @param data what is learnt from and judged on
 * @param learner the model
 * @param batches the training data
 * @param batchSize the sequences of a batch, of evaluations too
 */
record FinetuneRun(
    FinetuneData data,
    FineTuning learner,
    TrainingBatches batches,
    TrainingSettings settings,
    int batchSize) {
  private static final int LINES_OF_AN_EPOCH = 10;
  private static final long MOST_BETWEEN_LINES = 100;
  private static final long MOST_BETWEEN_CHECKPOINTS = 1000;

  /** How often to log and to save where nothing is said, by key. */
  static Map<String, Object> usualIntervals(TrainingBatches batches, int accumulation) {
    long steps = Math.ceilDiv(batches.batchesPerEpoch(), (long) accumulation);
    return Map.of(
        "log_every", Math.clamp(steps / LINES_OF_AN_EPOCH, 1, MOST_BETWEEN_LINES),
        "save_every", Math.clamp(steps, 1, MOST_BETWEEN_CHECKPOINTS));
  }

  /**
   * The trainer, which keeps the best model in {@code output}.
   *
   * @param description what the bits of the run follow from
   */
  Trainer<LabelledBatch> trainer(
      ModelWriter writer, Path output, Map<String, String> description, Kernels kernels) {
    Trainer.Task<LabelledBatch> task =
        new Trainer.Task<>(
            learner,
            batches,
            batches.batchesPerEpoch(),
            description,
            data.judged().map(part -> validation(part, writer, output)),
            writer::writeFiles);
    return new Trainer<>(task, settings, kernels);
  }

  private Trainer.Validation validation(FinetuneData.Part part, ModelWriter writer, Path output) {
    return new Trainer.Validation(
        data.task().mainMetric(),
        between -> metrics(part, between),
        () -> writer.write(output, learner.variables()));
  }

  private SequencedMap<String, Double> metrics(FinetuneData.Part part, Runnable between) {
    Function<TokenBatch, Tensor> logits =
        batch -> {
          between.run();
          return learner.logits(batch);
        };
    return Evaluation.of(part.features(), batchSize, logits).metrics();
  }

  /** Scores the model that is kept, and writes the scores beside it. */
  ScoreTable finish(ModelWriter writer, Path output, Kernels kernels) throws IOException {
    if (data.judged().isEmpty()) {
      writer.write(output, learner.variables());
    }
    ScoreTable scores = new ScoreTable();
    scores.say("task", data.task().name());

    if (data.judged().isPresent()) {
      MetricsFile.Best best =
          MetricsFile.read(output.resolve(RunFlags.METRICS)).best().orElseThrow();
      scores.say("main_metric", data.task().mainMetric());
      scores.say("best_step", best.step());
      best.epoch().ifPresent(epoch -> scores.say("best_epoch", epoch));
      scores.add(data.judged().get().name(), best.metrics());
    }
    if (data.test().isPresent()) {
      FinetuneData.Part test = data.test().get();
      try (TaskModel model = TaskHeads.head(data.task()).load(output, kernels)) {
        scores.add(test.name(), Evaluation.of(test.features(), batchSize, model::run).metrics());
      }
    }
    scores.write(output);
    return scores;
  }
}
