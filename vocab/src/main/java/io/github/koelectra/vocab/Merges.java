package io.github.koelectra.vocab;

import java.util.Comparator;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.LongPredicate;

/**
 * Joins the most frequent pair of pieces, again and again (Sennrich, Haddow and Birch 2016, "Neural
 * Machine Translation of Rare Words with Subword Units"). Of equally frequent pairs the one whose
 * left piece, then whose right piece, was found first. For one thread.
 */
final class Merges {
  private static final Comparator<Candidate> ORDER =
      Comparator.comparingLong(Candidate::count).reversed().thenComparingLong(Candidate::pair);

  private final Words words;
  private final Pieces pieces;
  private final Pairs pairs;
  private final long minFrequency;
  private final PriorityQueue<Candidate> queue = new PriorityQueue<>(ORDER);

  /** A pair with the count it had once. If it has more now, it stands in the queue again. */
  private record Candidate(long count, long pair) {}

  Merges(Words words, Pieces pieces, Pairs pairs, long minFrequency) {
    this.words = words;
    this.pieces = pieces;
    this.pairs = pairs;
    this.minFrequency = minFrequency;
    pairs.all().forEach(this::offer);
  }

  private void offer(long pair) {
    long count = pairs.count(pair);
    if (count >= minFrequency) {
      queue.add(new Candidate(count, pair));
    }
  }

  /** Joins the best pair; false if none is frequent enough. */
  boolean next() {
    while (!queue.isEmpty()) {
      Candidate best = queue.remove();
      long count = pairs.count(best.pair());
      if (count == best.count()) {
        join(best.pair());
        return true;
      }
      if (count < best.count()) {
        offer(best.pair());
      }
    }
    return false;
  }

  private static boolean noted(long pair, Set<Long> grown) {
    grown.add(pair);
    return true;
  }

  private void join(long pair) {
    int left = Pairs.left(pair);
    int right = Pairs.right(pair);
    int joined = pieces.join(left, right);
    Set<Long> grown = new HashSet<>();
    LongPredicate isNew = found -> Pairs.has(found, joined) && noted(found, grown);
    for (int word : pairs.words(pair)) {
      long count = words.count(word);
      pairs.add(word, -count, _ -> false);
      words.join(word, left, right, joined);
      pairs.add(word, count, isNew);
    }
    pairs.remove(pair);
    grown.forEach(this::offer);
  }
}
