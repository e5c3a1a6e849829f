package io.github.koelectra.vocab;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The trainer as its definition reads, and slow: all pairs are counted anew before each join, and
 * pieces are strings.
 */
final class ReferenceTrainer {
  private final WordPieceOptions options;
  private final List<String> tokens = new ArrayList<>();
  private final Map<List<String>, Long> words = new LinkedHashMap<>();

  private ReferenceTrainer(WordPieceOptions options) {
    this.options = options;
  }

  /** The vocabulary of these words, each as often as it is in the list. */
  static List<String> train(List<String> text, WordPieceOptions options) {
    ReferenceTrainer trainer = new ReferenceTrainer(options);
    trainer.tokens.addAll(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"));
    for (int i = 0; i < options.unused(); i++) {
      trainer.tokens.add("[unused" + i + "]");
    }
    trainer.begin(text);
    boolean more = true;
    while (more && trainer.tokens.size() < options.size()) {
      more = trainer.join();
    }
    return trainer.tokens;
  }

  private void begin(List<String> text) {
    Map<String, Long> letters = new TreeMap<>(Comparator.comparingInt(c -> c.codePointAt(0)));
    text.forEach(word -> split(word).forEach(letter -> letters.merge(letter, 1L, Long::sum)));
    List<String> alphabet =
        letters.keySet().stream()
            .sorted(Comparator.comparingLong(letter -> -letters.get(letter)))
            .limit(options.alphabetLimit())
            .toList();
    TreeSet<String> first = new TreeSet<>(Comparator.comparingInt(c -> c.codePointAt(0)));
    TreeSet<String> later = new TreeSet<>(Comparator.comparingInt(c -> c.codePointAt(2)));
    for (String word : text) {
      List<String> spelling = new ArrayList<>(split(word));
      if (alphabet.containsAll(spelling)) {
        spelling.subList(1, spelling.size()).replaceAll(letter -> "##" + letter);
        first.add(spelling.getFirst());
        later.addAll(spelling.subList(1, spelling.size()));
        words.merge(spelling, 1L, Long::sum);
      }
    }
    tokens.addAll(first);
    tokens.addAll(later);
  }

  private static List<String> split(String word) {
    return word.codePoints().mapToObj(Character::toString).toList();
  }

  private boolean join() {
    Map<List<String>, Long> pairs = new LinkedHashMap<>();
    words.forEach(
        (word, count) -> {
          for (int i = 0; i + 1 < word.size(); i++) {
            pairs.merge(List.of(word.get(i), word.get(i + 1)), count, Long::sum);
          }
        });
    Comparator<List<String>> order =
        Comparator.<List<String>>comparingLong(pair -> -pairs.get(pair))
            .thenComparingInt(pair -> tokens.indexOf(pair.getFirst()))
            .thenComparingInt(pair -> tokens.indexOf(pair.getLast()));
    List<String> best = pairs.keySet().stream().min(order).orElse(List.of());
    if (best.isEmpty() || pairs.get(best) < options.minFrequency()) {
      return false;
    }
    String joined = best.getFirst() + best.getLast().substring(2);
    if (!tokens.contains(joined)) {
      tokens.add(joined);
    }
    Map<List<String>, Long> before = new LinkedHashMap<>(words);
    words.clear();
    before.forEach((word, count) -> words.merge(joined(word, best, joined), count, Long::sum));
    return true;
  }

  private static List<String> joined(List<String> word, List<String> pair, String joined) {
    List<String> pieces = new ArrayList<>();
    for (int i = 0; i < word.size(); i++) {
      boolean found = i + 1 < word.size() && word.subList(i, i + 2).equals(pair);
      pieces.add(found ? joined : word.get(i));
      i += found ? 1 : 0;
    }
    return pieces;
  }
}
