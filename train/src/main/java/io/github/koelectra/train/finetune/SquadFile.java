package io.github.koelectra.train.finetune;

import io.github.koelectra.json.Json;
import io.github.koelectra.json.JsonException;
import io.github.koelectra.json.JsonObject;
import io.github.koelectra.json.JsonValue;
import io.github.koelectra.json.JsonValue.JsonArray;
import io.github.koelectra.json.JsonValue.JsonNumber;
import io.github.koelectra.json.JsonValue.JsonString;
import io.github.koelectra.train.finetune.Row.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads questions as SQuAD 1.1 and KorQuAD 1.0 write them (Rajpurkar et al. 2016). Places of
 * answers count code points there, and chars here.
 */
final class SquadFile {
  /** The byte order mark that programs of Windows put before a text. */
  private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private static final long LARGEST = 300_000_000;

  private final Path file;
  private final List<Row> rows = new ArrayList<>();
  private final Set<String> ids = new HashSet<>();

  private SquadFile(Path file) {
    this.file = file;
  }

  /**
   * Reads all questions.
   *
   * @throws IOException if the file cannot be read, or is not of this form; the message says where
   */
  static List<Row> read(Path file) throws IOException {
    Utf8Lines.checkFile(file);
    SquadFile squad = new SquadFile(file);
    List<JsonObject> data = squad.objects(squad.root(), "data", "the file");
    for (int document = 0; document < data.size(); document++) {
      String where = "document " + (document + 1);
      for (JsonObject paragraph : squad.objects(data.get(document), "paragraphs", where)) {
        squad.add(paragraph, where);
      }
    }
    return squad.rows;
  }

  private JsonObject root() throws IOException {
    if (Files.size(file) > LARGEST) {
      throw new IOException(file + ": larger than 300 MB; split it");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readAllBytes();
      boolean marked = bytes.length >= 3 && Arrays.equals(bytes, 0, 3, MARK, 0, 3);
      byte[] json = marked ? Arrays.copyOfRange(bytes, MARK.length, bytes.length) : bytes;
      return Json.readObject(json, file.toString());
    }
  }

  private void add(JsonObject paragraph, String where) throws IOException {
    String context = string(paragraph, "context", where);
    for (JsonObject asked : objects(paragraph, "qas", where)) {
      String id = id(asked, where);
      String here = "question \"" + id + "\"";
      if (!ids.add(id)) {
        throw broken(here, "the id occurs twice");
      }
      List<Answer> answers = new ArrayList<>();
      for (JsonObject answer : objects(asked, "answers", here)) {
        answers.add(answer(answer, context, here));
      }
      if (answers.isEmpty()) {
        throw broken(here, "has no answer; leave out questions that have none");
      }
      rows.add(new Row.Question(id, string(asked, "question", here), context, answers));
    }
  }

  private Answer answer(JsonObject answer, String context, String where) throws IOException {
    String text = string(answer, "text", where);
    long start =
        answer
            .findLong("answer_start")
            .orElseThrow(() -> broken(where, "an answer has no \"answer_start\""));
    if (start >= 0 && start <= context.codePointCount(0, context.length())) {
      int begin = context.offsetByCodePoints(0, (int) start);
      if (!text.isBlank() && context.startsWith(text, begin)) {
        return new Answer(text, begin);
      }
    }
    throw broken(
        where,
        "the answer \""
            + text
            + "\" does not stand at character "
            + start
            + " of the context, counted from 0");
  }

  private String id(JsonObject asked, String where) throws IOException {
    JsonValue id = asked.find("id").orElseThrow(() -> broken(where, "a question has no \"id\""));
    return switch (id) {
      case JsonString text -> text.value();
      case JsonNumber number -> number.literal();
      default -> throw broken(where, "an \"id\" must be a string, not " + id.kind());
    };
  }

  private String string(JsonObject object, String name, String where) throws IOException {
    return object.findString(name).orElseThrow(() -> broken(where, "there is no \"" + name + "\""));
  }

  private List<JsonObject> objects(JsonObject object, String name, String where)
      throws IOException {
    JsonArray array =
        object
            .findArray(name)
            .orElseThrow(() -> broken(where, "there is no list \"" + name + "\""));
    List<JsonObject> objects = new ArrayList<>();
    for (JsonValue value : array.values()) {
      if (!(value instanceof JsonObject member)) {
        throw broken(where, "\"" + name + "\" must hold objects, not " + value.kind());
      }
      objects.add(member);
    }
    return objects;
  }

  private JsonException broken(String where, String problem) {
    return new JsonException(file + ", " + where + ": " + problem);
  }
}
