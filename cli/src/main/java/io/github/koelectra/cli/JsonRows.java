package io.github.koelectra.cli;

import io.github.koelectra.json.Json;
import io.github.koelectra.json.JsonException;
import io.github.koelectra.json.JsonObject;
import io.github.koelectra.json.JsonValue;
import io.github.koelectra.json.JsonValue.JsonString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Optional;

/** A JSON object a line; lines of nothing but white space are passed over. */
final class JsonRows implements RowReader {
  /** In front of the parser's messages; the place says more. */
  private static final String SOURCE = "row";

  private final Utf8Lines lines;
  private final TextNames texts;

  /** Reads a file. */
  JsonRows(Path file, TextNames texts) throws IOException {
    lines = new Utf8Lines(Files.newInputStream(file), file.toString());
    this.texts = texts;
  }

  @Override
  public Optional<Entry> next() throws IOException {
    Optional<byte[]> line = lines.next();
    while (line.isPresent() && isBlank(line.get())) {
      line = lines.next();
    }
    return line.map(this::entry);
  }

  private static boolean isBlank(byte[] line) {
    for (byte b : line) {
      if (b != ' ' && b != '\t') {
        return false;
      }
    }
    return true;
  }

  private Entry entry(byte[] line) {
    String where = lines.where();
    try {
      JsonObject object = Json.readObject(line, SOURCE);
      String text = string(object, texts.column().orElse(texts.first()), "--field");
      Optional<String> pair = texts.always();
      if (texts.ownPairs()) {
        String name = texts.pairColumn().orElse(texts.second());
        pair = Optional.of(string(object, name, "--pair-field"));
      }
      return new Entry.Good(new Row(where, new LinkedHashMap<>(object.members()), text, pair));
    } catch (JsonException e) {
      String reason = e.getMessage().substring(SOURCE.length() + 2);
      return new Entry.Bad(where, reason.replace(" at line 1, column ", " at column "));
    }
  }

  private static String string(JsonObject object, String name, String option) throws JsonException {
    JsonValue value =
        object
            .find(name)
            .orElseThrow(
                () ->
                    new JsonException(
                        SOURCE + ": there is no field '" + name + "' (" + option + ")"));
    if (value instanceof JsonString(String text)) {
      return text;
    }
    throw new JsonException(SOURCE + ": \"" + name + "\" must be a string, not " + value.kind());
  }

  @Override
  public long bytes() {
    return lines.bytes();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
