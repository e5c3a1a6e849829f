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
import java.util.Optional;

/**
 * A model that is to be fine-tuned.
 *
 * @param directory its files
 * @param random whether it begins at random weights instead of those in the directory
 */
record FinetuneModel(Path directory, ElectraConfig config, boolean random) {
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

  /**
   * Makes it trainable, with the head of a task.
   *
   * @param recompute whether to keep less in memory
   */
  FineTuning open(
      FinetuneTask task, Optional<Double> dropout, boolean recompute, long seed, Kernels kernels)
      throws IOException {
    FineTuning.Settings settings =
        new FineTuning.Settings(
            TaskHeads.head(task), task.outputs(), rates(dropout), recompute, seed);
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
