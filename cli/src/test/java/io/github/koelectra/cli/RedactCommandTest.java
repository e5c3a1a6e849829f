package io.github.koelectra.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.json.Json;
import io.github.koelectra.json.JsonObject;
import io.github.koelectra.json.JsonValue;
import io.github.koelectra.testkit.PipelineFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Texts without their entities, on the command line. */
class RedactCommandTest {
  private static final String MODEL = PipelineFiles.path("ner-prefix").toString();
  private static final String TEXT = "😀 김영희는 서울에서 민수를 만났다. 바다은행 대표 이영수";

  @TempDir private Path folder;

  private static JsonObject object(String line) throws IOException {
    return Json.readObject(line.getBytes(StandardCharsets.UTF_8), "output");
  }

  private static int number(JsonObject object, String name) throws IOException {
    return Math.toIntExact(object.findLong(name).orElseThrow());
  }

  @Test
  void theRecordHoldsTheRedactedTextAndPlacesInBoth() throws IOException {
    String line =
        Ran.of("redact", "--model", MODEL, "--json", "--offsets", "utf16", TEXT).succeeds().out();
    JsonObject record = object(line);
    assertEquals(List.of("text", "entities"), List.copyOf(record.members().keySet()));
    String redacted = record.findString("text").orElseThrow();
    StringBuilder restored = new StringBuilder();
    int at = 0;
    for (JsonValue value : record.findArray("entities").orElseThrow().values()) {
      JsonObject entity = (JsonObject) value;
      assertEquals(
          List.of(
              "entity_group", "score", "word", "start", "end", "original_start", "original_end"),
          List.copyOf(entity.members().keySet()));
      String mark = "[" + entity.findString("entity_group").orElseThrow() + "]";
      assertEquals(mark, entity.findString("word").orElseThrow());
      assertEquals(mark, redacted.substring(number(entity, "start"), number(entity, "end")));
      restored.append(redacted, at, number(entity, "start"));
      restored.append(TEXT, number(entity, "original_start"), number(entity, "original_end"));
      at = number(entity, "end");
    }
    assertTrue(at > 0, line);
    assertEquals(TEXT, restored.append(redacted.substring(at)).toString());
    String points = Ran.of("redact", "--model", MODEL, "--json", TEXT).succeeds().out();
    assertNotEquals(line, points);
    assertEquals(redacted, object(points).findString("text").orElseThrow());
  }

  @Test
  void everyStyle() throws IOException {
    Path key = Files.writeString(folder.resolve("key"), "0123456789abcdef0123456789abcdef");
    String marks = Ran.of("redact", "--model", MODEL, TEXT).succeeds().out();
    String masks = marks.replaceAll("\\[[A-Z]{3}]", "***");
    assertTrue(masks.contains("***"), masks);
    assertEquals(masks, Ran.of("redact", "--model", MODEL, "--style", "mask", TEXT).out());
    assertEquals(
        masks.replace("***", "비밀"),
        Ran.of("redact", "--model", MODEL, "--style", "mask", "--mask", "비밀", TEXT).out());
    String each = Ran.of("redact", "--model", MODEL, "--style", "mask-each", TEXT).succeeds().out();
    assertEquals(TEXT.length() + 1, each.length(), each);
    String pseudonyms =
        Ran.of(
                "redact",
                "--model",
                MODEL,
                "--style",
                "pseudonym",
                "--key-file",
                key.toString(),
                TEXT)
            .succeeds()
            .out();
    assertEquals(marks, pseudonyms.replaceAll("([A-Z]{3})_[0-9a-f]{16}", "[$1]"), pseudonyms);
    assertNotEquals(marks, pseudonyms);
  }

  /** In no format, under no name, and beside whatever else the input says. */
  @Test
  void theTextIsNeverWritten() throws IOException {
    Path input = folder.resolve("in.jsonl");
    JsonObject found = object(Ran.of("ner", "--model", MODEL, "--json", TEXT).succeeds().out());
    String name =
        ((JsonObject) found.findArray("entities").orElseThrow().values().getFirst())
            .findString("word")
            .orElseThrow();
    String escaped = Json.write(TEXT);
    Files.writeString(
        input, "{\"id\":1,\"본문\":" + escaped + ",\"copy\":" + escaped + ",\"entities\":0}\n");
    for (String ending : List.of("jsonl", "csv", "tsv", "txt")) {
      Path output = folder.resolve("out." + ending);
      Ran ran =
          Ran.of(
              "redact",
              "--model",
              MODEL,
              "--input",
              input.toString(),
              "--field",
              "본문",
              "--output",
              output.toString());
      assertEquals(0, ran.code(), ran.err());
      String written = Files.readString(output);
      assertTrue(written.contains("["), written);
      assertFalse((written + ran.out() + ran.err()).contains(TEXT), written);
      assertFalse((written + ran.out() + ran.err()).contains(name), written);
    }
    String json = Files.readString(folder.resolve("out.jsonl"));
    assertTrue(json.startsWith("{\"id\":1,\"본문\":"), json);
    assertTrue(json.contains("\"entities\":0,\"predicted_entities\":["), json);
  }

  @Test
  void linesStayLines() {
    byte[] input = (TEXT + "\n\n" + TEXT + "\n").getBytes(StandardCharsets.UTF_8);
    List<String> lines =
        Ran.withInput(input, "redact", "--model", MODEL).succeeds().out().lines().toList();
    assertEquals(3, lines.size());
    assertEquals("", lines.get(1));
    assertEquals(lines.get(0), lines.get(2));
  }

  @Test
  void aKeyMustBeThereAndLongEnough() throws IOException {
    Path key = Files.writeString(folder.resolve("key"), "short");
    for (Path path : List.of(key, folder.resolve("nowhere"))) {
      Ran.of(
              "redact",
              "--model",
              MODEL,
              "--style",
              "pseudonym",
              "--key-file",
              path.toString(),
              TEXT)
          .failsInOneSentence(1, path.toString());
    }
  }

  /** A name must not have two pseudonyms in one file. */
  @Test
  void aJobIsNotContinuedWithAnotherKey() throws IOException {
    Path key = Files.writeString(folder.resolve("key"), "0123456789abcdef");
    Path input = folder.resolve("in.jsonl");
    Path output = folder.resolve("out.jsonl");
    String[] arguments = {
      "redact",
      "--model",
      MODEL,
      "--style",
      "pseudonym",
      "--key-file",
      key.toString(),
      "--input",
      input.toString(),
      "--output",
      output.toString(),
      "--resume"
    };
    // Work is recorded from time to time: the last row stops a job that is long enough.
    String row = "{\"text\":\"" + "서울 ".repeat(100) + "\"}\n";
    for (int rows = 1000; !Files.exists(PartFile.state(output)); rows *= 4) {
      Files.writeString(input, row.repeat(rows) + "{}\n");
      Ran.of(arguments).failsInOneSentence(1, "no field 'text'");
    }
    Ran.of(arguments).failsInOneSentence(1, "no field 'text'");
    Files.writeString(key, "0123456789abcdef0");
    Ran.of(arguments).failsInOneSentence(1, "cannot be continued", "changed since");
  }
}
