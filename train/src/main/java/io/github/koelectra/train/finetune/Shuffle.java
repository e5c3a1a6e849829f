package io.github.koelectra.train.finetune;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Random orders that follow from a seed. */
final class Shuffle {
  private Shuffle() {}

  /**
   * The numbers from 0 to below {@code size}: Fisher's and Yates's shuffle (Durstenfeld 1964).
   *
   * @param number which of the orders of the seed
   */
  static int[] order(int size, long seed, long number) {
    // A generator that seeds another: those of neighbouring seeds would run behind one another.
    long first = new SplittableRandom(seed).nextLong();
    SplittableRandom random = new SplittableRandom(new SplittableRandom(first + number).nextLong());
    int[] shuffled = new int[size];
    Arrays.setAll(shuffled, i -> i);
    for (int last = shuffled.length - 1; last > 0; last--) {
      int other = (int) (((random.nextLong() >>> 33) * (last + 1L)) >>> 31);
      int moved = shuffled[last];
      shuffled[last] = shuffled[other];
      shuffled[other] = moved;
    }
    return shuffled;
  }
}
