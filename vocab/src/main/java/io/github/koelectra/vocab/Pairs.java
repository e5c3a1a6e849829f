package io.github.koelectra.vocab;

import io.github.koelectra.tensor.Parallel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongPredicate;

/**
 * How often which two pieces stand side by side, and in which words. A pair is a number: the left
 * piece's id above the right one's, so numbers are in the order of the ids. For one thread.
 */
final class Pairs {
  private static final int HALF = 32;
  private static final int[] NOWHERE = {};

  private final Words words;
  private final Map<Long, Pair> pairs;

  private Pairs(Words words, Map<Long, Pair> pairs) {
    this.words = words;
    this.pairs = pairs;
  }

  /** A pair's count and the words it was seen in, some perhaps no more, some perhaps twice. */
  private static final class Pair {
    private long count;
    private int[] seen = NOWHERE;
    private int size;

    void see(int word) {
      if (size > 0 && seen[size - 1] == word) {
        return;
      }
      if (size == seen.length) {
        seen = Arrays.copyOf(seen, size + size / 2 + 1);
      }
      seen[size++] = word;
    }

    Pair with(Pair other) {
      int[] both = Arrays.copyOf(seen, size + other.size);
      System.arraycopy(other.seen, 0, both, size, other.size);
      seen = both;
      size = both.length;
      count += other.count;
      return this;
    }
  }

  /** The pairs of all words: of parts of them in parallel, then together. */
  static Pairs of(Words words, Parallel parallel) {
    int tasks = parallel.threads();
    List<Pairs> parts = new ArrayList<>();
    for (int task = 0; task < tasks; task++) {
      parts.add(new Pairs(words, new HashMap<>()));
    }
    parallel.forEach(
        tasks,
        (task, _) -> {
          int end = (int) ((task + 1L) * words.size() / tasks);
          for (int word = (int) ((long) task * words.size() / tasks); word < end; word++) {
            parts.get(task).add(word, words.count(word), _ -> true);
          }
        });
    Pairs all = parts.getFirst();
    for (Pairs part : parts.subList(1, tasks)) {
      part.pairs.forEach((pair, found) -> all.pairs.merge(pair, found, Pair::with));
      part.pairs.clear();
    }
    return all;
  }

  static long of(int left, int right) {
    return (long) left << HALF | right;
  }

  static int left(long pair) {
    return (int) (pair >> HALF);
  }

  static int right(long pair) {
    return (int) pair;
  }

  /** Whether a piece is one of a pair. */
  static boolean has(long pair, int piece) {
    return left(pair) == piece || right(pair) == piece;
  }

  /** All pairs there are. */
  Set<Long> all() {
    return pairs.keySet();
  }

  /** How often a pair stands in the text. */
  long count(long pair) {
    Pair found = pairs.get(pair);
    return found == null ? 0 : found.count;
  }

  /** The words a pair may stand in. */
  int[] words(long pair) {
    Pair found = pairs.get(pair);
    return found == null ? NOWHERE : Arrays.copyOf(found.seen, found.size);
  }

  /**
   * Counts the pairs of a word.
   *
   * @param count how often; negative to take them away
   * @param isNew for which pairs to remember the word
   */
  void add(int word, long count, LongPredicate isNew) {
    for (int place = 0; place + 1 < words.length(word); place++) {
      long pair = of(words.piece(word, place), words.piece(word, place + 1));
      Pair found = pairs.computeIfAbsent(pair, _ -> new Pair());
      found.count += count;
      if (isNew.test(pair)) {
        found.see(word);
      }
    }
  }

  /** Forgets a pair. */
  void remove(long pair) {
    pairs.remove(pair);
  }
}
