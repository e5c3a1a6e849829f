package io.github.koelectra.train;

/** The parts of SplitMix64 (Steele, Lea and Flood 2014), from which all random numbers are made. */
public final class SplitMix64 {
  /** What a generator's state grows by from number to number. */
  public static final long GAMMA = 0x9E3779B97F4A7C15L;

  private static final double UNIT = 0x1p-53;

  private SplitMix64() {}

  /** The finaliser: of numbers that are alike, numbers that look random. */
  public static long mix(long z) {
    long x = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
    return x ^ (x >>> 31);
  }

  /** The number that {@code random} bits are, from 0 to below 1. */
  public static double uniform(long random) {
    return (random >>> 11) * UNIT;
  }
}
