package io.github.koelectra.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where a record has its texts.
 *
 * @param first what a task calls its text
 * @param second what it calls the other text
 * @param column which column the text is in; empty: the one of that name, or the only one
 * @param pairColumn which column the other text is in, likewise
 * @param pairs whether the record has both
 * @param always the other text of all records, if that is given
 */
record TextNames(
    String first,
    String second,
    Optional<String> column,
    Optional<String> pairColumn,
    boolean pairs,
    Optional<String> always) {
  /** A row of texts that are nothing but texts. */
  Row row(String where, String text, Optional<String> own) {
    Optional<String> pair = own.or(this::always);
    Map<String, Object> columns = new LinkedHashMap<>();
    columns.put(first, text);
    pair.ifPresent(p -> columns.put(second, p));
    return new Row(where, columns, text, pair);
  }

  /** Whether each record has two texts of its own. */
  boolean ownPairs() {
    return pairs && always.isEmpty();
  }
}
