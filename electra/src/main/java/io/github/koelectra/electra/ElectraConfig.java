package io.github.koelectra.electra;

import io.github.koelectra.tensor.kernel.Activation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The shape of a model: transformers' {@code ElectraConfig}, the names its JSON keys in camelCase.
 *
 * @param modelType {@code electra} or {@code bert}
 * @param architectures the class names the checkpoint was saved from, often one
 * @param vocabSize rows of the word embeddings
 * @param embeddingSize columns of the embeddings
 * @param hiddenSize features of a token in the encoder
 * @param numHiddenLayers layers of the encoder
 * @param numAttentionHeads heads of each layer; divides hiddenSize
 * @param intermediateSize features inside a layer's feed-forward network
 * @param hiddenAct its activation
 * @param maxPositionEmbeddings the most tokens of a sequence
 * @param typeVocabSize token types
 * @param layerNormEps added to every variance
 * @param padTokenId the padding token
 * @param tieWordEmbeddings whether a masked language model's decoder may be the word embeddings
 * @param labels names of the classes, in order of their ids; empty if the file gives none
 * @param problemType what the scores of a sequence classifier are, if the file says it
 */
public record ElectraConfig(
    String modelType,
    List<String> architectures,
    int vocabSize,
    int embeddingSize,
    int hiddenSize,
    int numHiddenLayers,
    int numAttentionHeads,
    int intermediateSize,
    Activation hiddenAct,
    int maxPositionEmbeddings,
    int typeVocabSize,
    double layerNormEps,
    int padTokenId,
    boolean tieWordEmbeddings,
    List<String> labels,
    Optional<ProblemType> problemType) {
  /** What a sequence classifier was trained to tell: transformers' {@code problem_type}. */
  public enum ProblemType {
    /** Which one of its labels fits. */
    SINGLE_LABEL_CLASSIFICATION,
    /** For each of its labels whether it fits. */
    MULTI_LABEL_CLASSIFICATION,
    /** A number. */
    REGRESSION
  }

  static final String ELECTRA = "electra";
  static final String BERT = "bert";

  /** Copies the lists. */
  public ElectraConfig {
    architectures = List.copyOf(architectures);
    labels = List.copyOf(labels);
  }

  /**
   * Reads a {@code config.json}, or the one of a model directory.
   *
   * @throws ElectraConfigException if it describes no model this engine can run
   * @throws IOException if it cannot be read
   */
  public static ElectraConfig read(Path path) throws IOException {
    return ConfigReader.read(path);
  }

  /** The same with other sizes. */
  ElectraConfig sized(int embedding, int hidden, int layers, int heads, int intermediate) {
    return new ElectraConfig(
        modelType,
        architectures,
        vocabSize,
        embedding,
        hidden,
        layers,
        heads,
        intermediate,
        hiddenAct,
        maxPositionEmbeddings,
        typeVocabSize,
        layerNormEps,
        padTokenId,
        tieWordEmbeddings,
        labels,
        problemType);
  }

  /** Whether the tensors have the names, and the heads the layers, of a BERT. */
  boolean isBert() {
    return modelType.equals(BERT);
  }

  /** Features of one attention head. */
  public int headSize() {
    return hiddenSize / numAttentionHeads;
  }

  /** How many classes a classification head has: those named, or transformers' default of 2. */
  public int numLabels() {
    return labels.isEmpty() ? 2 : labels.size();
  }

  /** The name of class {@code id}: {@code LABEL_ID}, as in transformers, if the file gives none. */
  public String label(int id) {
    return labels.isEmpty() ? "LABEL_" + id : labels.get(id);
  }
}
