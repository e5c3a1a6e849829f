package io.github.koelectra.bench.report;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;

/**
 * Something that is to be true of the figures.
 *
 * @param measure what is compared
 * @param atMost whether the limit is the most, and not the least, that is allowed
 * @param limit the limit
 * @param measured what was measured, if it was
 * @param format how both are written
 */
record Bar(
    String measure,
    boolean atMost,
    double limit,
    OptionalDouble measured,
    DoubleFunction<String> format) {

  static Bar atMost(String measure, double limit, OptionalDouble measured) {
    return new Bar(measure, true, limit, measured, Table::ratio);
  }

  static Bar atLeast(String measure, double limit, OptionalDouble measured) {
    return new Bar(measure, false, limit, measured, Table::ratio);
  }

  /** The same written another way. */
  Bar as(DoubleFunction<String> other) {
    return new Bar(measure, atMost, limit, measured, other);
  }

  /** Whether what was measured is within the limit. */
  boolean met() {
    return measured.isPresent()
        && (atMost ? measured.getAsDouble() <= limit : measured.getAsDouble() >= limit);
  }

  List<String> row() {
    return List.of(
        measure,
        (atMost ? "≤ " : "≥ ") + format.apply(limit),
        Table.cell(measured, format),
        measured.isEmpty() ? Table.NOTHING : met() ? "yes" : "**no**");
  }
}
