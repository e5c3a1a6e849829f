package io.github.koelectra.cli;

import io.github.koelectra.core.TextPair;
import io.github.koelectra.json.JsonValue.JsonString;
import io.github.koelectra.json.OneLine;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A record of the input.
 *
 * @param where where it stands, for messages; empty where there is only one
 * @param columns what the record says, in its order: strings, or values of JSON
 * @param text the text
 * @param pair the second text of tasks that read two
 */
record Row(String where, Map<String, Object> columns, String text, Optional<String> pair) {
  Row {
    columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
  }

  /** Whether a column's value is the text. */
  boolean isText(Object value) {
    return value instanceof JsonString(String string) ? string.equals(text) : text.equals(value);
  }

  /** The two texts of a row that has two. */
  TextPair texts() {
    return new TextPair(text, pair.orElseThrow());
  }

  /** The texts on one line, for people to read. */
  String shown() {
    return OneLine.of(pair.map(second -> text + " | " + second).orElse(text));
  }
}
