package io.github.koelectra.testkit;

import java.nio.charset.StandardCharsets;

/**
 * The weights the goldens were made with: the same numbers from a model's seed, a tensor's name and
 * an element's index in any language (FNV-1a of {@code seed/name}, the splitmix64 finaliser per
 * element, a sum of four 16-bit parts as an almost normal variable, scaled by the kind of tensor
 * the name says).
 */
public final class SeededWeights {
  private static final long FNV_BASIS = 0xCBF29CE484222325L;
  private static final long FNV_PRIME = 0x100000001B3L;
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private SeededWeights() {}

  /** All elements of tensor {@code name} of shape {@code shape}, row-major. */
  public static float[] tensor(String seed, String name, long... shape) {
    long count = 1;
    for (long dimension : shape) {
      count = Math.multiplyExact(count, dimension);
    }
    double mean = name.endsWith("LayerNorm.weight") ? 1.0 : 0.0;
    double scale = scale(name, shape);
    long hash = fnv1a64(seed + "/" + name);
    float[] values = new float[Math.toIntExact(count)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (mean + scale * almostNormal(hash + (i + 1) * GOLDEN_GAMMA));
    }
    return values;
  }

  private static double scale(String name, long[] shape) {
    if (name.endsWith("LayerNorm.weight") || name.endsWith("bias")) {
      return 0.1;
    }
    if (name.endsWith("_embeddings.weight")) {
      return 0.05;
    }
    double gain = 1.0;
    if (name.contains(".query.") || name.contains(".key.")) {
      gain = 2.0;
    } else if (name.contains(".output.dense.")) {
      gain = 0.5;
    }
    return gain / Math.sqrt(shape[shape.length - 1]);
  }

  private static double almostNormal(long state) {
    long z = state;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    z = z ^ (z >>> 31);
    long sum = (z & 0xFFFF) + ((z >>> 16) & 0xFFFF) + ((z >>> 32) & 0xFFFF) + (z >>> 48);
    return (sum - 131070) / 37837.0;
  }

  private static long fnv1a64(String text) {
    long hash = FNV_BASIS;
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xFF)) * FNV_PRIME;
    }
    return hash;
  }
}
