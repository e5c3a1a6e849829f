package io.github.koelectra.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.json.Json;
import io.github.koelectra.json.JsonObject;
import io.github.koelectra.json.JsonValue;
import io.github.koelectra.json.JsonValue.JsonArray;
import io.github.koelectra.json.JsonValue.JsonString;
import io.github.koelectra.testkit.FormatFiles;
import io.github.koelectra.testkit.PipelineFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands of single tasks print. */
class TaskCommandsTest {
  private static final String MASKED = "민수는 [MASK]에서 지은을 만났다.";

  private static String model(String name) {
    return PipelineFiles.path(name).toString();
  }

  private static JsonObject json(String... arguments) throws IOException {
    String line = Ran.of(arguments).succeeds().out();
    assertEquals(1, line.lines().count(), line);
    return Json.readObject(line.getBytes(StandardCharsets.UTF_8), "output");
  }

  private static List<JsonValue> array(JsonObject object, String name) throws IOException {
    return object.findArray(name).orElseThrow().values();
  }

  @Test
  void fillMask() throws IOException {
    JsonObject one = json("fill-mask", "--model", model("generator"), "--json", MASKED);
    List<JsonValue> predictions = array(one, "predictions");
    assertEquals(5, predictions.size());
    assertEquals(
        Set.of("score", "token", "token_str", "sequence"),
        ((JsonObject) predictions.getFirst()).members().keySet());
    JsonObject two =
        json("fill-mask", "--model", model("generator"), "--json", "--top-k", "2", MASKED + MASKED);
    assertEquals(2, array(two, "predictions").size());
    assertEquals(2, ((JsonArray) array(two, "predictions").getFirst()).values().size());
    String lines =
        Ran.of("fill-mask", "--model", model("generator"), "--targets", "서울,부산", MASKED)
            .succeeds()
            .out();
    assertEquals(3, lines.lines().count(), lines);
    assertTrue(lines.startsWith(MASKED + "\n  0."), lines);
  }

  @Test
  void fillMaskNeedsAMaskAndGuesses() {
    Ran.of("fill-mask", "--model", model("generator"), "없다").failsInOneSentence(1, "[MASK]");
    Ran.of("fill-mask", "--model", model("generator"), "--top-k", "0", MASKED)
        .failsInOneSentence(2, "top-k", "0");
    Ran.of("fill-mask", "--model", model("encoder"), MASKED)
        .failsInOneSentence(1, "generator_predictions");
  }

  @Test
  void embed() throws IOException {
    JsonObject object = json("embed", "--model", model("encoder"), "--json", "한국어");
    assertEquals(32, array(object, "embedding").size());
    String line = Ran.of("embed", "--model", model("encoder"), "한국어").succeeds().out();
    assertTrue(line.endsWith("… 32 numbers]  한국어\n"), line);
    JsonObject pooled =
        json(
            "embed",
            "--model",
            model("encoder"),
            "--pooling",
            "cls",
            "--no-normalize",
            "--json",
            "한국어");
    assertTrue(!array(pooled, "embedding").equals(array(object, "embedding")));
    Ran.of("embed", "--model", model("encoder"), "--pooling", "sum", "한국어")
        .failsInOneSentence(2, "'sum' is none of mean, cls, max");
  }

  @Test
  void similarity() throws IOException {
    JsonObject same = json("similarity", "--model", model("encoder"), "--json", "서울", "서울");
    assertEquals(1, same.findDouble("score").orElseThrow(), 1e-6);
    assertEquals(List.of("text", "text_pair", "score"), List.copyOf(same.members().keySet()));
    Ran several =
        Ran.of("similarity", "--model", model("encoder"), "--pair", "서울", "부산", "서울").succeeds();
    assertEquals(2, several.out().lines().count());
    assertTrue(several.out().contains("1.0000  서울 | 서울"), several.out());
    Ran.of("similarity", "--model", model("encoder"), "부산").failsInOneSentence(2, "pairs");
  }

  @Test
  void similarityByAModelThatReadsBoth() throws IOException {
    JsonObject scored =
        json("similarity", "--model", model("regression"), "--cross-encoder", "--json", "서울", "부산");
    assertTrue(scored.findDouble("score").isPresent());
    Ran.of("similarity", "--model", model("sequence"), "--cross-encoder", "서울", "부산")
        .failsInOneSentence(1, "--label");
    Ran.of("similarity", "--model", model("sequence"), "--label", "긍정", "서울", "부산")
        .failsInOneSentence(2, "--cross-encoder");
    Ran.of(
            "similarity",
            "--model",
            model("sequence"),
            "--cross-encoder",
            "--pooling",
            "cls",
            "서울",
            "부산")
        .failsInOneSentence(2, "--pooling");
  }

