package io.github.koelectra.cli;

import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The columns of a table with a header.
 *
 * @param names their names
 * @param text which of them has the text
 * @param pair which of them has the other text
 * @param texts what the texts are
 */
record Columns(List<String> names, int text, Optional<Integer> pair, TextNames texts) {
  /**
   * Those of the header of {@code source}.
   *
   * @throws IOException if it lacks a column, or has one twice
   */
  static Columns of(List<String> names, TextNames texts, String source) throws IOException {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        throw new IOException(source + ": two columns have the name '" + name + "'");
      }
    }
    int text = find(names, texts.column(), texts.first(), "--column", source);
    Optional<Integer> pair =
        texts.ownPairs()
            ? Optional.of(find(names, texts.pairColumn(), texts.second(), "--pair-column", source))
            : Optional.empty();
    return new Columns(names, text, pair, texts);
  }

  private static int find(
      List<String> names, Optional<String> wanted, String usual, String option, String source)
      throws IOException {
    int place = names.indexOf(wanted.orElse(usual));
    if (place < 0 && wanted.isEmpty() && names.size() == 1) {
      return 0;
    }
    if (place < 0) {
      String problem =
          wanted
              .map(name -> "there is no column '" + name + "' (" + option + ")")
              .orElse("say which column has the " + usual + " with " + option);
      throw new IOException(source + ": " + problem + "; there are " + String.join(", ", names));
    }
    return place;
  }

  /** A row of that table. */
  Entry row(String where, List<String> fields) {
    if (fields.size() != names.size()) {
      return new Entry.Bad(
          where, "a row of " + fields.size() + " columns, but the header has " + names.size());
    }
    Map<String, Object> columns = new LinkedHashMap<>();
    for (int i = 0; i < fields.size(); i++) {
      columns.put(names.get(i), fields.get(i));
    }
    return new Entry.Good(
        new Row(where, columns, fields.get(text), pair.map(fields::get).or(texts::always)));
  }
}
