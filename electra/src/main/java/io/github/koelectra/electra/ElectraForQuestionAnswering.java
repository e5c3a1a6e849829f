package io.github.koelectra.electra;

import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.Workspace;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.tensor.nn.Linear;
import io.github.koelectra.tensor.nn.ParameterSource;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Extractive question answering: for every token a logit that the answer begins, and one that it
 * ends, there. Immutable and safe to share between threads.
 */
public final class ElectraForQuestionAnswering implements TaskModel {
  private final ElectraModel electra;
  private final Linear qaOutputs;

  /**
   * Builds the encoder and its head.
   *
   * @throws io.github.koelectra.tensor.nn.ParameterException if a parameter is missing or of
   *     another shape
   */
  public ElectraForQuestionAnswering(
      ElectraConfig config, ParameterSource source, Kernels kernels) {
    electra = new ElectraModel(config, source, kernels);
    qaOutputs = Linear.of(source.at("qa_outputs"), 2, config.hiddenSize(), kernels);
  }

  /**
   * Opens a model directory with the fastest kernels of this JVM.
   *
   * @throws IOException if it cannot be read or holds no such model
   */
  public static ElectraForQuestionAnswering fromPretrained(Path directory) throws IOException {
    return fromPretrained(directory, Kernels.best());
  }

  /** Opens a model directory with the given kernels. */
  public static ElectraForQuestionAnswering fromPretrained(Path directory, Kernels kernels)
      throws IOException {
    return Pretrained.load(directory, kernels, ElectraForQuestionAnswering::new);
  }

  /** The logits [tokens, 2]: that the answer begins, and that it ends, at a token. */
  @Override
  public Tensor forward(TokenBatch batch, Trace trace, Workspace workspace) {
    Tensor logits = workspace.take(batch.tokens(), qaOutputs.outputs());
    int mark = workspace.mark();
    Tensor hiddenStates = electra.forward(batch, trace, workspace); // [tokens, hidden]
    qaOutputs.forward(hiddenStates, logits, workspace);
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
