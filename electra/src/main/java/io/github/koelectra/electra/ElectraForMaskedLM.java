package io.github.koelectra.electra;

import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.Workspace;
import io.github.koelectra.tensor.kernel.Activation;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.tensor.nn.LayerNorm;
import io.github.koelectra.tensor.nn.Linear;
import io.github.koelectra.tensor.nn.ParameterSource;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The generator: for every token a logit for each word of the vocabulary. Its decoder shares the
 * word embeddings. Immutable and safe to share between threads.
 */
public final class ElectraForMaskedLM implements TaskModel {
  private final ElectraModel electra;
  private final Linear dense;
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
    ParameterSource head = source.at("generator_predictions");
    int embedding = config.embeddingSize();
    dense = Linear.of(head.at("dense"), embedding, config.hiddenSize(), kernels);
    layerNorm = LayerNorm.of(head.at("LayerNorm"), embedding, config.layerNormEps(), kernels);
    ParameterSource decoder = source.at("generator_lm_head");
    if (decoder.has("weight")) {
      lmHead = Linear.of(decoder, config.vocabSize(), embedding, kernels);
    } else {
      lmHead =
          Linear.tied(
              electra.wordEmbeddings(), decoder.parameter("bias", config.vocabSize()), kernels);
    }
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
    return Pretrained.load(directory, kernels, ElectraForMaskedLM::new);
  }

  /** The logits [tokens, vocabulary]. */
  @Override
  public Tensor forward(TokenBatch batch, Trace trace, Workspace workspace) {
    Tensor logits = workspace.take(batch.tokens(), config().vocabSize());
    int mark = workspace.mark();
    Tensor hiddenStates = electra.forward(batch, trace, workspace); // [tokens, hidden]
    Tensor transformed = workspace.take(batch.tokens(), config().embeddingSize());
    dense.forward(hiddenStates, Activation.GELU, transformed, workspace);
    layerNorm.forward(transformed, transformed); // [tokens, embedding]
    lmHead.forward(transformed, logits, workspace); // [tokens, vocabulary]
    workspace.release(mark);
    return logits;
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
