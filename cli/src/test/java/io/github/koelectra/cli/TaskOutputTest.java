package io.github.koelectra.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.testkit.PipelineFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Results in every format, and outputs that cannot be. */
class TaskOutputTest {
  private static final String MODEL = PipelineFiles.path("sequence").toString();
  private static final String ODD = "가\t\"나\"\r\n다, \\ 😀";

  @TempDir private Path folder;

  private static Ran classify(String... args) {
    List<String> all = new ArrayList<>(List.of("classify", "--model", MODEL));
    all.addAll(List.of(args));
    return Ran.of(all.toArray(String[]::new));
  }

  /** Numbers differ from model to model. */
  private static String masked(String output) {
    return output.replaceAll("\\d\\.\\d+(E-\\d+)?", "0.5").replaceAll("긍정|부정|중립", "L");
  }

  @Test
  void oneLineARecord() {
    assertEquals("L 0.5  다\n", masked(classify("다").succeeds().out()));
    assertEquals(
        "L 0.5  가\\u0009\"나\"\\u000d\\u000a다, \\ 😀\n", masked(classify(ODD).succeeds().out()));
    assertEquals(
        "{\"text\":\"가\\t\\\"나\\\"\\r\\n다, \\\\ 😀\",\"label\":\"L\",\"score\":0.5}\n",
        masked(classify("--json", ODD).succeeds().out()));
    assertEquals(
        "text\tlabel\tscore\ttruncated\n가\\t\"나\"\\r\\n다, \\ 😀\tL\t0.5\t\n",
        masked(classify("--tsv", ODD).succeeds().out()));
  }

