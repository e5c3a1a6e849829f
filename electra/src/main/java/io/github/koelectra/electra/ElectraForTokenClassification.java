package io.github.koelectra.electra;

import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.Workspace;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.tensor.nn.Linear;
import io.github.koelectra.tensor.nn.ParameterSource;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A classifier of every token, for named entities and the like. Immutable and safe to share between
 * threads.
 */
public final class ElectraForTokenClassification implements TaskModel {
  private final ElectraModel electra;
  private final Linear classifier;

  /**
   * Builds the encoder and its head.
   *
   * @throws io.github.koelectra.tensor.nn.ParameterException if a parameter is missing or of
   *     another shape
   */
  public ElectraForTokenClassification(
      ElectraConfig config, ParameterSource source, Kernels kernels) {
    electra = new ElectraModel(config, source, kernels);
    classifier =
        Linear.of(source.at("classifier"), config.numLabels(), config.hiddenSize(), kernels);
  }

  /**
   * Opens a model directory with the fastest kernels of this JVM.
   *
   * @throws IOException if it cannot be read or holds no such model
   */
  public static ElectraForTokenClassification fromPretrained(Path directory) throws IOException {
    return fromPretrained(directory, Kernels.best());
  }

  /** Opens a model directory with the given kernels. */
  public static ElectraForTokenClassification fromPretrained(Path directory, Kernels kernels)
      throws IOException {
    return Pretrained.load(directory, kernels, ElectraForTokenClassification::new);
  }

  /** The logits [tokens, labels]. */
  @Override
  public Tensor forward(TokenBatch batch, Trace trace, Workspace workspace) {
    Tensor logits = workspace.take(batch.tokens(), classifier.outputs());
    int mark = workspace.mark();
    Tensor hiddenStates = electra.forward(batch, trace, workspace); // [tokens, hidden]
    classifier.forward(hiddenStates, logits, workspace);
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
