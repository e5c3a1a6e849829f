package io.github.koelectra.train.pretrain;

import io.github.koelectra.train.SplitMix64;

/**
 * Random numbers that follow from a seed, a purpose and a number alone, so that a run that is
 * continued draws what it would have drawn: SplitMix64 (Steele, Lea and Flood 2014). For one
 * thread.
 */
final class Draws {
  /** What is drawn; each has a stream of its own. */
  enum Purpose {
    /** The weights of a model that has learnt nothing yet. */
    WEIGHTS,
    /** The order of files in an epoch. */
    FILES,
    /** The order of texts in an epoch. */
    ORDER,
    /** How the documents of an epoch become segments. */
    SEGMENTS,
    /** Which part of a long text a sequence shows. */
    STRETCH,
    /** The positions of a sequence that are to be guessed. */
    MASK
  }

  private long state;

  private Draws(long state) {
    this.state = state;
  }

  /**
   * The numbers for {@code purpose}, {@code number} saying which epoch, sequence or other thing.
   */
  static Draws of(long seed, Purpose purpose, long number) {
    long key = SplitMix64.mix(seed + SplitMix64.GAMMA * purpose.name().hashCode());
    return new Draws(SplitMix64.mix(key + SplitMix64.GAMMA * (number + 1)));
  }

  private long next() {
    state += SplitMix64.GAMMA;
    return SplitMix64.mix(state);
  }

  /** A number from 0 to {@code bound} - 1; the most likely one is so by less than 2^-32. */
  int below(int bound) {
    return (int) Math.unsignedMultiplyHigh(next(), bound);
  }

  /** Whether something happens whose probability this is. */
  boolean chance(double probability) {
    return uniform() < probability;
  }

  /** A number from 0 up to, but without, 1. */
  double uniform() {
    return SplitMix64.uniform(next());
  }
}
