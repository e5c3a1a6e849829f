package io.github.koelectra.electra;

import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.Workspace;
import io.github.koelectra.tensor.kernel.Activation;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.tensor.nn.LayerNorm;
import io.github.koelectra.tensor.nn.Linear;
import io.github.koelectra.tensor.nn.Parameter;
import io.github.koelectra.tensor.nn.ParameterSource;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The generator: for every token a logit for each word of the vocabulary, as in transformers'
 * {@code ElectraGeneratorPredictions}, whose GELU does not depend on the configuration; for a BERT
 * {@code BertLMPredictionHead}, with the configuration's activation. The decoder shares the word
 * embeddings unless the checkpoint has one of its own. Immutable and safe to share between threads.
 */
public final class ElectraForMaskedLM implements TaskModel {
  private final ElectraModel electra;
  private final Linear dense;
  private final Activation activation;
  private final LayerNorm layerNorm;
  private final Linear lmHead;

  /**
   * Builds the encoder and its head.
   *
   * @throws io.github.koelectra.tensor.nn.ParameterException if a parameter is missing or of
   *     another shape
   */
  public ElectraForMaskedLM(ElectraConfig config, ParameterSource source, Kernels kernels) {
    electra = new ElectraModel(config, source, kernels);
    boolean bert = config.isBert();
    int embedding = config.embeddingSize();
    ParameterSource transform =
        source.at(bert ? "cls.predictions.transform" : "generator_predictions");
    dense = Linear.of(transform.at("dense"), embedding, config.hiddenSize(), kernels);
    activation = bert ? config.hiddenAct() : Activation.GELU;
    layerNorm = LayerNorm.of(transform.at("LayerNorm"), embedding, config.layerNormEps(), kernels);
    ParameterSource decoder = source.at(bert ? "cls.predictions.decoder" : "generator_lm_head");
    lmHead = Linear.tied(decoderWeight(decoder), decoderBias(source, decoder), kernels);
  }

  private Parameter decoderWeight(ParameterSource decoder) {
    boolean tied = config().tieWordEmbeddings() && !decoder.has("weight");
    return tied
        ? electra.wordEmbeddings()
        : decoder.parameter("weight", config().vocabSize(), config().embeddingSize());
  }

  /**
   * A BERT's bias lies beside its decoder, in most checkpoints inside it as well: two names of one
   * parameter, of which PyTorch computes with the decoder's.
   */
  private Parameter decoderBias(ParameterSource source, ParameterSource decoder) {
    int words = config().vocabSize();
    if (!config().isBert()) {
      return decoder.parameter("bias", words);
    }
    ParameterSource predictions = source.at("cls.predictions");
    if (!decoder.has("bias")) {
      return predictions.parameter("bias", words);
    }
    Parameter inside = decoder.parameter("bias", words);
    if (predictions.has("bias")) {
      // Demanded too, so that its shape is checked and it does not count as unused.
      predictions.parameter("bias", words);
    }
    return inside;
  }

  /**
   * Opens a model directory with the fastest kernels of this JVM.
   *
   * @throws IOException if it cannot be read or holds no such model
   */
  public static ElectraForMaskedLM fromPretrained(Path directory) throws IOException {
    return fromPretrained(directory, Kernels.best());
  }

  /** Opens a model directory with the given kernels. */
  public static ElectraForMaskedLM fromPretrained(Path directory, Kernels kernels)
      throws IOException {
    return Pretrained.loadGenerator(directory, kernels, ElectraForMaskedLM::new);
  }

  /** The logits [tokens, vocabulary]. */
  @Override
  public Tensor forward(TokenBatch batch, Trace trace, Workspace workspace) {
    Tensor logits = workspace.take(batch.tokens(), config().vocabSize());
    int mark = workspace.mark();
    Tensor hiddenStates = electra.forward(batch, trace, workspace); // [tokens, hidden]
    predict(hiddenStates, logits, workspace);
    workspace.release(mark);
    return logits;
  }

  /**
   * The logits [places, vocabulary] of some tokens alone, which are the same bits as in all of
   * them: for a vocabulary's width most of the work is in the last layer.
   *
   * @param tokens places in the batch, counted over all its sequences
   * @throws IndexOutOfBoundsException if one is not in the batch
   */
  public Tensor predict(TokenBatch batch, int... tokens) {
    return lifetime()
        .with(
            workspace -> {
              Tensor hiddenStates = electra.forward(batch, Trace.NONE, workspace);
              Tensor chosen = workspace.take(tokens.length, hiddenStates.columns());
              for (int i = 0; i < tokens.length; i++) {
                float[] row = hiddenStates.row(tokens[i]);
                System.arraycopy(
                    row, 0, chosen.array(), chosen.rows(i, i + 1).offset(), row.length);
              }
              Tensor logits = Tensor.zeros(tokens.length, config().vocabSize());
              predict(chosen, logits, workspace);
              return logits;
            });
  }

  private void predict(Tensor hiddenStates, Tensor logits, Workspace workspace) {
    Tensor transformed = workspace.take(hiddenStates.rows(), config().embeddingSize());
    dense.forward(hiddenStates, activation, transformed, workspace);
    layerNorm.forward(transformed, transformed); // [tokens, embedding]
    lmHead.forward(transformed, logits, workspace); // [tokens, vocabulary]
  }

  @Override
  public ElectraConfig config() {
    return electra.config();
  }

  @Override
  public Lifetime lifetime() {
    return electra.lifetime();
  }
}
