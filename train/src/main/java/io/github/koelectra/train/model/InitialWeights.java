package io.github.koelectra.train.model;

import io.github.koelectra.train.SplitMix64;
import java.util.Arrays;

/**
 * Parameters that have learnt nothing yet, as transformers begins: weights from a normal
 * distribution of deviation 0.02, LayerNorm's 1, biases 0. They follow from a seed and their names,
 * whatever else is made.
 */
final class InitialWeights {
  private static final double DEVIATION = 0.02;

  private InitialWeights() {}

  static void fill(long seed, String name, float[] values) {
    if (name.endsWith("LayerNorm.weight")) {
      Arrays.fill(values, 1f);
    } else if (name.endsWith("bias")) {
      Arrays.fill(values, 0f);
    } else {
      long state = SplitMix64.mix(seed + SplitMix64.GAMMA * name.hashCode());
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (DEVIATION * normal(state, i));
      }
    }
  }

  /** The polar form of two uniform variables (Box and Muller 1958). */
  private static double normal(long state, int index) {
    double radius = 1 - uniform(state + SplitMix64.GAMMA * (2L * index + 1));
    double angle = uniform(state + SplitMix64.GAMMA * (2L * index + 2));
    return StrictMath.sqrt(-2 * StrictMath.log(radius)) * StrictMath.cos(2 * Math.PI * angle);
  }

  /** From 0 to below 1. */
  private static double uniform(long state) {
    return SplitMix64.uniform(SplitMix64.mix(state));
  }
}
