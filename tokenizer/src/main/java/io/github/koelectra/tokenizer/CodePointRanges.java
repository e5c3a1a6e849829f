package io.github.koelectra.tokenizer;

import java.util.Arrays;

/**
 * A set of code points as ascending ranges.
 *
 * @param firsts the first code point of each range
 * @param lasts the last one
 */
record CodePointRanges(int[] firsts, int[] lasts) {

  /** Reads ranges as Unicode's files write them: {@code 41-5A 5F}, hexadecimal and ascending. */
  static CodePointRanges parse(String text) {
    String[] ranges = text.strip().replace('\n', ' ').split(" ", -1);
    int[] firsts = new int[ranges.length];
    int[] lasts = new int[ranges.length];
    for (int i = 0; i < ranges.length; i++) {
      int dash = ranges[i].indexOf('-');
      String first = dash < 0 ? ranges[i] : ranges[i].substring(0, dash);
      firsts[i] = Integer.parseInt(first, 16);
      lasts[i] = Integer.parseInt(ranges[i].substring(dash + 1), 16);
    }
    return new CodePointRanges(firsts, lasts);
  }

  boolean contains(int codePoint) {
    int found = Arrays.binarySearch(firsts, codePoint);
    int before = -found - 2;
    return found >= 0 || (before >= 0 && codePoint <= lasts[before]);
  }
}
