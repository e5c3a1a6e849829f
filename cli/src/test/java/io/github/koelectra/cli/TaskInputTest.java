package io.github.koelectra.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.testkit.PipelineFiles;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of every format, and what is wrong in them. */
class TaskInputTest {
  private static final String MODEL = PipelineFiles.path("sequence").toString();

  @TempDir private Path folder;

  private String file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content).toString();
  }

  private static Ran classify(String... args) {
    List<String> all = new ArrayList<>(List.of("classify", "--model", MODEL, "--json"));
    all.addAll(List.of(args));
    return Ran.of(all.toArray(String[]::new));
  }

  /** Without the results, of which other tests know what they should be. */
  private static List<String> rows(Ran ran) {
    return ran.out()
        .lines()
        .map(line -> line.replaceFirst(",\"(predicted_)?label\":\"[^\"]*\",\"score\":[^,}]*", ""))
        .toList();
  }

  private static List<String> good(String... args) {
    Ran ran = classify(args);
    assertEquals(0, ran.code(), ran.err());
    return rows(ran);
  }

  static Stream<Arguments> files() {
    return Stream.of(
        Arguments.of("a.txt", "가\n\n나 \"😀\"\t다"),
        Arguments.of("a.txt", "\uFEFF가\r\n\r\n나 \"😀\"\t다\r\n"),
        Arguments.of("a.tsv", "text\n가\n\n나 \"😀\" 다\n"),
        Arguments.of("a.csv", "\uFEFF\"text\"\r\n가\r\n\r\n\"나 \"\"😀\"\"\t다\"\r\n"),
        Arguments.of("a.csv", "text\n가\n\n\"나 \"\"😀\"\"\t다\""),
        Arguments.of(
            "a.jsonl",
            "\uFEFF{\"text\":\"가\"}\n\n{\"text\":\"\"}\r\n{\"text\":\"나 \\\"\\ud83d\\uDE00\\\"\\t다\"}"));
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyFormatHoldsTheSameTexts(String name, String content) throws IOException {
    String third = name.endsWith("tsv") ? "나 \\\"😀\\\" 다" : "나 \\\"😀\\\"\\t다";
    assertEquals(
        List.of("{\"text\":\"가\"}", "{\"text\":\"\"}", "{\"text\":\"" + third + "\"}"),
        good("--input", file(name, content)));
  }

  /** What a row says besides its text stays, as do values of JSON that are no strings. */
  @Test
  void columnsStay() throws IOException {
    String json = "{\"id\":7,\"label\":null,\"글\":\"가\",\"x\":{\"y\":[1.50,true]}}";
    assertEquals(List.of(json), good("--input", file("a.jsonl", json), "--field", "글"));
    Ran table = classify("--input", file("a.csv", "id,label,글\n7,좋음,\"가\n나\"\n"), "--column", "글");
    assertTrue(
        table
            .out()
            .matches(
                "\\{\"id\":\"7\",\"label\":\"좋음\",\"글\":\"가\\\\n나\",\"predicted_label\":\"..\",\"score\":[0-9.]+}\n"),
        table.out());
  }

  /** As the most read Korean corpus is called, though it is a table. */
  @Test
  void aTextFileMayBeATable() throws IOException {
    String table = file("a.txt", "id\tdocument\tlabel\n1\t\"가\t0\n\n2\t\t1\n");
    assertEquals(
        List.of(
            "{\"id\":\"1\",\"document\":\"\\\"가\",\"label\":\"0\"}",
            "{\"id\":\"2\",\"document\":\"\",\"label\":\"1\"}"),
        good("--input", table, "--column", "document"));
  }

  @Test
  void pairs() throws IOException {
    String both = "{\"text\":\"가\",\"text_pair\":\"나\"}";
    assertEquals(List.of(both), good("--pair", "나", "가"));
    String json = file("a.jsonl", both);
    assertEquals(List.of(both), good("--input", json, "--pair-field", "text_pair"));
    String table = file("a.tsv", "b\ta\n나\t가\n");
    Ran own = classify("--input", table, "--column", "a", "--pair-column", "b").withoutSummary();
    String expected = classify("--pair", "나", "가").out().replaceFirst("^.*?,\"label", "");
    assertEquals("{\"b\":\"나\",\"a\":\"가\",\"label" + expected, own.out());
    classify("--input", json, "--pair", "다", "--pair-field", "x").failsInOneSentence(2, "only one");
    Ran.of("classify", "--model", MODEL, "--input", json, "--field", "text", "--pair-field", "x")
        .failsInOneSentence(1, "a.jsonl, line 1: there is no field 'x' (--pair-field)");
  }

  @Test
  void aFolderIsItsFilesByName() throws IOException {
    file("나.txt", "셋\n넷");
    file("가.csv", "text\n하나\n둘\n");
    file("다.md", "없음");
    Files.createDirectory(folder.resolve("라.txt"));
    List<String> four =
        Stream.of("하나", "둘", "셋", "넷").map(text -> "{\"text\":\"" + text + "\"}").toList();
    assertEquals(four, good("--input", folder.toString()));
    List<String> whole = good("--input", folder.toString(), "--whole-files");
    String last = "{\"file\":\"" + folder.resolve("나.txt") + "\",\"text\":\"셋\\n넷\"}";
    assertEquals(List.of(four.get(0), four.get(1), last), whole);
    String one = file("한.txt", "한");
    assertEquals(5, good("--input", folder.toString()).size());
    assertEquals(6, good("--input", folder.toString(), "--input", one).size());
  }

  @Test
  void nothingIsNothing() throws IOException {
    assertEquals(List.of(), good("--input", file("a.txt", "")));
    assertEquals(List.of(), good("--input", file("a.jsonl", "\n")));
    assertEquals(List.of(), good("--input", file("a.csv", "text\n")));
    for (String name : List.of("b.csv", "b.tsv")) {
      classify("--input", file(name, "")).failsInOneSentence(1, name, "empty, without a header");
    }
  }

  static Stream<Arguments> badRows() {
    return Stream.of(
        Arguments.of("a.tsv", "id\ttext\n1\t가\n2\n3\t나\n", 3, "1 columns, but the header has 2"),
        Arguments.of("a.csv", "id,text\n1,\"가\n\"\n2,a,b\n3,나\n", 4, "3 columns"),
        Arguments.of(
            "a.jsonl", "{\"text\":\"가\"}\n{\"text\":\n{\"text\":\"나\"}", 2, "not valid JSON"),
        Arguments.of("a.jsonl", "{\"text\":\"가\"}\n[]\n{\"text\":\"나\"}", 2, "not an array"),
        Arguments.of(
            "a.jsonl", "{\"text\":\"가\"}\n{\"t\":1}\n{\"text\":\"나\"}", 2, "no field 'text'"),
        Arguments.of(
            "a.jsonl", "{\"text\":\"가\"}\n{\"text\":1}\n{\"text\":\"나\"}", 2, "a string, not"),
        Arguments.of(
            "a.jsonl",
            "{\"text\":\"가\"}\n{\"text\":\"\\ud83d\"}\n{\"text\":\"나\"}",
            2,
            "half a surrogate pair"),
        Arguments.of("a.txt", "가\n" + "다 ".repeat(200) + "\n나", 2, "tokens, but 128 are allowed"));
  }

  @ParameterizedTest
  @MethodSource("badRows")
  void aBadRowIsNamedAndMayBeLeftOut(String name, String content, int line, String problem)
      throws IOException {
    String file = file(name, content);
    String place = "koelectra: " + file + ", line " + line + ": ";
    Ran stopped = classify("--long", "error", "--input", file);
    stopped.failsAfterOutput(1, place, problem);
    assertEquals(1, stopped.out().lines().count(), stopped.out());
    Ran going = classify("--long", "error", "--keep-going", "--input", file);
    assertEquals(1, going.code());
    assertEquals(2, going.out().lines().count(), going.out());
    List<String> told = going.err().lines().toList();
    assertEquals(2, told.size(), going.err());
    assertTrue(told.getFirst().startsWith(place), going.err());
    assertTrue(told.getFirst().endsWith(" (left out)"), going.err());
    assertTrue(told.getLast().startsWith("koelectra: 2 texts, 1 skipped, 0 truncated, "));
  }

  @ParameterizedTest
  @CsvSource({"a.txt,2", "a.tsv,3", "a.csv,3", "a.jsonl,2"})
  void bytesThatAreNoTextSpoilTheirRowAlone(String name, int line) throws IOException {
    boolean json = name.endsWith("jsonl");
    String row = json ? "{\"text\":\"%s\"}\n" : "%s\n";
    String header = json || name.endsWith("txt") ? "" : "text\n";
    String content = header + row.formatted("가") + row.formatted("漢") + row.formatted("나");
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    int at = content.substring(0, content.indexOf('漢')).getBytes(StandardCharsets.UTF_8).length;
    bytes[at] = (byte) 0xFF;
    String file = Files.write(folder.resolve(name), bytes).toString();
    classify("--input", file).failsAfterOutput(1, name + ", line " + line + ": not UTF-8 text");
    assertEquals(2, classify("--input", file, "--keep-going").out().lines().count());
  }

  @Test
  void aTableOfAnotherEncodingIsNamed() throws IOException {
    byte[] windows = "번호,글\n1,가\n".getBytes(Charset.forName("x-windows-949"));
    for (String name : List.of("a.csv", "a.tsv")) {
      Path file = Files.write(folder.resolve(name), windows);
      classify("--input", file.toString()).failsInOneSentence(1, name + ", line 1", "CP949");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a.csv | id,글 | say which column has the text with --column; there are id, 글",
        "a.csv | id,id | two columns have the name 'id'",
        "a.csv | text\\n\"가 | not a table of CSV",
        "a.csv | text\\n\"가\"나\\n | not a table of CSV",
        "a.log | 가 | of an unknown kind"
      })
  void aFileThatCannotBeRead(String name, String content, String problem) throws IOException {
    String file = file(name, content.replace("\\n", "\n"));
    classify("--input", file, "--keep-going").failsInOneSentence(1, name, problem);
  }

  /** Rows that are left out are not kept, however many follow one another. */
  @Test
  void manyBadRows() throws IOException {
    String file =
        file("a.tsv", "id\ttext\n" + "1\n".repeat(10_000) + "1\t가\n" + "1\n".repeat(5_000));
    Ran ran = classify("--input", file, "--keep-going");
    assertEquals(List.of("{\"id\":\"1\",\"text\":\"가\"}"), rows(ran));
    assertEquals(15_001, ran.err().lines().count());
    assertTrue(
        ran.err().contains("koelectra: 1 texts, 15000 skipped"), ran.err().substring(0, 200));
  }

  @Test
  void whatIsNotThereIsNamed() throws IOException {
    classify("--input", "없음.txt").failsInOneSentence(1, "없음.txt: no such file");
    classify("--input", folder.toString()).failsInOneSentence(1, "a folder without .txt");
    String table = file("a.csv", "id,글\n1,가\n");
    classify("--input", table, "--column", "x").failsInOneSentence(1, "no column 'x'", "id, 글");
    classify("--input", table, "가").failsInOneSentence(2, "not both: '가'");
    classify("--column", "x", "가").failsInOneSentence(2, "how to read an --input");
  }
}
