package io.github.koelectra.train.pretrain;

/**
 * Random numbers that follow from a seed, a purpose and a number alone, so that a run that is
 * continued draws what it would have drawn: SplitMix64 (Steele, Lea and Flood 2014). For one
 * thread.
 */
final class Draws {
  private static final long GAMMA = 0x9E3779B97F4A7C15L;
  private static final double UNIT = 0x1p-53;

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
    long key = mix(seed + GAMMA * purpose.name().hashCode());
    return new Draws(mix(key + GAMMA * (number + 1)));
  }

  private static long mix(long z) {
    long x = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
    return x ^ (x >>> 31);
  }

  private long next() {
    state += GAMMA;
    return mix(state);
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
    return (next() >>> 11) * UNIT;
  }
}
