package io.github.koelectra.electra;

import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.Workspace;
import io.github.koelectra.tensor.kernel.Activation;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.tensor.nn.Linear;
import io.github.koelectra.tensor.nn.ParameterException;
import io.github.koelectra.tensor.nn.ParameterException.Problem;
import io.github.koelectra.tensor.nn.ParameterSource;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A classifier of whole sequences over the hidden state of their first token: dense, GELU,
 * projection, as in transformers' {@code ElectraClassificationHead}; for a BERT its pooler (dense,
 * tanh) and a projection. Immutable and safe to share between threads.
 */
public final class ElectraForSequenceClassification implements TaskModel {
  private final ElectraModel electra;
  private final Linear dense;
  private final Activation activation;
  private final Linear outProj;

  /**
   * Builds the encoder and its head.
   *
   * @throws io.github.koelectra.tensor.nn.ParameterException if a parameter is missing or of
   *     another shape
   */
  public ElectraForSequenceClassification(
      ElectraConfig config, ParameterSource source, Kernels kernels) {
    electra = new ElectraModel(config, source, kernels);
    boolean bert = config.isBert();
    int hidden = config.hiddenSize();
    ParameterSource classifier = source.at("classifier");
    ParameterSource pooler = ElectraModel.below(config, source).at("pooler");
    if (!bert && classifier.has("weight") && !classifier.has("dense.weight")) {
      throw new ParameterException(
          Problem.MISSING,
          "classifier.dense.weight is missing: this checkpoint has classifier.weight alone, a head"
              + " of one layer as old versions or a token classifier have it, which computes"
              + " something else; fine-tune it again with this head");
    }
    dense = Linear.of((bert ? pooler : classifier).at("dense"), hidden, hidden, kernels);
    activation = bert ? Activation.TANH : Activation.GELU;
    ParameterSource projection = bert ? classifier : classifier.at("out_proj");
    outProj = Linear.of(projection, config.numLabels(), hidden, kernels);
  }

  /**
   * Opens a model directory with the fastest kernels of this JVM.
   *
   * @throws IOException if it cannot be read or holds no such model
   */
  public static ElectraForSequenceClassification fromPretrained(Path directory) throws IOException {
    return fromPretrained(directory, Kernels.best());
  }

  /** Opens a model directory with the given kernels. */
  public static ElectraForSequenceClassification fromPretrained(Path directory, Kernels kernels)
      throws IOException {
    return Pretrained.load(directory, kernels, ElectraForSequenceClassification::new);
  }

  /** The logits [sequences, labels]. */
  @Override
  public Tensor forward(TokenBatch batch, Trace trace, Workspace workspace) {
    int sequences = batch.layout().sequences();
    Tensor logits = workspace.take(sequences, config().numLabels());
    int mark = workspace.mark();
    int hidden = config().hiddenSize();
    Tensor first = workspace.take(sequences, hidden);
    electra.forwardFirst(batch, trace, first, workspace); // [sequences, hidden]
    Tensor transformed = workspace.take(sequences, hidden);
    dense.forward(first, activation, transformed, workspace);
    outProj.forward(transformed, logits, workspace); // [sequences, labels]
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
