package io.github.koelectra.cli;

import io.github.koelectra.electra.ElectraConfig;
import io.github.koelectra.electra.Head;
import io.github.koelectra.train.finetune.FinetuneTask;
import io.github.koelectra.train.run.ModelWriter;
import java.util.List;

/** What a task needs of a model, in the words of models. */
final class TaskHeads {
  private TaskHeads() {}

  /** The head of a task's models. */
  static Head head(FinetuneTask task) {
    return switch (task.head()) {
      case CLASSIFICATION, REGRESSION, MULTI_LABEL -> Head.SEQUENCE;
      case TOKEN_CLASSIFICATION -> Head.TOKEN;
      case QUESTION_ANSWERING -> Head.QA;
    };
  }

  /** Whether a model's labels have no names of their own, but those that transformers gives. */
  static boolean unnamed(ElectraConfig config) {
    return config.labels().stream().allMatch(label -> label.matches("LABEL_[0-9]+"));
  }

  /** The writer of a task's models, which says what they are for. */
  static ModelWriter writer(ModelWriter like, FinetuneTask task) {
    String sequence = "ElectraForSequenceClassification";
    return switch (task.head()) {
      case CLASSIFICATION -> like.withHead(sequence, task.labels(), "single_label_classification");
      case MULTI_LABEL -> like.withHead(sequence, task.labels(), "multi_label_classification");
      case REGRESSION -> like.withHead(sequence, List.of("LABEL_0"), "regression");
      case TOKEN_CLASSIFICATION ->
          like.withHead("ElectraForTokenClassification", task.labels(), "");
      case QUESTION_ANSWERING -> like.withHead("ElectraForQuestionAnswering", List.of(), "");
    };
  }
}
