package io.github.koelectra.train.finetune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.json.JsonException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SquadFileTest {
  private static final FinetuneTask TASK = FinetuneTask.named("korquad");
  private static final String CONTEXT = "😀 철수는 여수에 산다.";

  @TempDir Path directory;

  /** A file with one context and these questions. */
  static String squad(String context, String... questions) {
    return "{\"version\": \"1\", \"data\": [{\"title\": \"t\", \"paragraphs\": [{\"context\": \""
        + context
        + "\", \"qas\": ["
        + String.join(", ", questions)
        + "]}]}]}";
  }

  /** A question with one answer. */
  static String question(String id, String text, String answer, int start) {
    return "{\"id\": \""
        + id
        + "\", \"question\": \""
        + text
        + "\", \"answers\": [{\"text\": \""
        + answer
        + "\", \"answer_start\": "
        + start
        + "}]}";
  }

  private Path file(String json) throws IOException {
    return Files.writeString(directory.resolve("squad.json"), json);
  }

  @Test
  void placesAreCountedInCodePoints() throws IOException {
    Path file = file("\uFEFF" + squad(CONTEXT, question("a", "어디에 사나?", "여수", 6)));
    Row.Answer answer = new Row.Answer("여수", 7);
    Row wanted = new Row.Question("a", "어디에 사나?", CONTEXT, List.of(answer));
    assertEquals(List.of(wanted), DataSet.read(TASK, file).rows());
    assertEquals("여수", CONTEXT.substring(answer.begin(), answer.end()));
  }

  private void assertSays(String sentence, String json) throws IOException {
    Path file = file(json);
    Samples.assertSays(sentence, file, () -> DataSet.read(TASK, file));
  }

  @Test
  void brokenQuestionsAreNamed() throws IOException {
    String moved = "the answer \"여수\" does not stand at character 5 of the context, counted from 0";
    assertSays("FILE, question \"a\": " + moved, squad(CONTEXT, question("a", "어디?", "여수", 5)));
    assertSays(
        "FILE, question \"a\": " + moved.replace("5", "-1"),
        squad(CONTEXT, question("a", "어디?", "여수", -1)));
    assertSays(
        "FILE, question \"a\": " + moved.replace("5", "900"),
        squad(CONTEXT, question("a", "어디?", "여수", 900)));
    assertSays(
        "FILE, question \"a\": the id occurs twice",
        squad(CONTEXT, question("a", "어디?", "여수", 6), question("a", "누가?", "철수", 2)));
    assertSays(
        "FILE, question \"b\": has no answer; leave out questions that have none",
        squad(CONTEXT, "{\"id\": \"b\", \"question\": \"왜?\", \"answers\": []}"));
    assertSays(
        "FILE, document 1: a question has no \"id\"", squad(CONTEXT, "{\"question\": \"왜?\"}"));
    assertSays("FILE, question \"7\": there is no list \"answers\"", squad(CONTEXT, "{\"id\": 7}"));
    assertSays("FILE, the file: there is no list \"data\"", "{}");
    assertSays("FILE, the file: \"data\" must hold objects, not a string", "{\"data\": [\"a\"]}");
    assertSays("FILE: the file has no row to learn from", "{\"data\": []}");
  }

  @Test
  void whatIsNoJsonIsNamed() throws IOException {
    Path file = file("{\"data\": [");
    var thrown = assertThrows(JsonException.class, () -> DataSet.read(TASK, file));
    assertTrue(thrown.getMessage().startsWith(file + ": not valid JSON at line 1"));
  }

  @Test
  void whatIsTooLargeIsNotRead() throws IOException {
    Path file = directory.resolve("zeros.json");
    try (var out = new RandomAccessFile(file.toFile(), "rw")) {
      out.setLength(1L << 40);
    }
    Samples.assertSays("FILE: larger than 300 MB; split it", file, () -> DataSet.read(TASK, file));
  }
}
