package io.github.koelectra.electra;

import io.github.koelectra.tensor.kernel.Kernels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The heads a checkpoint may have, told by its configuration or its tensors. */
public enum Head {
  /** Replaced-token detection. */
  PRE_TRAINING,
  /** Masked words. A BERT's pretraining head holds it, beside a classifier of next sentences. */
  MASKED_LM,
  /** Classes of sequences. */
  SEQUENCE,
  /** Classes of tokens. */
  TOKEN,
  /** Answers in a text. */
  QA,
  /** The encoder alone. */
  NONE;

  /** What it is for, in words. */
  String task() {
    return switch (this) {
      case PRE_TRAINING -> "replaced-token detection";
      case MASKED_LM -> "masked words";
      case SEQUENCE -> "sequence classification";
      case TOKEN -> "token classification";
      case QA -> "question answering";
      case NONE -> "hidden states";
    };
  }

  /** The head of a class of transformers. */
  private static Optional<Head> named(String architecture) {
    return switch (architecture) {
      case "ElectraForPreTraining" -> Optional.of(PRE_TRAINING);
      case "ElectraForMaskedLM", "BertForMaskedLM", "BertForPreTraining" -> Optional.of(MASKED_LM);
      case "ElectraForSequenceClassification", "BertForSequenceClassification" ->
          Optional.of(SEQUENCE);
      case "ElectraForTokenClassification", "BertForTokenClassification" -> Optional.of(TOKEN);
      case "ElectraForQuestionAnswering", "BertForQuestionAnswering" -> Optional.of(QA);
      case "ElectraModel", "BertModel" -> Optional.of(NONE);
      default -> Optional.empty();
    };
  }

  private record Tensors(Set<String> names) {
    boolean haveLayers(String... layers) {
      return Stream.of(layers)
          .allMatch(l -> names.contains(l + ".weight") && names.contains(l + ".bias"));
    }

    boolean haveEncoder() {
      return Stream.of("electra.", "bert.", "")
          .anyMatch(prefix -> names.contains(prefix + "embeddings.word_embeddings.weight"));
    }

    boolean havePooler() {
      return haveLayers("bert.pooler.dense") || haveLayers("pooler.dense");
    }

    boolean haveGenerator() {
      return haveLayers("generator_predictions.dense", "generator_predictions.LayerNorm")
          && names.contains("generator_lm_head.bias");
    }

    boolean haveBertMaskedLM() {
      String transform = "cls.predictions.transform.";
      return haveLayers(transform + "dense", transform + "LayerNorm")
          && (names.contains("cls.predictions.bias")
              || names.contains("cls.predictions.decoder.bias"));
    }
  }

  private boolean isIn(Tensors tensors) {
    String discriminator = "discriminator_predictions.dense";
    return switch (this) {
      case PRE_TRAINING -> tensors.haveLayers(discriminator, discriminator + "_prediction");
      case MASKED_LM -> tensors.haveGenerator() || tensors.haveBertMaskedLM();
      case SEQUENCE ->
          tensors.haveLayers("classifier.dense", "classifier.out_proj")
              || (tensors.havePooler() && tensors.haveLayers("classifier"));
      case TOKEN -> tensors.haveLayers("classifier");
      case QA -> tensors.haveLayers("qa_outputs");
      case NONE -> true;
    };
  }

  /**
   * The heads that a checkpoint with these tensors can serve, the encoder last. A BERT's classifier
   * has the same tensors for sequences and for tokens; both are listed then.
   */
  public static List<Head> servedBy(Collection<String> tensors) {
    Tensors found = new Tensors(Set.copyOf(tensors));
    return found.haveEncoder()
        ? Arrays.stream(values()).filter(h -> h.isIn(found)).toList()
        : List.of();
  }

  /** The head the configuration names, else the first whose tensors are there, else none. */
  public static Head automatic(ElectraConfig config, Collection<String> tensors) {
    return config.architectures().stream()
        .flatMap(name -> named(name).stream())
        .findFirst()
        .or(() -> servedBy(tensors).stream().findFirst())
        .orElse(NONE);
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
