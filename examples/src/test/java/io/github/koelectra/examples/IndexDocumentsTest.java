package io.github.koelectra.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertLinesMatch;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.core.SentenceEmbedding;
import io.github.koelectra.core.TokenClassification;
import io.github.koelectra.testkit.PipelineFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The batch job over files and folders, whole, broken and killed. */
@Timeout(120)
class IndexDocumentsTest {
  private static final String NER = PipelineFiles.path("ner-prefix").toString();
  private static final String ENCODER = PipelineFiles.path("encoder").toString();
  private static final String VISIT = "민수는 어제 서울에서 지은을 만났다. 지은은 부산으로 갔다.";

  @TempDir private Path folder;
  private Path output;

  @BeforeEach
  void place() {
    output = folder.resolve("index.tsv");
  }

  private void index(Path source) throws IOException {
    IndexDocuments.main(new String[] {NER, ENCODER, source.toString(), output.toString()});
  }

  @Test
  void everyDocumentIsALine() throws IOException {
    Path table = folder.resolve("documents.tsv");
    Files.writeString(table, "visit\t" + VISIT + "\nempty\t\nsea\t바다\n");
    index(table);
    List<String> lines = Files.readAllLines(output);
    assertLinesMatch(
        List.of(
            "visit\t2\tORG:는 어제,ORG:에서,LOC:지은,LOC:.,ORG:지은은,ORG:부산으로 갔다.\t\\[.+\\]",
            "empty\t0\t\t\\[.+\\]",
            "sea\t1\tORG:바다\t\\[0\\.06120\\d+, 0\\.20818\\d+, .+\\]"),
        lines);
    assertEquals(32, lines.getFirst().split("\t", -1)[3].split(",", -1).length);
    assertEquals(List.of(table, output), list(folder));
  }

  @Test
  void aFolderGivesTheSameLines() throws IOException {
    Path texts = Files.createDirectory(folder.resolve("texts"));
    Files.writeString(texts.resolve("b.txt"), VISIT);
    Files.writeString(texts.resolve("a.txt"), "바다");
    Files.writeString(texts.resolve("notes.md"), "문서가 아니다");
    index(texts);
    List<String> ofFolder = Files.readAllLines(output);
    index(Files.writeString(folder.resolve("documents.tsv"), "a.txt\t바다\nb.txt\t" + VISIT + "\n"));
    assertEquals(Files.readAllLines(output), ofFolder);
  }

  @Test
  void aBadRowLeavesWhatWasThere() throws IOException {
    Files.writeString(output, "old\n");
    Path table = Files.writeString(folder.resolve("documents.tsv"), "sea\t바다\nno tab\n");
    Exception bad = assertThrows(IllegalArgumentException.class, () -> index(table));
    assertEquals("no tab between an id and a text: no tab", bad.getMessage());
    assertEquals("old\n", Files.readString(output));
    assertEquals(List.of(table, output), list(folder));
  }

  @Test
  void aFileInAnotherEncodingLeavesNothing() throws IOException {
    Path texts = Files.createDirectory(folder.resolve("texts"));
    Path file = texts.resolve("a.txt");
    Files.write(file, "바다".getBytes(Charset.forName("x-windows-949")));
    UncheckedIOException bad = assertThrows(UncheckedIOException.class, () -> index(texts));
    assertEquals(file + " cannot be read as text in UTF-8", bad.getMessage());
    assertEquals(List.of(texts), list(folder));
  }

  /** The line of a document is ready before the next document is read. */
  @Test
  void documentsAreReadOneAtATime() throws IOException {
    Path table = Files.writeString(folder.resolve("documents.tsv"), "sea\t바다\nno tab\n");
    try (var ner = TokenClassification.fromPretrained(NER);
        var encoder = SentenceEmbedding.fromPretrained(ENCODER);
        var documents = IndexDocuments.documents(table)) {
      var lines = documents.map(d -> IndexDocuments.line(d, ner, encoder)).iterator();
      assertTrue(lines.next().startsWith("sea\t"));
      assertThrows(IllegalArgumentException.class, lines::next);
    }
  }

  @Test
  void killedItLeavesNoOutput() throws IOException, InterruptedException {
    Path table = folder.resolve("documents.tsv");
    Files.write(table, Collections.nCopies(200_000, "visit\t" + VISIT));
    Path part = folder.resolve("index.tsv.part");
    Process process =
        Program.of(IndexDocuments.class, NER, ENCODER, table.toString(), output.toString()).start();
    try {
      while (!Files.exists(part) || Files.size(part) == 0) {
        assertTrue(process.isAlive());
        Thread.sleep(10);
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertFalse(Files.exists(output));

    index(Files.writeString(table, "sea\t바다\n"));
    assertEquals(1, Files.readAllLines(output).size());
    assertFalse(Files.exists(part));
  }

  private static List<Path> list(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}
