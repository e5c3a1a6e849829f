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
    x = SplitMix64.mix(x + SplitMix64.GAMMA * (step + 1));
    x = SplitMix64.mix(x + SplitMix64.GAMMA * (part + 1));
    x = SplitMix64.mix(x + purpose.hashCode());
    return (int) (x >>> 32);
  }
}
