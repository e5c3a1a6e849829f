package io.github.koelectra.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.koelectra.json.Json;
import io.github.koelectra.json.JsonObject;
import io.github.koelectra.json.JsonValue.JsonString;
import io.github.koelectra.testkit.PipelineFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents whose sentences are taken one by one. */
class SentencesTest {
  private static final String MODEL = PipelineFiles.path("sequence").toString();

  @Test
  void eachSentenceIsARecordThatSaysWhereItStood(@TempDir Path folder) throws IOException {
    String document = "😀 어제 갔다. \"또 올게.\"라고 했다!  좋았다.";
    Path file = folder.resolve("글.jsonl");
    Files.writeString(
        file,
        "{\"id\":7,\"text\":"
            + Json.write(document)
            + "}\n{\"id\":8,\"text\":\"  \"}\n{\"id\":9,\"text\":\"끝.\"}\n");
    String out =
        Ran.of("classify", "--model", MODEL, "--input", file.toString(), "--sentences", "--json")
            .out();
    List<JsonObject> objects = out.lines().map(SentencesTest::object).toList();
    assertEquals(
        List.of("😀 어제 갔다.", "\"또 올게.\"라고 했다!", "좋았다.", "끝."),
        objects.stream().map(o -> string(o, "text")).toList());
    for (JsonObject object : objects.subList(0, 3)) {
      int start = document.offsetByCodePoints(0, number(object, "sentence_start"));
      int end = document.offsetByCodePoints(0, number(object, "sentence_end"));
      assertEquals(string(object, "text"), document.substring(start, end));
      assertEquals(7, number(object, "id"));
    }
    assertEquals(9, number(objects.getLast(), "id"));
  }

  @Test
  void pairsAndDocumentsAreNotSplit() {
    Ran.of("classify", "--model", MODEL, "--sentences", "--pair", "나.", "가. 나.")
        .failsInOneSentence(2, "--sentences", "pairs");
    Ran.of("qa", "--model", MODEL, "--sentences", "--question", "누가?", "가. 나.")
        .failsInOneSentence(2, "--sentences", "whole documents");
  }

  private static JsonObject object(String line) {
    try {
      return Json.readObject(line.getBytes(StandardCharsets.UTF_8), "output");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String string(JsonObject object, String name) {
    return ((JsonString) object.find(name).orElseThrow()).value();
  }

  private static int number(JsonObject object, String name) {
    try {
      return object.findLong(name).orElseThrow().intValue();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
