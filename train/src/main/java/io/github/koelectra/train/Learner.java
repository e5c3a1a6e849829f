package io.github.koelectra.train;

import java.util.List;

/**
 * A model under training: computes a batch's loss and its gradients.
 *
 * @param <B> a batch with what is to be learnt from it
 */
public interface Learner<B> {
  /** The parameters in the order of the checkpoint; shared ones once. */
  List<Variable> variables();

  /**
   * Tells the model that its variables have other values than at the pass before, so that what is
   * derived from them (packed weights) is made again before the next pass.
   */
  void valuesChanged();

  /**
   * Adds {@code scale} times the gradient of the batch's loss to the variables' gradients.
   *
   * @param scale 1 / the number of batches of a step
   * @param meter is told what the batch was like: counts, ranks
   * @return the loss, not scaled
   */
  double accumulate(B batch, float scale, Pass pass, Meter meter);

  /** The tokens of a batch, for reports of speed. */
  int tokens(B batch);
}
