package io.github.koelectra.vocab;

/**
 * What vocabulary is wanted.
 *
 * @param size how many tokens it has at most, all of them counted
 * @param alphabetLimit how many different letters (code points) it may be made of: the most
 *     frequent ones, of equally frequent ones the lower code points
 * @param minFrequency how often two pieces must stand side by side to become one
 * @param unused how many {@code [unusedN]} entries it keeps free for later
 */
public record WordPieceOptions(int size, int alphabetLimit, long minFrequency, int unused) {
  /** KoELECTRA v3's size, the alphabet of its recipe, and room for 200 words of one's own. */
  public static final WordPieceOptions DEFAULT = new WordPieceOptions(35_000, 6_000, 2, 200);

  /** The most tokens a vocabulary may have. */
  private static final int LARGEST = 1 << 24;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public WordPieceOptions {
    check("size", size, 1, LARGEST);
    check("alphabet limit", alphabetLimit, 1, Integer.MAX_VALUE);
    check("min frequency", minFrequency, 1, Long.MAX_VALUE);
    check("unused", unused, 0, LARGEST);
  }

  private static void check(String name, long value, long least, long most) {
    if (value < least || value > most) {
      String range = value < least ? "at least " + least : "at most " + most;
      throw new IllegalArgumentException(name + " must be " + range + ", not " + value);
    }
  }
}
