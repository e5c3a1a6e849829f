package io.github.koelectra.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.json.Json;
import io.github.koelectra.json.JsonObject;
import io.github.koelectra.testkit.PipelineFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Questions of the command line, and of files. */
class QaTest {
  private static final String QUESTION = "민수는 어디에서 살았나?";
  private static final String DOCUMENT = "민수는 서울에서 살았고 지은은 부산에서 살았다. 두 사람은 2024년 봄에 대전에서 만났다.";
  private static final String ANSWER = "부산에서 살았다. 두 사람은";

  @TempDir private Path folder;

  private static String[] command(String... arguments) {
    List<String> command =
        new ArrayList<>(List.of("qa", "--model", PipelineFiles.path("qa").toString()));
    command.addAll(List.of(arguments));
    return command.toArray(String[]::new);
  }

  private static Ran qa(String... arguments) {
    return Ran.of(command(arguments));
  }

  private static JsonObject object(String json) throws IOException {
    return Json.readObject(json.getBytes(StandardCharsets.UTF_8), "output");
  }

  private static List<String> names(JsonObject object) {
    return List.copyOf(object.members().keySet());
  }

  private static void check(JsonObject object, String answer, long start) throws IOException {
    assertEquals(answer, object.findString("answer").orElseThrow());
    assertEquals(start, object.findLong("start").orElseThrow());
    assertEquals(start + answer.length(), object.findLong("end").orElseThrow());
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void theAnswerIsThatOfTransformers() throws IOException {
    JsonObject answer =
        object(qa("--json", "--question", QUESTION, DOCUMENT).succeeds().out().strip());
    assertEquals(List.of("question", "score", "start", "end", "answer"), names(answer));
    check(answer, ANSWER, 17);
    assertEquals(0.687447263, answer.findDouble("score").orElseThrow(), 1e-5);
    assertEquals(
        ANSWER + " 0.6874  " + QUESTION + "\n",
        qa("--question", QUESTION, DOCUMENT).succeeds().out());
  }

  @Test
  void severalAnswersAreAList() throws IOException {
    String[] wanted = {"--json", "--question", QUESTION, "--top-k", "3", "--unanswerable"};
    JsonObject object =
        object(Ran.withInput(bytes(DOCUMENT), command(wanted)).succeeds().out().strip());
    assertEquals(List.of("question", "answers"), names(object));
    var answers = object.findArray("answers").orElseThrow().values();
    assertEquals(3, answers.size());
    check((JsonObject) answers.getFirst(), ANSWER, 17);
    Ran lines = qa("--question", QUESTION, "--top-k", "2", DOCUMENT).succeeds();
    assertEquals(List.of(QUESTION, "  " + ANSWER + " 0.6"), beginnings(lines));
  }

  private static List<String> beginnings(Ran lines) {
    return lines.out().lines().limit(2).map(l -> l.replaceAll("(0\\.\\d)\\d+$", "$1")).toList();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void severalDocumentsAreSearchedTogether() throws IOException {
    Path first = file("첫째.txt", "\uFEFF바다는 강릉에\n있다.\n");
    Path second = file("둘째.txt", "   ");
    String[] wanted = {
      "--json",
      "--question",
      QUESTION,
      "--document",
      first.toString(),
      "--document",
      second.toString(),
      "--top-k",
      "9",
      DOCUMENT
    };
    JsonObject object = object(qa(wanted).succeeds().out().strip());
    List<String> documents = new ArrayList<>();
    for (var value : object.findArray("answers").orElseThrow().values()) {
      JsonObject answer = (JsonObject) value;
      assertEquals(List.of("score", "start", "end", "answer", "document"), names(answer));
      String document = answer.findString("document").orElseThrow();
      String text = document.equals("text 1") ? DOCUMENT : "바다는 강릉에\n있다.\n";
      String found = answer.findString("answer").orElseThrow();
      check(answer, found, text.indexOf(found));
      documents.add(document);
    }
    assertTrue(documents.contains("text 1") && documents.contains(first.toString()));
    assertEquals(9, documents.size());
  }

  @Test
  void theWholeOfStandardInputIsTheDocument() throws IOException {
    String text = DOCUMENT.replace(". ", ".\n");
    Ran ran = Ran.withInput(bytes(text), command("--json", "--question", QUESTION)).succeeds();
    JsonObject answer = object(ran.out().strip());
    String found = answer.findString("answer").orElseThrow();
    check(answer, found, text.indexOf(found));
  }

  @Test
  void placesCountWhatIsAskedFor() throws IOException {
    String document = "😀😀 " + DOCUMENT;
    JsonObject points = object(qa("--json", "--question", QUESTION, document).out().strip());
    JsonObject chars =
        object(qa("--json", "--offsets", "utf16", "--question", QUESTION, document).out().strip());
    String found = points.findString("answer").orElseThrow();
    int begin = document.indexOf(found);
    assertTrue(begin > 4, found);
    check(chars, found, begin);
    check(points, found, document.codePointCount(0, begin));
  }

  @Test
  void whereThereIsNoAnswerNoneIsMadeUp() throws IOException {
    JsonObject none = object(qa("--json", "--question", QUESTION, " ").succeeds().out().strip());
    assertEquals(List.of("question", "score", "start", "end", "answer"), names(none));
    assertTrue(none.findString("answer").isEmpty() && none.findDouble("score").isEmpty());
    JsonObject empty =
        object(qa("--json", "--unanswerable", "--question", QUESTION, " ").out().strip());
    check(empty, "", 0);
    assertEquals(
        "(no answer) 1.0000  " + QUESTION + "\n",
        qa("--unanswerable", "--question", QUESTION, " ").succeeds().out());
  }

  @Test
  void rowsAreAnsweredForThemselves() throws IOException {
    String rows = "id,question,context\n7," + QUESTION + "," + DOCUMENT + "\n8,언제?,봄에 만났다.\n";
    Ran ran = qa("--json", "--input", file("질문.csv", rows).toString());
    assertEquals(0, ran.code(), ran.err());
    List<String> lines = ran.out().lines().toList();
    assertEquals(2, lines.size());
    JsonObject answer = object(lines.getFirst());
    assertEquals(
        List.of("id", "question", "context", "score", "start", "end", "answer"), names(answer));
    check(answer, ANSWER, 17);
    Path contexts = file("글.txt", DOCUMENT + "\n봄에 만났다.\n");
    Ran same = qa("--json", "--question", QUESTION, "--input", contexts.toString());
    assertEquals(2, same.out().lines().count(), same.err());
    check(object(same.out().lines().findFirst().orElseThrow()), ANSWER, 17);
  }

  @Test
  void whatCannotBeAnsweredIsSaid() throws IOException {
    Path empty = file("빈.txt", "");
    Path latin = Files.write(folder.resolve("latin.txt"), new byte[] {'a', (byte) 0xE9});
    qa(DOCUMENT).failsInOneSentence(2, "--question");
    Ran.of("qa", "--model", Ran.TINY, "--question", QUESTION, DOCUMENT)
        .failsInOneSentence(1, "qa_outputs");
    qa("--question", "", DOCUMENT).failsInOneSentence(1, "the question is empty");
    qa("--question", QUESTION, "").failsInOneSentence(1, "document 1 of 1 is empty");
    qa("--question", QUESTION, "--document", empty.toString())
        .failsInOneSentence(1, "빈.txt", "is empty");
    qa("--question", QUESTION, "--document", latin.toString())
        .failsInOneSentence(1, "latin.txt", "not UTF-8");
    qa("--question", QUESTION, "--document", folder.resolve("없다").toString())
        .failsInOneSentence(1, "없다", "no such file");
    qa("--question", QUESTION, "--document", empty.toString(), "--input", empty.toString())
        .failsInOneSentence(2, "--document");
    qa("--question", QUESTION, "--whole-files", DOCUMENT).failsInOneSentence(2, "--whole-files");
    qa("--question", QUESTION, "--top-k", "0", DOCUMENT).failsInOneSentence(2, "top-k");
    qa("--question", "서울 ".repeat(99), DOCUMENT.repeat(9))
        .failsInOneSentence(1, "the question has 99 tokens", "--max-question-length");
  }
}
