package io.github.koelectra.electra;

import io.github.koelectra.tensor.kernel.Kernels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The heads a checkpoint may have, told by its configuration or its tensors. */
public enum Head {
  /** Replaced-token detection. */
  PRE_TRAINING("ElectraForPreTraining", "discriminator_predictions.dense.weight"),
  /** Masked words. */
  MASKED_LM("ElectraForMaskedLM", "generator_predictions.dense.weight"),
  /** Classes of sequences. */
  SEQUENCE("ElectraForSequenceClassification", "classifier.out_proj.weight"),
  /** Classes of tokens. */
  TOKEN("ElectraForTokenClassification", "classifier.weight"),
  /** Answers in a text. */
  QA("ElectraForQuestionAnswering", "qa_outputs.weight"),
  /** The encoder alone. */
  NONE("ElectraModel", "embeddings.word_embeddings.weight");

  private final String architecture;
  private final String tensor;

  Head(String architecture, String tensor) {
    this.architecture = architecture;
    this.tensor = tensor;
  }

  /** The class of transformers. */
  public String architecture() {
    return architecture;
  }

  /** The heads that a checkpoint with these tensors can serve, the encoder last. */
  public static List<Head> servedBy(Collection<String> tensors) {
    return Arrays.stream(values()).filter(h -> tensors.stream().anyMatch(h::isMarkedBy)).toList();
  }

  private boolean isMarkedBy(String name) {
    return this == NONE ? name.endsWith(tensor) : name.equals(tensor);
  }

  /**
   * The head the configuration names, else the first whose tensors are there, else none. A bare
   * encoder's architecture is no choice of a head.
   */
  public static Head automatic(ElectraConfig config, Collection<String> tensors) {
    Optional<Head> named =
        Arrays.stream(values())
            .filter(h -> h != NONE && config.architectures().contains(h.architecture))
            .findFirst();
    return named.orElseGet(() -> servedBy(tensors).stream().findFirst().orElse(NONE));
  }

  /**
   * Opens a model directory with this head.
   *
   * @throws IOException if it cannot be read or lacks the head's tensors
   */
  public TaskModel load(Path directory, Kernels kernels) throws IOException {
    return switch (this) {
      case PRE_TRAINING -> ElectraForPreTraining.fromPretrained(directory, kernels);
      case MASKED_LM -> ElectraForMaskedLM.fromPretrained(directory, kernels);
      case SEQUENCE -> ElectraForSequenceClassification.fromPretrained(directory, kernels);
      case TOKEN -> ElectraForTokenClassification.fromPretrained(directory, kernels);
      case QA -> ElectraForQuestionAnswering.fromPretrained(directory, kernels);
      case NONE -> ElectraModel.fromPretrained(directory, kernels);
    };
  }
}
