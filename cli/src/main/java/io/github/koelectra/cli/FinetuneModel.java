package io.github.koelectra.cli;

import io.github.koelectra.electra.ElectraConfig;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.tokenizer.ElectraTokenizer;
import io.github.koelectra.train.finetune.FinetuneTask;
import io.github.koelectra.train.model.DropoutRates;
import io.github.koelectra.train.model.FineTuning;
import io.github.koelectra.train.pretrain.ModelShapes;
import io.github.koelectra.weights.Checkpoint;
import io.github.koelectra.weights.Part;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A model that is to be fine-tuned.
 *
 * @param directory its files
 * @param random whether it begins at random weights instead of those in the directory
 */
record FinetuneModel(Path directory, ElectraConfig config, boolean random) {
  /** So many names of a list are told. */
  private static final int NAMED = 3;

  /**
   * The model in {@code directory}.
   *
   * @throws IOException if it is none
   */
  static FinetuneModel of(Path directory) throws IOException {
    return new FinetuneModel(directory, ElectraConfig.read(directory), false);
  }

  /** The same, or one that begins at random; then no weights need to be there. */
  FinetuneModel atRandom(boolean random) {
    return new FinetuneModel(directory, config, random);
  }

  /**
   * Its tokenizer.
   *
   * @throws IOException if it is another model's
   */
  ElectraTokenizer tokenizer() throws IOException {
    ElectraTokenizer tokenizer = ElectraTokenizer.fromPretrained(directory);
    if (tokenizer.vocabulary().size() != config.vocabSize()) {
      throw new IOException(
          directory
              + ": vocab.txt has "
              + tokenizer.vocabulary().size()
              + " tokens and the model "
              + config.vocabSize()
              + "; they do not belong together");
    }
    return tokenizer;
  }

  /** The task with its labels in the order in which the model has them, if it has them. */
  FinetuneTask inOrder(FinetuneTask task) {
    return !random && task.hasLabels(config.labels()) ? task.withLabels(config.labels()) : task;
  }

  /** Whether a head of the task's kind that the model has would be one for its labels. */
  private boolean fits(FinetuneTask task) {
    return switch (task.head()) {
      case QUESTION_ANSWERING -> true;
      case REGRESSION -> config.numLabels() == task.outputs();
      case CLASSIFICATION, MULTI_LABEL, TOKEN_CLASSIFICATION ->
          config.numLabels() == task.outputs()
              && (TaskHeads.unnamed(config) || task.hasLabels(config.labels()));
    };
  }

  /**
   * Which parameters begin at random where not all are meant to, in sentences.
   *
   * @param learner what {@link #open} made
   * @param name what the model is called
   */
  List<String> beginning(FinetuneTask task, FineTuning learner, String name) {
    if (random) {
      return List.of();
    }
    List<String> sentences = new ArrayList<>();
    if (!learner.replaced().isEmpty()) {
      sentences.add(
          "the head of "
              + name
              + " for "
              + labels(config.numLabels(), config.labels())
              + " is replaced by one for "
              + labels(task.outputs(), task.labels())
              + ", which begins at random");
    }
    if (!learner.initialised().isEmpty()) {
      sentences.add(
          some(learner.initialised())
              + " ("
              + counted(learner.initialised().size(), "tensor")
              + ") are not in "
              + name
              + " and begin at random");
    }
    return sentences;
  }

  private static String labels(int count, List<String> names) {
    return counted(count, "label") + (names.isEmpty() ? "" : " (" + some(names) + ")");
  }

  private static String counted(int count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }

  private static String some(List<String> names) {
    String first = names.stream().limit(NAMED).collect(Collectors.joining(", "));
    return names.size() > NAMED ? first + ", …" : first;
  }

  /**
   * Makes it trainable, with the head of a task. The model's own head is learnt on if it is one for
   * the same labels.
   *
   * @param recompute whether to keep less in memory
   */
  FineTuning open(
      FinetuneTask task, Optional<Double> dropout, boolean recompute, long seed, Kernels kernels)
      throws IOException {
    FineTuning.Settings settings =
        new FineTuning.Settings(
            TaskHeads.head(task), task.outputs(), rates(dropout), recompute, seed, !fits(task));
    if (random) {
      return new FineTuning(config, ModelShapes.initialWeights(seed), kernels, settings);
    }
    try (Checkpoint checkpoint = Checkpoint.open(directory)) {
      return new FineTuning(config, checkpoint.stateDict(Part.DISCRIMINATOR), kernels, settings);
    }
  }

  private DropoutRates rates(Optional<Double> dropout) throws IOException {
    return dropout.isPresent()
        ? ConfiguredDropout.everywhere(dropout.get())
        : ConfiguredDropout.read(directory.resolve("config.json"));
  }
}
