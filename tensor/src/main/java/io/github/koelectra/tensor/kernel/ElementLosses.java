package io.github.koelectra.tensor.kernel;

import io.github.koelectra.tensor.Tensor;

/**
 * Losses of single numbers, of which a batch has few: in double on one thread, with the functions
 * of {@link StrictMath}, which are the same on every machine.
 */
final class ElementLosses {
  private ElementLosses() {}

  /** See {@link RowGradients#binaryCrossEntropy}. */
  static double binaryCrossEntropy(Tensor logits, float[] targets, float[] weights, float scale) {
    float[] array = logits.array();
    double loss = 0;
    for (int i = 0; i < targets.length; i++) {
      int at = logits.offset() + i;
      if (weights[i] == 0) {
        array[at] = 0f;
        continue;
      }
      double x = array[at];
      double power = StrictMath.exp(-Math.abs(x));
      double sigmoid = (x < 0 ? power : 1) / (1 + power);
      loss += weights[i] * (Math.max(x, 0) - x * targets[i] + StrictMath.log1p(power));
      array[at] = (float) ((sigmoid - targets[i]) * weights[i] * scale);
    }
    return loss;
  }

  /** See {@link RowGradients#squaredError}. */
  static double squaredError(Tensor values, float[] targets, float scale) {
    float[] array = values.array();
    double loss = 0;
    for (int i = 0; i < targets.length; i++) {
      int at = values.offset() + i;
      double difference = (double) array[at] - targets[i];
      loss += difference * difference;
      array[at] = (float) (2 * difference * scale);
    }
    return loss;
  }
}
