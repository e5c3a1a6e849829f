package io.github.koelectra.cli;

import io.github.koelectra.electra.ElectraConfig;
import io.github.koelectra.electra.TaskModel;
import io.github.koelectra.train.finetune.DataSet;
import io.github.koelectra.train.finetune.Evaluation;
import io.github.koelectra.train.finetune.Features;
import io.github.koelectra.train.finetune.FinetuneTask;
import io.github.koelectra.train.finetune.FinetuneTask.Settings;
import io.github.koelectra.train.finetune.FinetuneTask.Split;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Scores a fine-tuned model. */
@Command(
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Scores are the field's: accuracy and F1, Pearson and Spearman, entity F1,",
      "KorQuAD's exact match and F1. The test file is taken, or dev without one.",
      "",
      "Examples:",
      "  koelectra evaluate --task nsmc --data nsmc/ --model sentiment/",
      "  koelectra evaluate --task korsts --data korsts/ --model sts/ --split dev \\",
      "    --predictions predictions.jsonl --json"
    })
final class EvaluateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private TaskDataFlags data;

  @Option(
      names = "--model",
      paramLabel = ModelReference.LABEL,
      required = true,
      description = "The fine-tuned model: a directory, or NAME[@REVISION] on the hub.")
  private ModelReference model;

  @Option(names = "--split", paramLabel = "SPLIT", description = "dev or test.")
  private Optional<Split> split = Optional.empty();

  @Option(
      names = "--predictions",
      paramLabel = "FILE",
      description = "Write what the model says of each row, a JSON object a line.")
  private Optional<Path> predictions = Optional.empty();

  @Option(names = "--json", description = "Print the scores as JSON.")
  private boolean json;

  @Mixin private LengthFlags lengths;
  @Mixin private KernelOptions kernels;
  @Mixin private HubModels hub;

  @Override
  public Integer call() throws IOException {
    kernels.check();
    FinetuneTask task = data.task();
    SettingOptions options = new SettingOptions(spec);
    Settings published = task.settings();
    options.fill(LengthFlags.usual(published.lengths(), published.trainBatchSize()));
    int batchSize = options.checked(lengths::batchSize);
    Path directory = hub.directory(model);
    ElectraConfig config = ElectraConfig.read(directory);
    FinetuneTask labelled = labelled(task, config);
    Split part = split.orElse(data.find(task, Split.TEST).isPresent() ? Split.TEST : Split.DEV);
    Path file = data.file(task, part);
    Features features =
        Features.of(
            labelled,
            DataSet.read(labelled, file),
            FinetuneModel.of(directory).tokenizer(),
            options.checked(() -> lengths.lengths(config)));
    if (predictions.isPresent()) {
      PredictionFile.check(predictions.get(), List.of(file, directory));
    }
    Evaluation evaluation;
    try (TaskModel loaded = TaskHeads.head(task).load(directory, kernels.kernels())) {
      evaluation = Evaluation.of(features, batchSize, loaded::run);
    }
    if (predictions.isPresent()) {
      PredictionFile.write(predictions.get(), evaluation);
    }
    show(labelled, part, features, evaluation);
    return 0;
  }

  /** With the labels in the order of the model's outputs. */
  private FinetuneTask labelled(FinetuneTask task, ElectraConfig config) throws IOException {
    try {
      FinetuneTask labelled =
          TaskHeads.unnamed(config) && !task.labels().isEmpty()
              ? task
              : task.withLabels(config.labels());
      boolean fits =
          task.head() == FinetuneTask.Head.QUESTION_ANSWERING
              || labelled.outputs() == config.numLabels();
      if (!fits) {
        throw new IllegalArgumentException(
            "it has " + config.numLabels() + " labels and the task " + labelled.outputs());
      }
      return labelled;
    } catch (IllegalArgumentException e) {
      throw new IOException(model + ": is no model of " + task.name() + ": " + e.getMessage(), e);
    }
  }

  private void show(FinetuneTask task, Split part, Features features, Evaluation evaluation) {
    ScoreTable scores = new ScoreTable();
    scores.say("task", task.name());
    scores.say("model", model.word());
    scores.say("main_metric", task.mainMetric());
    scores.say("rows", features.rows());
    scores.add(part.name().toLowerCase(Locale.ROOT), evaluation.metrics());
    scores.print(spec.commandLine().getOut(), json);
  }
}
