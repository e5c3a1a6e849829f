package io.github.koelectra.cli.html;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;

/** How often types and entities were met; remembers no more than {@value #MOST} entities. */
final class EntityCounts {
  static final int MOST = 10_000;

  private static final int COLOURS = 10;

  private final Map<String, Integer> types = new LinkedHashMap<>();
  private final Map<Named, Integer> entities = new LinkedHashMap<>();
  private final Map<String, Integer> colours = new LinkedHashMap<>();
  private boolean complete = true;

  /** A text that is an entity of a type. */
  record Named(String text, String type) {}

  void add(String text, String type) {
    types.merge(type, 1, Integer::sum);
    Named named = new Named(text, type);
    if (entities.size() < MOST || entities.containsKey(named)) {
      entities.merge(named, 1, Integer::sum);
    } else {
      complete = false;
    }
  }

  /** The class of a type's colour: types take colours in the order in which they come. */
  String colour(String type) {
    int next = colours.size() % COLOURS;
    return "t" + colours.computeIfAbsent(type, _ -> next);
  }

  /** The types, the most frequent first. */
  List<Entry<String, Integer>> types() {
    return sorted(types);
  }

  /** The entities, the most frequent first. */
  List<Entry<Named, Integer>> entities() {
    return sorted(entities);
  }

  private static <K> List<Entry<K, Integer>> sorted(Map<K, Integer> counts) {
    Comparator<Entry<K, Integer>> most = Comparator.comparingInt(e -> -e.getValue());
    return counts.entrySet().stream().sorted(most).toList();
  }

  /** Whether every entity is among {@link #entities}. */
  boolean complete() {
    return complete;
  }
}
