package io.github.koelectra.train;

import io.github.koelectra.tensor.kernel.Dropout;

/**
 * What a forward pass under training draws its random numbers from: they are a function of these
 * numbers and of a place alone, so that they are the same for any number of threads and after a run
 * was continued.
 *
 * @param seed the run's seed
 * @param step the optimizer's step, from 0
 * @param part which of the batches of this step, from 0
 */
public record Pass(long seed, long step, int part) {
  /** The dropout of a place in the model, such as the name of a layer, at this pass. */
  public Dropout dropout(float rate, String place) {
    return rate == 0 ? Dropout.NONE : new Dropout(rate, key(place));
  }

  /** A number for {@code purpose} at this pass that looks random: seeds a generator of its own. */
  public int key(String purpose) {
    long x = seed;
    x = mix(x + 0x9E3779B97F4A7C15L * (step + 1));
    x = mix(x + 0x9E3779B97F4A7C15L * (part + 1));
    x = mix(x + purpose.hashCode());
    return (int) (x >>> 32);
  }

  /** The finaliser of SplitMix64 (Steele, Lea and Flood 2014). */
  private static long mix(long z) {
    long x = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
    return x ^ (x >>> 31);
  }
}
