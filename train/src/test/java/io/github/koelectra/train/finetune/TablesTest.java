package io.github.koelectra.train.finetune;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.koelectra.train.finetune.FinetuneTask.Columns;
import io.github.koelectra.train.finetune.FinetuneTask.Head;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TablesTest {
  private static final FinetuneTask CUSTOM =
      FinetuneTask.custom(Head.CLASSIFICATION, Columns.DEFAULT);
  private static final FinetuneTask SEVERAL =
      FinetuneTask.custom(Head.MULTI_LABEL, Columns.DEFAULT);

  @TempDir Path directory;

  private static Row.Text row(int line, String text, String... labels) {
    return new Row.Text(line, text, Optional.empty(), List.of(labels));
  }

  @Test
  void marksOfWindowsAndEmptyLinesAreNoContent() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("ratings_train.txt"),
            "\uFEFFid\tdocument\tlabel\r\n1\t\"재미\"있다 \t1\r\n\r\n2\t지루하다\t0");
    List<Row> rows = DataSet.read(FinetuneTask.named("nsmc"), file).rows();
    assertEquals(List.of(row(2, "\"재미\"있다 ", "1"), row(4, "지루하다", "0")), rows);
  }

  @Test
  void pairsAreReadWhereTheDataHaveThem() throws IOException {
    Path file = Samples.file(directory, "a.tsv", "text_pair\tlabel\ttext", "나\t참\t가");
    Row wanted = new Row.Text(2, "가", Optional.of("나"), List.of("참"));
    assertEquals(List.of(wanted), DataSet.read(CUSTOM, file).rows());
    Columns named = new Columns("앞", Optional.of("뒤"), "답");
    FinetuneTask task = FinetuneTask.custom(Head.CLASSIFICATION, named);
    Path other = Samples.file(directory, "b.tsv", "앞\t뒤\t답", "가\t나\t참");
    assertEquals(List.of(wanted), DataSet.read(task, other).rows());
    Samples.assertSays(
        "FILE, line 1: the header has no column \"앞\"; its columns are \"text_pair\", \"label\","
            + " \"text\"",
        file,
        () -> DataSet.read(task, file));
  }

  @Test
  void emptySentencesOfPawsAreSkipped() throws IOException {
    Path file =
        Samples.file(
            directory,
            "dev_2k.tsv",
            "id\tsentence1\tsentence2\tlabel",
            "1\t\t나는 간다\t0",
            "2\t나는 간다\t간다 나는\t1",
            "3\t나는 간다\t\t0");
    assertEquals(1, DataSet.read(FinetuneTask.named("paws"), file).size());
    Path pairs =
        Samples.file(directory, "q.tsv", "question1\tquestion2\tis_duplicate", "\t나는 간다\t0");
    assertEquals(1, DataSet.read(FinetuneTask.named("question-pair"), pairs).size());
  }

  @Test
  void jsonLines() throws IOException {
    Path file =
        Samples.file(
            directory,
            "a.jsonl",
            "{\"text\": \"가\", \"label\": \"참\"}",
            "",
            "{\"text\": \"나\", \"label\": 3, \"text_pair\": null}",
            "{\"text\": \"다\", \"label\": true, \"text_pair\": \"라\"}");
    List<Row> rows = DataSet.read(CUSTOM, file).rows();
    Row pair = new Row.Text(4, "다", Optional.of("라"), List.of("true"));
    assertEquals(List.of(row(1, "가", "참"), row(3, "나", "3"), pair), rows);
  }

  @Test
  void severalLabels() throws IOException {
    Path table =
        Samples.file(directory, "a.tsv", "text\tlabel", "가\t기쁨, 놀람", "나\t", "다\t[\"화, 남\"]");
    assertEquals(
        List.of(row(2, "가", "기쁨", "놀람"), row(3, "나"), row(4, "다", "화, 남")),
        DataSet.read(SEVERAL, table).rows());
    Path objects =
        Samples.file(
            directory,
            "a.jsonl",
            "{\"text\": \"가\", \"label\": [\"기쁨\", 2]}",
            "{\"text\": \"나\", \"label\": []}",
            "{\"text\": \"다\", \"label\": \"기쁨,놀람\"}");
    assertEquals(
        List.of(row(1, "가", "기쁨", "2"), row(2, "나"), row(3, "다", "기쁨", "놀람")),
        DataSet.read(SEVERAL, objects).rows());
    Path broken = Samples.file(directory, "b.tsv", "text\tlabel", "가\t[\"기쁨\"");
    assertSaysOf(
        SEVERAL,
        broken,
        "FILE, line 2: the labels: not valid JSON at column 6:"
            + " Unexpected end-of-input: expected close marker for Array");
  }

  private static void assertSaysOf(FinetuneTask task, Path file, String sentence) {
    Samples.assertSays(sentence, file, () -> DataSet.read(task, file));
  }

  @Test
  void brokenRowsAreNamed() throws IOException {
    assertSaysOf(
        CUSTOM,
        Samples.file(directory, "a.tsv", "text\tlabel", "가\t참", "나"),
        "FILE, line 3: the row has 1 columns, but the header has 2");
    assertSaysOf(
        CUSTOM,
        Samples.file(directory, "b.tsv", "text\tlabel", "가\t "),
        "FILE, line 2: the row has no label");
    assertSaysOf(
        CUSTOM,
        Samples.file(directory, "c.jsonl", "{\"text\": \"가\"}"),
        "FILE, line 1: the object has no member \"label\"");
    assertSaysOf(
        CUSTOM,
        Samples.file(directory, "d.jsonl", "{\"text\": 3, \"label\": \"참\"}"),
        "FILE, line 1: \"text\" must be a string");
    assertSaysOf(
        CUSTOM,
        Samples.file(directory, "e.jsonl", "{\"text\": \"가\", \"label\": [\"참\"]}"),
        "FILE, line 1: a label must be a string or a number, not an array");
    assertSaysOf(
        CUSTOM,
        Samples.file(directory, "f.jsonl", "[1]"),
        "FILE, line 1: the row: a JSON object was expected, not an array");
    assertSaysOf(
        CUSTOM,
        Samples.file(directory, "g.jsonl", "{\"text\": \"가\", \"label\": 1}", "{\"text\": 가}"),
        "FILE, line 2: the row: not valid JSON at column 10: Unrecognized token '가': was expecting"
            + " (JSON String, Number, Array, Object or token 'null', 'true' or 'false')");
  }

  @Test
  void filesThatAreNoneOfTextAreNamed() throws IOException {
    Path cp949 = directory.resolve("a.tsv");
    byte[] head = "text\tlabel\n가\t참\n".getBytes(StandardCharsets.UTF_8);
    byte[] bytes = Arrays.copyOf(head, head.length + 3);
    bytes[head.length] = (byte) 0xB0;
    bytes[head.length + 1] = (byte) 0xA1;
    bytes[head.length + 2] = '\n';
    Files.write(cp949, bytes);
    assertSaysOf(
        CUSTOM,
        cp949,
        "FILE, line 3: not UTF-8 text; iconv -f CP949 -t UTF-8 converts a file of Windows or"
            + " Excel");
    Path empty = Files.writeString(directory.resolve("b.tsv"), "");
    assertSaysOf(CUSTOM, empty, "FILE: the file is empty");
    assertSaysOf(
        CUSTOM,
        Samples.file(directory, "c.tsv", "text\tlabel"),
        "FILE: the file has no row to learn from");
    assertSaysOf(CUSTOM, directory.resolve("d.tsv"), "FILE: there is no such file");
    assertSaysOf(CUSTOM, directory, "FILE: a directory, not a file");
    assertSaysOf(
        CUSTOM,
        Samples.file(directory, "e.csv", "text,label"),
        "FILE: tables are read with tabs between columns; save it as TSV or JSONL");
  }

  @Test
  void aFileWithoutLinesIsNoTable() throws IOException {
    Path file = directory.resolve("zeros.tsv");
    try (var out = new RandomAccessFile(file.toFile(), "rw")) {
      out.setLength(80L << 20);
    }
    assertSaysOf(CUSTOM, file, "FILE, line 1: the line is longer than 64 MB");
  }
}
