package io.github.koelectra.cli;

import java.util.List;
import java.util.Map;

/**
 * How a task's results look. That, its options and its pipeline are all a command adds to a {@link
 * TaskRun}; see {@link ClassifyCommand}.
 *
 * @param <R> the results
 */
interface TaskFormat<R> {
  /** The names of what a result adds to a row of a table, in order: those of {@link #fields}. */
  List<String> columns();

  /**
   * What a result adds to a row, in order, under Hugging Face's names: whatever {@link
   * io.github.koelectra.json.Json#write} takes. In a table a list or a map is JSON, and what is
   * missing or null an empty cell.
   */
  Map<String, Object> fields(Row row, R result);

  /** What stands of the row itself before that: its columns, in order, with the same names. */
  default Map<String, Object> columns(Row row, R result) {
    return row.columns();
  }

  /**
   * A result for people, on a line or several.
   *
   * @param row what it is a result of
   * @param shown the row's texts on one line
   * @param result the result
   */
  String lines(Row row, String shown, R result);

  /** Whether the end of the text was not looked at; where it was not, the row says so. */
  boolean truncated(R result);
}
