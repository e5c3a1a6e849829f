package io.github.koelectra.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.json.Json;
import io.github.koelectra.json.JsonObject;
import io.github.koelectra.json.JsonValue;
import io.github.koelectra.testkit.PipelineFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Entities on the command line, with Hugging Face's names. */
class NerCommandTest {
  private static final String MODEL = PipelineFiles.path("ner-prefix").toString();
  private static final String TEXT = "😀 김영희는 서울에서 민수를 만났다. 바다은행 대표 이영수";
  private static final double TOLERANCE = 1e-5;

  @TempDir private Path folder;

  private static List<JsonObject> entities(String line) throws IOException {
    JsonObject object = Json.readObject(line.getBytes(StandardCharsets.UTF_8), "output");
    return objects(object, "entities");
  }

  private static List<JsonObject> objects(JsonObject object, String name) throws IOException {
    List<JsonValue> values = object.findArray(name).orElseThrow().values();
    return values.stream().map(JsonObject.class::cast).toList();
  }

  private static List<String> fields(JsonObject entity, List<String> names) {
    return names.stream().map(name -> Json.write(entity.members().get(name))).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "simple", "first", "average", "max"})
  void whatTransformersPrints(String aggregation) throws IOException {
    JsonObject all = Json.readObject(PipelineFiles.path("expected.json"));
    List<JsonObject> cases = objects(objects(all, "token_classification").getFirst(), "cases");
    List<String> arguments =
        new ArrayList<>(List.of("ner", "--model", MODEL, "--json", "--aggregation", aggregation));
    for (JsonObject one : cases) {
      arguments.add(one.findString("text").orElseThrow());
    }
    List<String> lines = Ran.of(arguments.toArray(String[]::new)).succeeds().out().lines().toList();
    assertEquals(cases.size(), lines.size());
    for (int i = 0; i < lines.size(); i++) {
      List<JsonObject> expected = objects(cases.get(i), aggregation);
      List<JsonObject> found = entities(lines.get(i));
      assertEquals(expected.size(), found.size(), lines.get(i));
      for (int e = 0; e < found.size(); e++) {
        List<String> names = new ArrayList<>(expected.get(e).members().keySet());
        assertEquals(names, List.copyOf(found.get(e).members().keySet()));
        names.remove("score");
        assertEquals(fields(expected.get(e), names), fields(found.get(e), names));
        assertEquals(
            expected.get(e).findDouble("score").orElseThrow(),
            found.get(e).findDouble("score").orElseThrow(),
            TOLERANCE);
      }
    }
  }

  @Test
  void wordsAreCutOutOfTheText() throws IOException {
    String points = Ran.of("ner", "--model", MODEL, "--json", TEXT).succeeds().out();
    String chars =
        Ran.of("ner", "--model", MODEL, "--json", "--offsets", "utf16", TEXT).succeeds().out();
    assertTrue(points.startsWith("{\"text\":\"" + TEXT + "\",\"entities\":[{\"entity_group\":"));
    List<JsonObject> inChars = entities(chars);
    List<JsonObject> inPoints = entities(points);
    assertTrue(inChars.size() > 2, chars);
    for (int i = 0; i < inChars.size(); i++) {
      int begin = Math.toIntExact(inChars.get(i).findLong("start").orElseThrow());
      int end = Math.toIntExact(inChars.get(i).findLong("end").orElseThrow());
      assertEquals(TEXT.substring(begin, end), inChars.get(i).findString("word").orElseThrow());
      assertEquals(TEXT.codePointCount(0, begin), inPoints.get(i).findLong("start").orElseThrow());
      assertEquals(TEXT.codePointCount(0, end), inPoints.get(i).findLong("end").orElseThrow());
    }
  }

  private static Set<String> types(String output) throws IOException {
    Set<String> types = new HashSet<>();
    for (JsonObject entity : entities(output)) {
      types.add(entity.findString("entity_group").orElseThrow());
    }
    return types;
  }

  @Test
  void onlyTypesThatAreWanted() throws IOException {
    String all = Ran.of("ner", "--model", MODEL, "--json", TEXT).succeeds().out();
    assertTrue(types(all).size() > 1, all);
    for (String type : types(all)) {
      String some =
          Ran.of("ner", "--model", MODEL, "--json", "--types", type, TEXT).succeeds().out();
      assertEquals(Set.of(type), types(some));
    }
    Ran.of("ner", "--model", MODEL, "--types", "PER,Loc", TEXT)
        .failsInOneSentence(2, "--types: the model knows no 'Loc', but PER, LOC, ORG");
  }

  @Test
  void linesForPeople() {
    String out = Ran.of("ner", "--model", MODEL, TEXT, "").succeeds().out();
    List<String> lines = out.lines().toList();
    assertEquals(TEXT, lines.getFirst());
    assertTrue(lines.get(1).matches("  [A-Z]{3} 0\\.[0-9]{4}  .+"), out);
    assertEquals("", lines.getLast());
    String tokens = Ran.of("ner", "--model", MODEL, "--aggregation", "none", TEXT).succeeds().out();
    assertTrue(tokens.contains("  B-") && tokens.contains("##"), tokens);
  }

  @Test
  void tablesKeepTheirColumns() throws IOException {
    Path input = folder.resolve("in.tsv");
    Path output = folder.resolve("out.tsv");
    Files.writeString(input, "id\t본문\n7\t" + TEXT + "\n");
    Ran ran =
        Ran.of(
            "ner",
            "--model",
            MODEL,
            "--input",
            input.toString(),
            "--column",
            "본문",
            "--output",
            output.toString());
    assertEquals(0, ran.code(), ran.err());
    List<String> lines = Files.readAllLines(output);
    assertEquals("id\t본문\tentities\ttruncated", lines.getFirst());
    assertTrue(lines.getLast().startsWith("7\t" + TEXT + "\t[{\"entity_group\":"));
  }

  @Test
  void aCutTextSaysSo() {
    Ran ran =
        Ran.of("ner", "--model", MODEL, "--json", "--long", "truncate", "--max-length", "8", TEXT);
    assertTrue(ran.succeeds().out().endsWith(",\"truncated\":true}\n"), ran.out());
    Ran windows = Ran.of("ner", "--model", MODEL, "--json", "--max-length", "8", TEXT);
    assertFalse(windows.succeeds().out().contains("truncated"), windows.out());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "ner --aggregation some x | 'some' is none of word, none, simple, first, average, max",
        "ner --tagging some x | 'some' is none of prefix, suffix, plain",
        "ner --offsets bytes x | 'bytes' is none of codepoint, utf16",
        "ner --aggregation none --types PER x | --types has no use with --aggregation none",
        "redact --style some x | 'some' is none of mark, mask, mask-each, pseudonym",
        "redact --aggregation none x | entities are replaced, not tokens",
        "redact --mask x y | --mask has no use without --style mask or mask-each",
        "redact --style pseudonym x | --style pseudonym and --key-file need each other",
        "redact --key-file x y | --style pseudonym and --key-file need each other",
        "redact --long truncate x | names behind the end would stay; take window or error",
        "redact --types Per x | --types: the model knows no 'Per', but PER, LOC, ORG"
      })
  void badUsageIsOneSentence(String line, String fragment) {
    List<String> arguments = new ArrayList<>(List.of(line.split(" ")));
    arguments.addAll(1, List.of("--model", MODEL));
    Ran.of(arguments.toArray(String[]::new)).failsInOneSentence(2, fragment, "--help");
  }
}
