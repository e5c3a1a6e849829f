package io.github.koelectra.train.finetune;

import io.github.koelectra.train.finetune.FinetuneTask.Columns;
import io.github.koelectra.train.finetune.FinetuneTask.Head;
import io.github.koelectra.train.finetune.FinetuneTask.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The eight tasks of KoELECTRA's table: files, columns, labels, settings and metrics as its
 * fine-tuning scripts have them.
 */
final class PublishedTasks {
  private static final double RATE = 5e-5;

  private static final List<FinetuneTask> ALL =
      List.of(nsmc(), naverNer(), paws(), korNli(), korSts(), questionPair(), korQuad(), hate());

  private PublishedTasks() {}

  static List<String> names() {
    return ALL.stream().map(FinetuneTask::name).toList();
  }

  static FinetuneTask named(String name) {
    return ALL.stream()
        .filter(task -> task.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no task "
                        + name
                        + "; tasks are "
                        + String.join(", ", names())
                        + " and "
                        + FinetuneTask.CUSTOM));
  }

  /** The metric by which models with this head are compared. */
  static String usualMetric(Head head) {
    return switch (head) {
      case CLASSIFICATION -> "accuracy";
      case REGRESSION -> "spearman";
      case MULTI_LABEL -> "micro_f1";
      case TOKEN_CLASSIFICATION, QUESTION_ANSWERING -> "f1";
    };
  }

  private static FinetuneTask texts(
      String name, Columns columns, TaskFiles files, LabelList labels, Settings settings) {
    return new FinetuneTask(
        name,
        Head.CLASSIFICATION,
        columns,
        files,
        labels,
        settings,
        usualMetric(Head.CLASSIFICATION));
  }

  private static Columns pair(String first, String second, String label) {
    return new Columns(first, Optional.of(second), label);
  }

  private static FinetuneTask nsmc() {
    return texts(
        "nsmc",
        new Columns("document", Optional.empty(), "label"),
        TaskFiles.of("ratings_train.txt", "", "ratings_test.txt"),
        new LabelList(List.of("negative", "positive"), List.of("0", "1")),
        Settings.published(128, RATE, 10));
  }

  private static FinetuneTask naverNer() {
    List<String> labels = new ArrayList<>(List.of("O"));
    String types = "PER FLD AFW ORG LOC CVL DAT TIM NUM EVT ANM PLT MAT TRM";
    for (String type : types.split(" ", -1)) {
      labels.addAll(List.of(type + "-B", type + "-I"));
    }
    return new FinetuneTask(
        "naver-ner",
        Head.TOKEN_CLASSIFICATION,
        Columns.DEFAULT,
        TaskFiles.of("train.tsv", "", "test.tsv"),
        LabelList.of(labels),
        Settings.published(128, RATE, 20),
        usualMetric(Head.TOKEN_CLASSIFICATION));
  }

  private static FinetuneTask paws() {
    return texts(
        "paws",
        pair("sentence1", "sentence2", "label"),
        TaskFiles.of("translated_train.tsv", "dev_2k.tsv", "test_2k.tsv").withoutEmptyTexts(),
        new LabelList(List.of("different", "same"), List.of("0", "1")),
        Settings.published(128, 3e-5, 15));
  }

  private static FinetuneTask korNli() {
    return texts(
        "kornli",
        pair("sentence1", "sentence2", "gold_label"),
        TaskFiles.of("multinli.train.ko.tsv", "xnli.dev.ko.tsv", "xnli.test.ko.tsv"),
        LabelList.of(List.of("contradiction", "entailment", "neutral")),
        Settings.published(128, RATE, 15));
  }

  private static FinetuneTask korSts() {
    return new FinetuneTask(
        "korsts",
        Head.REGRESSION,
        pair("sentence1", "sentence2", "score"),
        TaskFiles.of("sts-train.tsv", "sts-dev.tsv", "sts-test.tsv"),
        LabelList.NONE,
        Settings.published(128, RATE, 10),
        usualMetric(Head.REGRESSION));
  }

  /** In its files 0 is the same meaning. */
  private static FinetuneTask questionPair() {
    return texts(
        "question-pair",
        pair("question1", "question2", "is_duplicate"),
        TaskFiles.of("train.tsv", "dev.tsv", "test.tsv"),
        new LabelList(List.of("same", "different"), List.of("0", "1")),
        Settings.published(128, RATE, 10));
  }

  private static FinetuneTask korQuad() {
    return new FinetuneTask(
        "korquad",
        Head.QUESTION_ANSWERING,
        Columns.DEFAULT,
        TaskFiles.of("KorQuAD_v1.0_train.json", "KorQuAD_v1.0_dev.json", ""),
        LabelList.NONE,
        Settings.published(512, RATE, 7),
        usualMetric(Head.QUESTION_ANSWERING));
  }

  /** The bias is not learnt, and the title is not read. */
  private static FinetuneTask hate() {
    return new FinetuneTask(
        "hate-speech",
        Head.CLASSIFICATION,
        new Columns("comment", Optional.empty(), "hate"),
        TaskFiles.of("train.tsv", "val.tsv dev.tsv", "test.tsv"),
        LabelList.of(List.of("none", "offensive", "hate")),
        Settings.published(128, RATE, 10),
        "macro_f1");
  }
}
