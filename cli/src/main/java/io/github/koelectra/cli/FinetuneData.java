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
 *     and none is held out of train
 * @param test what is scored at the end, if that is another
 */
record FinetuneData(FinetuneTask task, Features train, Optional<Part> judged, Optional<Part> test) {
  /** A part of the data by its name. */
  record Part(String name, Features features) {}

  /**
   * The files.
   *
   * @param devShare what is held out of train where there is no dev
   */
  record Files(Path train, Optional<Path> dev, Optional<Path> test, Optional<Share> devShare) {
    /** Checks that dev is one thing. */
    Files {
      if (dev.isPresent() && devShare.isPresent()) {
        throw new IllegalArgumentException(
            "dev-share is for data without a dev file, but "
                + dev.get()
                + " is one; leave out one of the two");
      }
    }
  }

  /**
   * A share of rows that is drawn at random.
   *
   * @param seed what the draw follows from
   */
  record Share(double of, long seed) {
    /** Checks the share. */
    Share {
      if (!(of > 0 && of < 1)) {
        throw new IllegalArgumentException("dev-share must be above 0 and below 1, not " + of);
      }
    }
  }

  /**
   * Reads the data.
   *
   * @param model whose tokens and order of labels they have
   * @param notes takes sentences on what the user should know
   */
  static FinetuneData read(
      FinetuneTask unlabelled,
      Files files,
      FinetuneModel model,
      Lengths lengths,
      Consumer<String> notes)
      throws IOException {
    DataSet rows = DataSet.read(unlabelled, files.train);
    FinetuneTask task = model.inOrder(unlabelled.withLabelsOf(rows));
    Reader reader = new Reader(task, model.tokenizer(), lengths, notes);
    Optional<Part> test = reader.part("test", files.test);
    if (files.devShare.isPresent()) {
      Share share = files.devShare.get();
      DataSet.Parts parts = rows.holdOut(share.of, share.seed);
      Part dev = reader.heldOut(parts);
      return new FinetuneData(task, reader.features(parts.rest()), Optional.of(dev), test);
    }
    Features train = reader.features(rows);
    Optional<Part> dev = reader.part("dev", files.dev);
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

    Part heldOut(DataSet.Parts parts) throws IOException {
      int held = parts.heldOut().size();
      int all = held + parts.rest().size();
      notes.accept(
          String.format(
              Locale.ROOT,
              "%s: %,d of %,d rows are held out as dev",
              parts.heldOut().file(),
              held,
              all));
      return new Part("dev", features(parts.heldOut()));
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
