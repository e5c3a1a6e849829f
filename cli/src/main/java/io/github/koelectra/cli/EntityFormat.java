package io.github.koelectra.cli;

import io.github.koelectra.core.TokenClassification.Entities;
import io.github.koelectra.core.TokenClassification.Entity;
import io.github.koelectra.json.OneLine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Entities, each with Hugging Face's names in a table, and on a line of its own for people.
 *
 * @param unit what places count
 * @param types the types that are wanted; empty: all
 */
record EntityFormat(Offsets.Unit unit, Set<String> types) implements TaskFormat<Entities> {
  static final String ENTITIES = "entities";

  @Override
  public List<String> columns() {
    return List.of(ENTITIES);
  }

  @Override
  public Map<String, Object> fields(Row row, Entities result) {
    Offsets offsets = unit.in(row.text());
    List<Object> entities = new ArrayList<>();
    for (Entity entity : wanted(result)) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("entity_group", entity.label());
      object.put("score", entity.score());
      object.put("word", entity.word());
      object.put("start", offsets.of(entity.begin()));
      object.put("end", offsets.of(entity.end()));
      entities.add(object);
    }
    return Map.of(ENTITIES, entities);
  }

  @Override
  public String lines(Row row, String shown, Entities result) {
    StringBuilder lines = new StringBuilder(shown);
    for (Entity entity : wanted(result)) {
      lines.append(line(entity.label(), entity.score(), entity.word()));
    }
    return lines.toString();
  }

  static String line(String label, double score, String word) {
    return String.format(Locale.ROOT, "\n  %s %.4f  %s", label, score, OneLine.of(word));
  }

  @Override
  public boolean truncated(Entities result) {
    return result.truncated();
  }

  List<Entity> wanted(Entities result) {
    return result.entities().stream()
        .filter(entity -> types.isEmpty() || types.contains(entity.label()))
        .toList();
  }
}
