package io.github.koelectra.train.finetune;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.koelectra.train.finetune.FinetuneTask.Columns;
import io.github.koelectra.train.finetune.FinetuneTask.Head;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaggedSentencesTest {
  private static final FinetuneTask CUSTOM =
      FinetuneTask.custom(Head.TOKEN_CLASSIFICATION, Columns.DEFAULT);
  private static final FinetuneTask NAVER = FinetuneTask.named("naver-ner");

  @TempDir Path directory;

  private static List<Row> read(FinetuneTask task, Path file) throws IOException {
    return DataSet.read(task, file).rows();
  }

  @Test
  void sentencesInLines() throws IOException {
    Path file =
        Samples.file(
            directory, "train.tsv", "철수는 여수에 산다 .\tPER-B LOC-B O O", "", "안녕\tO", "봄 이\tO O\r");
    List<Row> wanted =
        List.of(
            new Row.Words(1, List.of("철수는", "여수에", "산다", "."), List.of("PER-B", "LOC-B", "O", "O")),
            new Row.Words(3, List.of("안녕"), List.of("O")),
            new Row.Words(4, List.of("봄", "이"), List.of("O", "O")));
    assertEquals(wanted, read(NAVER, file));
    assertEquals(wanted, read(CUSTOM, file));
  }

  @Test
  void wordsInLines() throws IOException {
    Row first = new Row.Words(2, List.of("철수는", "산다"), List.of("B-PER", "O"));
    Row second = new Row.Words(5, List.of("서울 시"), List.of("B-LOC"));
    Path tabs =
        Samples.file(
            directory, "a.tsv", "-DOCSTART-\tO", "철수는\tB-PER", "산다\tO", "", "서울 시\tB-LOC", "");
    assertEquals(List.of(first, second), read(CUSTOM, tabs));
    Path spaces = Samples.file(directory, "a.txt", "", "철수는 NNP _ B-PER", "산다  VV _ O", " ", "끝 O");
    Row third = new Row.Words(5, List.of("끝"), List.of("O"));
    assertEquals(List.of(first, third), read(CUSTOM, spaces));
  }

  @Test
  void brokenRowsAreNamed() throws IOException {
    Path few = Samples.file(directory, "a.tsv", "안녕\tO", "철수는 산다\tPER-B");
    Samples.assertSays(
        "FILE, line 2: the row has 2 words, but 1 tags", few, () -> read(NAVER, few));
    Path columns = Samples.file(directory, "b.tsv", "안녕 O");
    Samples.assertSays(
        "FILE, line 1: a row is words, a tab, and tags, but has 1 columns",
        columns,
        () -> read(NAVER, columns));
    Path noTag = Samples.file(directory, "c.txt", "철수는 O", "산다");
    Samples.assertSays(
        "FILE, line 2: a row is a word and its tag, but this one has no tag",
        noTag,
        () -> read(CUSTOM, noTag));
  }
}