  @Test
  void zeroShot() throws IOException {
    JsonObject found =
        json("zero-shot", "--model", model("nli"), "--labels", "날씨,음식,여행", "--json", "비가 왔다");
    assertEquals(List.of("sequence", "labels", "scores"), List.copyOf(found.members().keySet()));
    assertEquals(3, array(found, "scores").size());
    assertEquals(
        Set.of("날씨", "음식", "여행"),
        Set.copyOf(array(found, "labels").stream().map(v -> ((JsonString) v).value()).toList()));
    Ran.of("zero-shot", "--model", model("nli"), "--labels", "날씨", "--template", "없다", "비")
        .failsInOneSentence(2, "{}");
    Ran.of("zero-shot", "--model", model("sequence"), "--labels", "날씨", "비")
        .failsInOneSentence(1, "entail");
  }

  @Test
  void detectSuggestsWithAGenerator() throws IOException {
    String text = "오늘 날씨가 정말 좋았다😀 그리고 바다도 좋았다.";
    JsonObject found =
        json(
            "detect",
            "--model",
            model("discriminator"),
            "--generator",
            model("generator"),
            "--top-k",
            "2",
            "--json",
            text);
    List<JsonValue> words = array(found, "words");
    assertTrue(!words.isEmpty());
    for (JsonValue value : words) {
      JsonObject word = (JsonObject) value;
      int start = text.offsetByCodePoints(0, word.findLong("start").orElseThrow().intValue());
      int end = text.offsetByCodePoints(0, word.findLong("end").orElseThrow().intValue());
      assertEquals(word.findString("word").orElseThrow(), text.substring(start, end));
      assertEquals(2, array(word, "suggestions").size());
    }
    Ran.of("detect", "--model", model("discriminator"), "--generator", model("generator"), text)
        .succeeds();
    Ran.of(
            "detect",
            "--model",
            model("discriminator"),
            "--generator",
            FormatFiles.path("safetensors-generator").toString(),
            text)
        .failsInOneSentence(1, "vocabulary");
  }

  @Test
  void resultsAreShownOnAPage(@TempDir Path folder) throws IOException {
    Path page = folder.resolve("쪽.html");
    String html = page.toString();
    String lines =
        Ran.of("detect", "--model", model("discriminator"), "--html", html, "<b>서울</b>", "부산")
            .succeeds()
            .out();
    assertEquals(2, lines.lines().count());
    String detected = Files.readString(page);
    assertTrue(detected.contains("&lt;") && detected.contains("부산"), detected);
    Ran.of("qa", "--model", model("qa"), "--question", "어디에서 살았나?", "--html", html, "민수는 서울에서 살았다.")
        .succeeds();
    assertTrue(Files.readString(page).contains("어디에서 살았나?"));
    Ran.of(
            "detect",
            "--model",
            model("discriminator"),
            "--html",
            html,
            "--long",
            "error",
            "가",
            "나 ".repeat(300))
        .failsAfterOutput(1, "text 2");
    assertTrue(Files.readString(page).contains("어디에서 살았나?"), "a page that is not whole");
    Ran.of("ner", "--model", model("ner-prefix"), "--html", html, "민수는 서울에서 살았다.").succeeds();
    assertTrue(Files.readString(page).contains("개체명"));
    Ran.of("ner", "--model", model("ner-prefix"), "--html", html, "--aggregation", "none", "가")
        .failsInOneSentence(2, "--html", "none");
    Path texts = Files.writeString(folder.resolve("글.txt"), "가\n");
    Ran.of(
            "detect",
            "--model",
            model("discriminator"),
            "--input",
            texts.toString(),
            "--output",
            folder.resolve("out.jsonl").toString(),
            "--resume",
            "--html",
            html)
        .failsInOneSentence(2, "--html", "--resume");
    Ran.of(
            "detect",
            "--model",
            model("discriminator"),
            "--input",
            texts.toString(),
            "--html",
            texts.toString())
        .failsInOneSentence(1, "글.txt");
  }

