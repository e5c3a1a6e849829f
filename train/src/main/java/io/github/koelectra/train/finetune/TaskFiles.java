package io.github.koelectra.train.finetune;

import io.github.koelectra.train.finetune.FinetuneTask.Head;
import io.github.koelectra.train.finetune.FinetuneTask.Split;
import java.util.List;

/**
 * The names of a task's files in its directory, each with those it may have instead.
 *
 * @param train of what is learnt from
 * @param dev of what runs are compared on
 * @param test of what the score is reported on
 * @param skipsEmptyTexts whether rows with an empty text are left out
 */
record TaskFiles(List<String> train, List<String> dev, List<String> test, boolean skipsEmptyTexts) {
  /** Copies the lists. */
  TaskFiles {
    train = List.copyOf(train);
    dev = List.copyOf(dev);
    test = List.copyOf(test);
  }

  /** Files that have one name each, or none. */
  static TaskFiles of(String train, String dev, String test) {
    return new TaskFiles(named(train), named(dev), named(test), false);
  }

  private static List<String> named(String name) {
    return name.isEmpty() ? List.of() : List.of(name.split(" ", -1));
  }

  /** The same without the rows that have an empty text. */
  TaskFiles withoutEmptyTexts() {
    return new TaskFiles(train, dev, test, true);
  }

  /** Files of a user: a part's name and the ending of the form. */
  static TaskFiles custom(Head head) {
    String endings =
        switch (head) {
          case QUESTION_ANSWERING -> "PART.json";
          case TOKEN_CLASSIFICATION -> "PART.tsv PART.txt PART.conll";
          default -> "PART.tsv PART.txt PART.jsonl";
        };
    return of(
        endings.replace("PART", "train"),
        endings.replace("PART", "dev"),
        endings.replace("PART", "test"));
  }

  List<String> names(Split split) {
    return switch (split) {
      case TRAIN -> train;
      case DEV -> dev;
      case TEST -> test;
    };
  }
}
