package io.github.koelectra.electra;

import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.Workspace;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.tensor.nn.Linear;
import io.github.koelectra.tensor.nn.ParameterSource;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The discriminator: for every token a logit that it was replaced (Clark et al. 2020). Its head is
 * transformers' {@code ElectraDiscriminatorPredictions}. Immutable and safe to share between
 * threads.
 */
public final class ElectraForPreTraining implements TaskModel {
  private final ElectraModel electra;
  private final Linear dense;
  private final Linear densePrediction;

  /**
   * Builds the encoder and its head.
   *
   * @throws io.github.koelectra.tensor.nn.ParameterException if a parameter is missing or of
   *     another shape
   */
  public ElectraForPreTraining(ElectraConfig config, ParameterSource source, Kernels kernels) {
    electra = new ElectraModel(config, source, kernels);
    ParameterSource head = source.at("discriminator_predictions");
    dense = Linear.of(head.at("dense"), config.hiddenSize(), config.hiddenSize(), kernels);
    densePrediction = Linear.of(head.at("dense_prediction"), 1, config.hiddenSize(), kernels);
  }

  /**
   * Opens a model directory with the fastest kernels of this JVM.
   *
   * @throws IOException if it cannot be read or holds no such model
   */
  public static ElectraForPreTraining fromPretrained(Path directory) throws IOException {
    return fromPretrained(directory, Kernels.best());
  }

  /** Opens a model directory with the given kernels. */
  public static ElectraForPreTraining fromPretrained(Path directory, Kernels kernels)
      throws IOException {
    return Pretrained.load(directory, kernels, ElectraForPreTraining::new);
  }

  /** The logits [tokens, 1]: positive where a token looks replaced. */
  @Override
  public Tensor forward(TokenBatch batch, Trace trace, Workspace workspace) {
    Tensor logits = workspace.take(batch.tokens(), 1);
    int mark = workspace.mark();
    Tensor hiddenStates = electra.forward(batch, trace, workspace); // [tokens, hidden]
    Tensor transformed = workspace.take(batch.tokens(), hiddenStates.columns());
    dense.forward(hiddenStates, config().hiddenAct(), transformed, workspace);
    densePrediction.forward(transformed, logits, workspace); // [tokens, 1]
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