  @Test
  void aPageAndAnOutputAreTwoFiles(@TempDir Path folder) throws IOException {
    Path texts = Files.writeString(folder.resolve("글.txt"), "민수는 서울에서 살았다.\n가\n");
    String html = folder.resolve("쪽.html").toString();
    String output = folder.resolve("결과.tsv").toString();
    String[] command = {
      "ner",
      "--model",
      model("ner-prefix"),
      "--input",
      texts.toString(),
      "--output",
      output,
      "--html",
      html
    };
    assertEquals(0, Ran.of(command).code());
    assertEquals(3, Files.readAllLines(Path.of(output)).size());
    assertTrue(Files.readString(Path.of(html)).contains("개체명"));
    command[8] = folder.resolve("둘.txt").toString();
    command[6] = command[8];
    Ran.of(command).failsInOneSentence(2, "--html and --output");
  }

  @Test
  void whatOptionsNameIsNotWrittenOver(@TempDir Path folder) throws IOException {
    Path texts = Files.writeString(folder.resolve("글.txt"), "민수는 서울에서 살았다.\n");
    Path key = Files.writeString(folder.resolve("key.txt"), "a secret of many bytes, more than 16");
    Ran.of(
            "redact",
            "--model",
            model("ner-prefix"),
            "--style",
            "pseudonym",
            "--key-file",
            key.toString(),
            "--input",
            texts.toString(),
            "--output",
            key.toString())
        .failsInOneSentence(2, "key.txt", "is read");
    Ran.of(
            "qa",
            "--model",
            model("qa"),
            "--question",
            "누가?",
            "--document",
            texts.toString(),
            "--output",
            texts.toString())
        .failsInOneSentence(2, "글.txt", "is read");
    assertEquals("민수는 서울에서 살았다.\n", Files.readString(texts));
  }

  @Test
  void aTextOfSeveralLinesIsMarkedOnOne(@TempDir Path folder) throws IOException {
    Path rows = folder.resolve("글.jsonl");
    Files.writeString(rows, "{\"text\":\"서울\\n부산\\u001b[31m 대전 👨\u200D👩\"}\n");
    String lines =
        Ran.of("detect", "--model", model("discriminator"), "--input", rows.toString()).out();
    assertEquals(1, lines.lines().count(), lines);
    assertTrue(!lines.contains("\u001b[31m") && lines.contains("👨\u200D👩"), lines);
  }

  @Test
  void listsMayHaveSpaces() throws IOException {
    JsonObject found =
        json("zero-shot", "--model", model("nli"), "--labels", "날씨, 음식", "--json", "비가 왔다");
    assertEquals(
        Set.of("날씨", "음식"),
        Set.copyOf(array(found, "labels").stream().map(v -> ((JsonString) v).value()).toList()));
    Ran.of("ner", "--model", model("ner-prefix"), "--types", "PER, LOC", "서울").succeeds();
  }

  @Test
  void normalizedTextsAreShownAsTheyWere() throws IOException {
    String text = "좋았다ㅋㅋㅋㅋㅋㅋ😀";
    JsonObject plain = json("detect", "--model", model("discriminator"), "--json", text);
    JsonObject cleaned =
        json(
            "detect", "--model", model("discriminator"), "--normalize", "comments", "--json", text);
    assertEquals(text, cleaned.findString("text").orElseThrow());
    assertTrue(!array(plain, "tokens").equals(array(cleaned, "tokens")));
    JsonObject laughter = (JsonObject) array(cleaned, "tokens").getLast();
    assertEquals(9, laughter.findLong("end").orElseThrow(), "the whole laughter");
    Ran.of("detect", "--model", model("discriminator"), "--normalize", "nfd", text)
        .failsInOneSentence(2, "nfd", "nfc");
  }

  @Test
  void tablesKeepTheirColumns(@TempDir Path folder) throws IOException {
    Path table = folder.resolve("sts.tsv");
    Files.writeString(table, "id\tsentence1\tsentence2\n7\t서울\t서울\n8\t서울\t부산\n");
    Path output = folder.resolve("scores.tsv");
    Ran.of(
        "similarity",
        "--model",
        model("encoder"),
        "--input",
        table.toString(),
        "--column",
        "sentence1",
        "--pair-column",
        "sentence2",
        "--output",
        output.toString());
    List<String> lines = Files.readAllLines(output);
    assertEquals("id\tsentence1\tsentence2\tscore\ttruncated", lines.getFirst());
    assertTrue(lines.get(1).startsWith("7\t서울\t서울\t"), lines.get(1));
    assertEquals(3, lines.size());
  }
}
