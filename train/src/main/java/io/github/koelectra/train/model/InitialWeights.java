package io.github.koelectra.train.model;

import java.util.Arrays;

/**
 * Parameters that have learnt nothing yet, as transformers begins: weights from a normal
 * distribution of deviation 0.02, LayerNorm's 1, biases 0. They follow from a seed and their names,
 * whatever else is made.
 */
final class InitialWeights {
  private static final double DEVIATION = 0.02;
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
  private static final double UNIT = 0x1p-53;

  private InitialWeights() {}

  static void fill(long seed, String name, float[] values) {
    if (name.endsWith("LayerNorm.weight")) {
      Arrays.fill(values, 1f);
    } else if (name.endsWith("bias")) {
      Arrays.fill(values, 0f);
    } else {
      long state = mix(seed + GOLDEN_GAMMA * name.hashCode());
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (DEVIATION * normal(state, i));
      }
    }
  }

  /** The polar form of two uniform variables (Box and Muller 1958). */
  private static double normal(long state, int index) {
    double radius = 1 - uniform(state + GOLDEN_GAMMA * (2L * index + 1));
    double angle = uniform(state + GOLDEN_GAMMA * (2L * index + 2));
    return StrictMath.sqrt(-2 * StrictMath.log(radius)) * StrictMath.cos(2 * Math.PI * angle);
  }

  /** From 0 to below 1. */
  private static double uniform(long state) {
    return (mix(state) >>> 11) * UNIT;
  }

  /** The finaliser of SplitMix64 (Steele, Lea and Flood 2014). */
  private static long mix(long z) {
    long x = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
    return x ^ (x >>> 31);
  }
}
