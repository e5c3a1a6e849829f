package io.github.koelectra.electra;

import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.Workspace;

/**
 * A model that turns a batch into a matrix: the encoder, or the encoder with a head. Safe to share
 * between threads.
 */
public sealed interface TaskModel extends AutoCloseable
    permits ElectraModel,
        ElectraForPreTraining,
        ElectraForMaskedLM,
        ElectraForSequenceClassification,
        ElectraForTokenClassification,
        ElectraForQuestionAnswering {

  /** The configuration it was built from. */
  ElectraConfig config();

  /**
   * Runs the model on scratch memory of the caller's: the steady state allocates no arrays.
   *
   * @return a row per token, or per sequence for sequence classification; valid until the workspace
   *     is released
   * @throws IllegalArgumentException if an id is outside its table or a sequence is too long
   */
  Tensor forward(TokenBatch batch, Trace trace, Workspace workspace);

  /** Runs the model on scratch memory of its own; the result is the caller's. */
  default Tensor run(TokenBatch batch) {
    return run(batch, Trace.NONE);
  }

  /** Runs the model on scratch memory of its own with somebody looking on. */
  default Tensor run(TokenBatch batch, Trace trace) {
    return lifetime().with(workspace -> forward(batch, trace, workspace).copy());
  }

  /** What the model holds while it is open. */
  Lifetime lifetime();

  /** Gives back the files; a model that was closed cannot be run again. */
  @Override
  default void close() {
    lifetime().close();
  }
}
