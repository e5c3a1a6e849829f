package io.github.koelectra.vocab;

import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The letters a vocabulary is made of. A word with any other is the unknown token as a whole, so it
 * teaches nothing.
 *
 * @param letters their code points
 */
record Alphabet(Set<Integer> letters) {
  Alphabet {
    letters = Collections.unmodifiableSet(new TreeSet<>(letters));
  }

  /** The {@code limit} most frequent letters; of equally frequent ones the lower code points. */
  static Alphabet of(WordCounts words, int limit) {
    Map<Integer, Long> counts = new HashMap<>();
    words
        .counts()
        .forEach(
            (word, count) ->
                word.codePoints()
                    .filter(Alphabet::isCharacter)
                    .forEach(letter -> counts.merge(letter, count.get(), Long::sum)));
    Comparator<Map.Entry<Integer, Long>> order =
        Map.Entry.<Integer, Long>comparingByValue()
            .reversed()
            .thenComparing(Map.Entry.comparingByKey());
    Set<Integer> letters = new TreeSet<>();
    counts.entrySet().stream()
        .sorted(order)
        .limit(limit)
        .forEach(entry -> letters.add(entry.getKey()));
    return new Alphabet(letters);
  }

  /** Half a surrogate pair cannot be written to a file. */
  private static boolean isCharacter(int codePoint) {
    return codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE;
  }

  /** Whether a word is made of these letters alone. */
  boolean spells(String word) {
    return word.codePoints().allMatch(letters::contains);
  }
}
