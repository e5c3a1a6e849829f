package io.github.koelectra.cli;

import io.github.koelectra.tokenizer.ElectraTokenizer;
import io.github.koelectra.train.finetune.DataSet;
import io.github.koelectra.train.finetune.Features;
import io.github.koelectra.train.finetune.FinetuneTask;
import io.github.koelectra.train.finetune.FinetuneTask.Lengths;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The data of a fine-tuning run.
 *
 * @param task with its labels
 * @param train what is learnt from
 * @param judged what the model is judged on while it is trained: dev, or test where there is no dev
 * @param test what is scored at the end, if that is another
 */
record FinetuneData(FinetuneTask task, Features train, Optional<Part> judged, Optional<Part> test) {
  /** A part of the data by its name. */
  record Part(String name, Features features) {}

  /** The files. */
  record Files(Path train, Optional<Path> dev, Optional<Path> test) {}

  /**
   * Reads the data.
   *
   * @param notes takes sentences on what the user should know
   */
  static FinetuneData read(
      FinetuneTask unlabelled,
      Files files,
      ElectraTokenizer tokenizer,
      Lengths lengths,
      Consumer<String> notes)
      throws IOException {
    DataSet rows = DataSet.read(unlabelled, files.train);
    FinetuneTask task = unlabelled.withLabelsOf(rows);
    Reader reader = new Reader(task, tokenizer, lengths, notes);
    Features train = reader.features(rows);
    Optional<Part> dev = reader.part("dev", files.dev);
    Optional<Part> test = reader.part("test", files.test);
    return dev.isPresent()
        ? new FinetuneData(task, train, dev, test)
        : new FinetuneData(task, train, test, Optional.empty());
  }

  /** Makes features of files. */
  private record Reader(
      FinetuneTask task, ElectraTokenizer tokenizer, Lengths lengths, Consumer<String> notes) {
    Optional<Part> part(String name, Optional<Path> file) throws IOException {
      return file.isEmpty()
          ? Optional.empty()
          : Optional.of(new Part(name, features(DataSet.read(task, file.get()))));
    }

    Features features(DataSet data) throws IOException {
      Features features = Features.of(task, data, tokenizer, lengths);
      if (features.truncated() > 0) {
        notes.accept(
            String.format(
                Locale.ROOT,
                "%s: %,d of %,d rows have more than %d tokens and lose their end",
                data.file(),
                features.truncated(),
                features.rows(),
                lengths.maxSeqLength()));
      }
      return features;
    }
  }
}
