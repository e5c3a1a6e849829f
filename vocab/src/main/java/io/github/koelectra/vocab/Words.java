package io.github.koelectra.vocab;

/**
 * Each different word as the pieces it is made of, which become fewer: one array for all of them.
 * For one thread, but for reading.
 */
final class Words {
  private final long[] counts;
  private final int[] begins;
  private final int[] lengths;
  private final int[] pieces;
  private int words;
  private int end;

  /**
   * Room for words.
   *
   * @param letters how many they have together
   */
  Words(int words, int letters) {
    counts = new long[words];
    begins = new int[words];
    lengths = new int[words];
    pieces = new int[letters];
  }

  /** Adds a word of these pieces that occurs so often. */
  void add(int[] spelling, long count) {
    System.arraycopy(spelling, 0, pieces, end, spelling.length);
    counts[words] = count;
    begins[words] = end;
    lengths[words++] = spelling.length;
    end += spelling.length;
  }

  int size() {
    return words;
  }

  long count(int word) {
    return counts[word];
  }

  /** How many pieces a word has. */
  int length(int word) {
    return lengths[word];
  }

  int piece(int word, int place) {
    return pieces[begins[word] + place];
  }

  /** Joins each {@code left right} of a word, from its beginning on, to {@code joined}. */
  void join(int word, int left, int right, int joined) {
    int begin = begins[word];
    int last = begin + lengths[word];
    int to = begin;
    int from = begin;
    while (from < last) {
      boolean found = pieces[from] == left && from + 1 < last && pieces[from + 1] == right;
      pieces[to++] = found ? joined : pieces[from];
      from += found ? 2 : 1;
    }
    lengths[word] = to - begin;
  }
}
