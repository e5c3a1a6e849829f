package io.github.koelectra.tensor.kernel;

/** One step of Adam over a range of a parameter: the numbers of the step, rounded to float. */
final class AdamStep {
  private final float scale;
  private final float beta1;
  private final float rest1;
  private final float beta2;
  private final float rest2;
  private final float root;
  private final float epsilon;
  private final float rate;
  private final float kept;
  private final float decay;

  AdamStep(AdamKernels.Step step) {
    scale = (float) step.gradientScale();
    beta1 = (float) step.beta1();
    rest1 = (float) (1 - step.beta1());
    beta2 = (float) step.beta2();
    rest2 = (float) (1 - step.beta2());
    root = (float) Math.sqrt(step.correction2());
    epsilon = (float) step.epsilon();
    rate = (float) (step.rate() / step.correction1());
    kept = step.decayFirst() ? (float) (1 - step.rate() * step.decay()) : 1f;
    // The rate is that of the corrected moment, which the decay has no part in.
    decay = step.decayFirst() ? 0f : (float) (step.decay() * step.correction1());
  }

  /**
   * {@code p = p * kept - rate * (m / (sqrt(v) / root + epsilon) + decay * p)}, after both moments,
   * for the elements from {@code begin} to {@code end} of all four arrays.
   */
  void apply(
      int begin, int end, float[] gradient, float[] moment1, float[] moment2, float[] value) {
    for (int i = begin; i < end; i++) {
      float g = gradient[i] * scale;
      float m = beta1 * moment1[i] + rest1 * g;
      float v = beta2 * moment2[i] + rest2 * g * g;
      float p = value[i];
      float update = m / ((float) Math.sqrt(v) / root + epsilon) + decay * p;
      moment1[i] = m;
      moment2[i] = v;
      value[i] = p * kept - rate * update;
    }
  }
}
