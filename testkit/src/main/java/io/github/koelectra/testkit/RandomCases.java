package io.github.koelectra.testkit;

import java.util.SplittableRandom;

/**
 * Seeded random cases. Every run draws a new seed and prints it; {@code -Dkoelectra.seed=N} repeats
 * a run.
 */
public final class RandomCases {
  private RandomCases() {}

  /**
   * A generator for the property {@code name}, whose seed is printed so that a failure can be
   * repeated.
   */
  public static SplittableRandom of(String name) {
    long seed = Long.getLong("koelectra.seed", System.nanoTime());
    System.out.println(name + ": -Dkoelectra.seed=" + seed);
    return new SplittableRandom(seed);
  }
}
