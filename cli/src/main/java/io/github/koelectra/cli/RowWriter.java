package io.github.koelectra.cli;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.github.koelectra.json.Json;
import io.github.koelectra.json.JsonValue.JsonString;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Results as the lines of a format: what the input says of a row, then what the task adds. Where
 * the input has a name already, the task's is {@code predicted_NAME}: corpora bring their own
 * labels.
 *
 * @param <R> the results
 */
final class RowWriter<R> {
  /** What stands behind a text whose end was not looked at, for people. */
  static final String CUT = " …(cut)";

  private static final String TRUNCATED = "truncated";

  private final OutputFormat format;
  private final TaskFormat<R> task;
  private Optional<List<String>> columns = Optional.empty();

  RowWriter(OutputFormat format, TaskFormat<R> task) {
    this.format = format;
    this.task = task;
  }

  /** The lines before the first row's; its columns are those of all. */
  String header(Row first) {
    if (format == OutputFormat.LINES || format == OutputFormat.JSON) {
      return "";
    }
    columns = Optional.of(List.copyOf(first.columns().keySet()));
    List<String> names = new ArrayList<>(first.columns().keySet());
    for (String added : task.columns()) {
      names.add(free(added, first));
    }
    names.add(free(TRUNCATED, first));
    return line(names);
  }

  /** A name that the row does not have yet. */
  static String free(String name, Row row) {
    String free = name;
    while (row.columns().containsKey(free)) {
      free = "predicted_" + free;
    }
    return free;
  }

  /**
   * The lines of a row.
   *
   * @throws IllegalArgumentException if its columns are not those of the first
   */
  String lines(Row row, R result) {
    return switch (format) {
      case LINES -> task.lines(row, shown(row, result), result) + "\n";
      case JSON -> json(row, result);
      case TSV, CSV -> cells(row, result);
    };
  }

  private String shown(Row row, R result) {
    return row.shown() + (task.truncated(result) ? CUT : "");
  }

  private String json(Row row, R result) {
    Map<String, Object> object = new LinkedHashMap<>(task.columns(row, result));
    task.fields(row, result).forEach((name, value) -> object.put(free(name, row), value));
    if (task.truncated(result)) {
      object.put(free(TRUNCATED, row), true);
    }
    return Json.write(object) + "\n";
  }

  private String cells(Row row, R result) {
    if (!List.copyOf(row.columns().keySet()).equals(columns.orElseThrow())) {
      throw new IllegalArgumentException(
          "its columns are not those of the first row, so one table cannot hold both; write JSON"
              + " lines (--json)");
    }
    List<String> cells = new ArrayList<>();
    task.columns(row, result).values().forEach(value -> cells.add(cell(value)));
    Map<String, Object> fields = task.fields(row, result);
    task.columns().forEach(name -> cells.add(cell(fields.get(name))));
    cells.add(task.truncated(result) ? "true" : "");
    return line(cells);
  }

  private static String cell(Object value) {
    return switch (value) {
      case null -> "";
      case CharSequence text -> text.toString();
      case JsonString(String text) -> text;
      default -> {
        String json = Json.write(value);
        yield json.equals("null") ? "" : json;
      }
    };
  }

  private String line(List<String> cells) {
    if (format == OutputFormat.CSV) {
      StringWriter line = new StringWriter();
      CsvWriter.builder()
          .bufferSize(0)
          .lineDelimiter(LineDelimiter.LF)
          .build(line)
          .writeRecord(cells);
      return line.toString();
    }
    return String.join("\t", cells.stream().map(RowWriter::escaped).toList()) + "\n";
  }

  private static String escaped(String cell) {
    return cell.replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r");
  }
}
