package io.github.koelectra.train.finetune;

import io.github.koelectra.json.Json;
import io.github.koelectra.json.JsonException;
import io.github.koelectra.json.JsonObject;
import io.github.koelectra.json.JsonValue;
import io.github.koelectra.json.JsonValue.JsonArray;
import io.github.koelectra.json.JsonValue.JsonBoolean;
import io.github.koelectra.json.JsonValue.JsonNull;
import io.github.koelectra.json.JsonValue.JsonNumber;
import io.github.koelectra.json.JsonValue.JsonString;
import io.github.koelectra.train.finetune.FinetuneTask.Columns;
import io.github.koelectra.train.finetune.FinetuneTask.Head;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads texts with labels: lines with tabs and a header, as Korean corpora come, in which quotes
 * are characters like any other; or, of a file {@code .jsonl}, JSON objects.
 */
final class Tables {
  /** The pair's column where none was named. */
  private static final String PAIR = "text_pair";

  private final Columns columns;
  private final boolean several;

  private Tables(Columns columns, boolean several) {
    this.columns = columns;
    this.several = several;
  }

  /**
   * Reads all rows.
   *
   * @throws IOException if the file cannot be read, or a row is broken; the message says which
   */
  static List<Row> read(Path file, Columns columns, Head head) throws IOException {
    Tables tables = new Tables(columns, head == Head.MULTI_LABEL);
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".csv")) {
      throw new IOException(
          file + ": tables are read with tabs between columns; save it as TSV or JSONL");
    }
    try (Utf8Lines lines = Utf8Lines.open(file)) {
      return name.endsWith(".jsonl") ? tables.objects(lines) : tables.tabs(lines);
    }
  }

  private List<Row> tabs(Utf8Lines lines) throws IOException {
    String first = lines.nextFull().orElse("");
    List<String> header = Arrays.stream(first.split("\t", -1)).map(String::strip).toList();
    int text = column(header, columns.text(), lines);
    int label = column(header, columns.label(), lines);
    int pair =
        columns.pair().isPresent()
            ? column(header, columns.pair().get(), lines)
            : header.indexOf(PAIR);
    List<Row> rows = new ArrayList<>();
    for (var line = lines.nextFull(); line.isPresent(); line = lines.nextFull()) {
      String[] fields = line.get().split("\t", -1);
      if (fields.length != header.size()) {
        throw lines.broken(
            "the row has " + fields.length + " columns, but the header has " + header.size());
      }
      Optional<String> second = pair < 0 ? Optional.empty() : Optional.of(fields[pair]);
      rows.add(new Row.Text(lines.number(), fields[text], second, labels(fields[label], lines)));
    }
    return rows;
  }

  private static int column(List<String> header, String wanted, Utf8Lines lines)
      throws IOException {
    int column = header.indexOf(wanted);
    if (column < 0) {
      throw lines.broken(
          "the header has no column \"" + wanted + "\"; its columns are " + quoted(header));
    }
    return column;
  }

  private static String quoted(List<String> names) {
    return "\"" + String.join("\", \"", names) + "\"";
  }

  private List<Row> objects(Utf8Lines lines) throws IOException {
    List<Row> rows = new ArrayList<>();
    for (var line = lines.nextFull(); line.isPresent(); line = lines.nextFull()) {
      JsonObject object = object(line.get(), lines);
      String text = string(object, columns.text(), lines);
      Optional<String> pair = Optional.empty();
      if (columns.pair().isPresent()) {
        pair = Optional.of(string(object, columns.pair().get(), lines));
      } else if (given(object, PAIR).isPresent()) {
        pair = Optional.of(string(object, PAIR, lines));
      }
      JsonValue label = required(object, columns.label(), lines);
      rows.add(new Row.Text(lines.number(), text, pair, labels(label, lines)));
    }
    return rows;
  }

  private static JsonObject object(String line, Utf8Lines lines) throws IOException {
    try {
      return Json.readObject(line.getBytes(StandardCharsets.UTF_8), "the row");
    } catch (JsonException e) {
      throw lines.broken(ofOneLine(e));
    }
  }

  /** Without the parser's number of the line, for it was given one line of the file alone. */
  private static String ofOneLine(JsonException e) {
    return e.getMessage().replace(" at line 1, column ", " at column ");
  }

  private static Optional<JsonValue> given(JsonObject object, String name) {
    return object.find(name).filter(value -> !(value instanceof JsonNull));
  }

  private static JsonValue required(JsonObject object, String name, Utf8Lines lines)
      throws IOException {
    Optional<JsonValue> value = given(object, name);
    if (value.isEmpty()) {
      throw lines.broken("the object has no member \"" + name + "\"");
    }
    return value.get();
  }

  private static String string(JsonObject object, String name, Utf8Lines lines) throws IOException {
    if (required(object, name, lines) instanceof JsonString text) {
      return text.value();
    }
    throw lines.broken("\"" + name + "\" must be a string");
  }

  private List<String> labels(JsonValue value, Utf8Lines lines) throws IOException {
    if (value instanceof JsonString text) {
      return labels(text.value(), lines);
    }
    if (several && value instanceof JsonArray array) {
      List<String> labels = new ArrayList<>();
      for (JsonValue label : array.values()) {
        labels.add(single(label, lines));
      }
      return labels;
    }
    return List.of(single(value, lines));
  }

  private static String single(JsonValue value, Utf8Lines lines) throws IOException {
    return switch (value) {
      case JsonString text -> text.value().strip();
      case JsonNumber number -> number.literal();
      case JsonBoolean bool -> Boolean.toString(bool.value());
      default -> throw lines.broken("a label must be a string or a number, not " + value.kind());
    };
  }

  private List<String> labels(String written, Utf8Lines lines) throws IOException {
    String label = written.strip();
    if (!several) {
      if (label.isEmpty()) {
        throw lines.broken("the row has no label");
      }
      return List.of(label);
    }
    if (label.startsWith("[")) {
      try {
        return labels(Json.read(label.getBytes(StandardCharsets.UTF_8), "the labels"), lines);
      } catch (JsonException e) {
        throw lines.broken(ofOneLine(e));
      }
    }
    return Arrays.stream(label.split(",", -1))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .toList();
  }
}