  @Test
  void filesAreNamedAfterTheirFormat() throws IOException {
    Path csv = folder.resolve("나옴.csv");
    assertEquals("", classify("--output", csv.toString(), ODD).succeeds().out());
    assertEquals(
        "text,label,score,truncated\n\"가\t\"\"나\"\"\r\n다, \\ 😀\",L,0.5,\n",
        masked(Files.readString(csv)));
    for (String name : List.of("a.jsonl", "a.tsv", "a.txt")) {
      Path file = folder.resolve(name);
      classify("--output", file.toString(), ODD, "").succeeds();
      String flag = name.endsWith("l") ? "--json" : "--tsv";
      Ran shown = name.endsWith("txt") ? classify(ODD, "") : classify(flag, ODD, "");
      assertEquals(shown.succeeds().out(), Files.readString(file));
    }
    Path other = folder.resolve("무엇");
    classify("--output", other.toString(), "가").failsInOneSentence(2, "무엇: of no known kind");
    classify("--output", other.toString(), "--tsv", "가").succeeds();
    assertTrue(Files.readString(other).startsWith("text\tlabel"));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(5, files.count());
    }
  }

  /** A table written is one that can be read, with the same cells. */
  @Test
  void aTableIsReadAgain() throws IOException {
    Path csv = folder.resolve("a.csv");
    classify("--output", csv.toString(), ODD, "", "\"", "a,b", " ").succeeds();
    Ran again = classify("--json", "--input", csv.toString(), "--column", "text").withoutSummary();
    List<String> direct = classify("--json", ODD, "", "\"", "a,b", " ").out().lines().toList();
    List<String> texts =
        again.out().lines().map(l -> l.substring(0, l.indexOf(",\"label\":"))).toList();
    assertEquals(
        direct.stream().map(l -> l.substring(0, l.indexOf(",\"label\":"))).toList(), texts);
  }

  @Test
  void severalLabelsAreOneCell() {
    String all = classify("--top-k", "all", "--json", "가").succeeds().out();
    assertEquals(
        "{\"text\":\"가\",\"labels\":[{\"label\":\"L\",\"score\":0.5},{\"label\":\"L\",\"score\":0.5},"
            + "{\"label\":\"L\",\"score\":0.5}]}\n",
        masked(all));
    String cell = classify("--top-k", "2", "--tsv", "가").succeeds().out();
    assertTrue(
        masked(cell)
            .endsWith("가\t[{\"label\":\"L\",\"score\":0.5},{\"label\":\"L\",\"score\":0.5}]\t\n"),
        cell);
    String lines = classify("--top-k", "2", "가").succeeds().out();
    assertEquals("가\n  L 0.5\n  L 0.5\n", masked(lines));
    assertEquals(
        "{\"text\":\"가\",\"label\":null,\"score\":null}\n",
        classify("--threshold", "1.5", "--json", "가").succeeds().out());
    assertEquals("-  가\n", classify("--threshold", "1.5", "가").succeeds().out());
    assertEquals(
        "text\tlabel\tscore\ttruncated\n가\t\t\t\n",
        classify("--threshold", "1.5", "--tsv", "가").succeeds().out());
  }

  @Test
  void nothingIsCutSilently() {
    String text = "다 ".repeat(200).strip();
    String json = classify("--json", text, "가").succeeds().out();
    assertTrue(json.lines().findFirst().orElseThrow().endsWith(",\"truncated\":true}"), json);
    assertFalse(json.lines().toList().getLast().contains("truncated"), json);
    assertTrue(classify("--tsv", text).out().endsWith("\ttrue\n"));
    assertTrue(classify(text).out().endsWith("다 …(cut)\n"));
    assertFalse(classify("--long", "window", text).out().contains("cut"));
    classify("--long", "error", "가", text).failsAfterOutput(1, "text 2: the text has 202 tokens");
  }

  /** One table cannot hold them, though lines of JSON can. */
  @Test
  void rowsOfOtherColumns() throws IOException {
    Path in =
        Files.writeString(folder.resolve("a.jsonl"), "{\"text\":\"가\"}\n{\"text\":\"나\",\"id\":1}");
    Path out = folder.resolve("b.csv");
    classify("--input", in.toString(), "--output", out.toString())
        .failsInOneSentence(1, "a.jsonl, line 2: its columns", "--json");
    assertFalse(Files.exists(out));
    assertEquals(2, classify("--json", "--input", in.toString()).out().lines().count());
  }

  @ParameterizedTest
  @CsvSource({"없는 폴더/a.csv,there is no directory", "있음.csv,is there and no file"})
  void anOutputThatCannotBe(String name, String problem) throws IOException {
    Files.createDirectory(folder.resolve("있음.csv"));
    classify("--output", folder.resolve(name).toString(), "가").failsInOneSentence(1, problem);
  }

  @Test
  void theInputIsNotWrittenOver() throws IOException {
    Path in = Files.writeString(folder.resolve("a.txt"), "가\n");
    String same = folder.resolve(".").resolve("a.txt").toString();
    classify("--input", in.toString(), "--output", same)
        .failsInOneSentence(2, "a file that is read");
    classify("--input", folder.toString(), "--output", same)
        .failsInOneSentence(2, "a file that is read");
    assertEquals("가\n", Files.readString(in));
  }

  /** What is there is replaced by what is whole, and by nothing else. */
  @Test
  void aFileThatIsThereStaysUntilTheNewOneIsWhole() throws IOException {
    Path in = Files.writeString(folder.resolve("a.jsonl"), "{\"text\":\"가\"}\n{}\n");
    Path out = Files.writeString(folder.resolve("b.jsonl"), "old");
    String[] args = {"--input", in.toString(), "--output", out.toString()};
    classify(args).failsInOneSentence(1, "a.jsonl, line 2");
    assertEquals("old", Files.readString(out));
    assertFalse(Files.exists(folder.resolve("b.jsonl.part")));
    Ran going = classify("--keep-going", args[0], args[1], args[2], args[3]);
    assertEquals(1, going.code());
    assertEquals(1, Files.readAllLines(out).size());
  }

  @Test
  void wordsOfOptions() {
    classify("--top-k", "0", "가").failsInOneSentence(2, "'0' is neither a number from 1 nor all");
    classify("--long", "cut", "가").failsInOneSentence(2, "none of error, truncate, window");
    classify("--function", "tanh", "가").failsInOneSentence(2, "none of softmax, sigmoid, none");
    classify("--max-length", "2", "가").failsInOneSentence(2, "at least 3, not 2");
    classify("--batch-tokens", "0", "가").failsInOneSentence(2, "at least one token");
    classify("--json", "--tsv", "가").failsInOneSentence(2, "give one");
    classify("--resume", "가").failsInOneSentence(2, "--resume needs an --input and an --output");
  }

  @Test
  void offsets() {
    String text = "a😀b가\uD83D😀";
    Offsets python = Offsets.Unit.CODEPOINT.in(text);
    Offsets java = Offsets.Unit.UTF16.in(text);
    for (int i = 0; i <= text.length(); i++) {
      if (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)) || i == 6) {
        assertEquals(text.codePointCount(0, i), python.of(i), "at " + i);
      }
      assertEquals(i, java.of(i));
    }
    assertEquals(2, Offsets.Unit.CODEPOINT.in("가나다").of(2));
    assertEquals(0, Offsets.Unit.CODEPOINT.in("").of(0));
  }
}
