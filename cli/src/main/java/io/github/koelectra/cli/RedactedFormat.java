package io.github.koelectra.cli;

import io.github.koelectra.core.Redaction.Redacted;
import io.github.koelectra.core.Redaction.Replacement;
import io.github.koelectra.json.OneLine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Redacted texts in the place of the texts, which are never written: a column that holds the text
 * holds the redacted one, and {@code start} and {@code end} are places there. Other columns are
 * left as they are.
 *
 * @param unit what places count
 */
record RedactedFormat(Offsets.Unit unit) implements TaskFormat<Redacted> {
  @Override
  public List<String> columns() {
    return List.of(EntityFormat.ENTITIES);
  }

  @Override
  public Map<String, Object> columns(Row row, Redacted result) {
    Map<String, Object> columns = new LinkedHashMap<>(row.columns());
    columns.replaceAll((_, value) -> row.isText(value) ? result.text() : value);
    return columns;
  }

  @Override
  public Map<String, Object> fields(Row row, Redacted result) {
    Offsets before = unit.in(row.text());
    Offsets after = unit.in(result.text());
    List<Object> entities = new ArrayList<>();
    for (Replacement replacement : result.replacements()) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("entity_group", replacement.label());
      object.put("score", replacement.score());
      object.put("word", replacement.replacement());
      object.put("start", after.of(replacement.redactedBegin()));
      object.put("end", after.of(replacement.redactedEnd()));
      object.put("original_start", before.of(replacement.begin()));
      object.put("original_end", before.of(replacement.end()));
      entities.add(object);
    }
    return Map.of(EntityFormat.ENTITIES, entities);
  }

  /** The whole text: it is what one wants, and may go to a file. */
  @Override
  public String lines(Row row, String shown, Redacted result) {
    return OneLine.escaped(result.text());
  }

  @Override
  public boolean truncated(Redacted result) {
    return result.truncated();
  }
}
