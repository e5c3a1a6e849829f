package io.github.koelectra.cli;

import io.github.koelectra.train.finetune.FinetuneTask;
import io.github.koelectra.train.finetune.FinetuneTask.Columns;
import io.github.koelectra.train.finetune.FinetuneTask.Head;
import io.github.koelectra.train.finetune.FinetuneTask.Split;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which task a model is fine-tuned for, and where its data are. */
final class TaskDataFlags {
  private static final String TEXT_COLUMN = Columns.DEFAULT.text();
  private static final String LABEL_COLUMN = Columns.DEFAULT.label();

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Setting
  @Option(
      names = "--task",
      paramLabel = "TASK",
      required = true,
      description =
          "nsmc, naver-ner, paws, kornli, korsts, question-pair, korquad, hate-speech, or custom"
              + " for data of your own.")
  private String task;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "The directory of the task's files; of a custom task: train, dev and test with .tsv or"
              + " .jsonl (texts), .tsv, .txt or .conll (words), .json (questions).")
  private Optional<Path> data = Optional.empty();

  @Option(names = "--dev", paramLabel = "FILE", description = "The dev file, instead of --data's.")
  private Optional<Path> dev = Optional.empty();

  @Option(
      names = "--test",
      paramLabel = "FILE",
      description = "The test file, instead of --data's.")
  private Optional<Path> test = Optional.empty();

  @Setting
  @Option(
      names = "--head",
      paramLabel = "HEAD",
      description =
          "Of a custom task: classification (default), regression, multi-label,"
              + " token-classification or question-answering.")
  private Optional<Head> head = Optional.empty();

  @Setting
  @Option(
      names = "--text-column",
      paramLabel = "NAME",
      description = "Of a custom task of texts (default: text).")
  private Optional<String> text = Optional.empty();

  @Setting
  @Option(
      names = "--pair-column",
      paramLabel = "NAME",
      description = "The second text (default: text_pair, where the data have it).")
  private Optional<String> pair = Optional.empty();

  @Setting
  @Option(
      names = "--label-column",
      paramLabel = "NAME",
      description = "The label (default: label).")
  private Optional<String> label = Optional.empty();

  /** The task. */
  FinetuneTask task() {
    boolean own = task.equals(FinetuneTask.CUSTOM);
    boolean columns = text.isPresent() || pair.isPresent() || label.isPresent();
    if (!own && (head.isPresent() || columns)) {
      throw usage("--head and the columns are for --task custom; " + task + " has its own");
    }
    if (own) {
      Columns named = new Columns(text.orElse(TEXT_COLUMN), pair, label.orElse(LABEL_COLUMN));
      return FinetuneTask.custom(head.orElse(Head.CLASSIFICATION), named);
    }
    try {
      return FinetuneTask.named(task);
    } catch (IllegalArgumentException e) {
      throw usage("--task: " + e.getMessage());
    }
  }

  /** What is usual of a custom task, by key. */
  static Map<String, Object> usual(FinetuneTask task) {
    if (!task.name().equals(FinetuneTask.CUSTOM)) {
      return Map.of();
    }
    return Map.of("head", task.head(), "text_column", TEXT_COLUMN, "label_column", LABEL_COLUMN);
  }

  /** The directory, if one is given. */
  Optional<Path> directory() {
    return data;
  }

  /** The file of a part of the data, if there is one. */
  Optional<Path> find(FinetuneTask of, Split split) {
    Optional<Path> own = split == Split.DEV ? dev : split == Split.TEST ? test : Optional.empty();
    return own.or(() -> data.flatMap(directory -> of.findFile(directory, split)));
  }

  /**
   * The file of a part of the data.
   *
   * @throws IOException if there is none
   */
  Path file(FinetuneTask of, Split split) throws IOException {
    Optional<Path> found = find(of, split);
    if (found.isPresent()) {
      return found.get();
    }
    String option = "--" + split.name().toLowerCase(Locale.ROOT);
    return of.file(
        data.orElseThrow(() -> usage("--data DIR or " + option + " FILE is needed")), split);
  }

  ParameterException usage(String problem) {
    return new ParameterException(spec.commandLine(), problem);
  }
}
