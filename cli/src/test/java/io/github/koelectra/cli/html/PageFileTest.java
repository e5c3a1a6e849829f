package io.github.koelectra.cli.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That a page is there whole or not at all. */
class PageFileTest {
  @TempDir private Path folder;

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  private static DetectView view() {
    return new DetectView("글", List.of(), false);
  }

  @Test
  void aPageIsThereWhenItIsFinished() throws IOException {
    Path file = Files.writeString(folder.resolve("page.html"), "before");
    try (DetectPage page = DetectPage.create(file, SamplePages.SUBJECT, 0.5)) {
      page.add(view());
      assertEquals("before", Files.readString(file));
      assertEquals(2, names().size());
      page.finish();
    }
    assertTrue(Files.readString(file).endsWith("</html>\n"));
    assertEquals(List.of("page.html"), names());
  }

  @Test
  void aPageThatWasNotFinishedLeavesNothing() throws IOException {
    Path file = folder.resolve("page.html");
    try (DetectPage page = DetectPage.create(file, SamplePages.SUBJECT, 0.5)) {
      page.add(view());
    }
    assertEquals(List.of(), names());
    Files.writeString(file, "before");
    try (NerPage page = NerPage.create(file, SamplePages.SUBJECT)) {
      page.add(new NerView("글", List.of(), false));
    }
    assertEquals("before", Files.readString(file));
    assertEquals(List.of("page.html"), names());
  }

  @Test
  void whatIsReadIsNotReplaced() throws IOException {
    Path vocabulary = Files.writeString(folder.resolve("vocab.txt"), "[CLS]");
    Path link = Files.createSymbolicLink(folder.resolve("link.html"), vocabulary);
    for (Path source : List.of(folder, vocabulary)) {
      Subject subject = new Subject("model", List.of(source));
      for (Path file : List.of(vocabulary, link)) {
        IOException e = assertThrows(IOException.class, () -> QaPage.create(file, subject).close());
        assertTrue(e.getMessage().contains("name another file"), e.getMessage());
      }
    }
    assertEquals("[CLS]", Files.readString(vocabulary));
    assertEquals(List.of("link.html", "vocab.txt"), names());
  }

  @Test
  void whereNothingCanBeWritten() {
    Path nowhere = folder.resolve("no").resolve("page.html");
    IOException e =
        assertThrows(IOException.class, () -> QaPage.create(nowhere, SamplePages.SUBJECT).close());
    assertEquals(nowhere + ": cannot be written: there is no such directory", e.getMessage());
    IOException directory =
        assertThrows(IOException.class, () -> QaPage.create(folder, SamplePages.SUBJECT).close());
    assertTrue(directory.getMessage().contains("not a regular file"), directory.getMessage());
  }

  @Test
  void aPageShowsSoManyTextsAndNoMore() throws IOException {
    Path file = folder.resolve("page.html");
    try (DetectPage page = DetectPage.create(file, SamplePages.SUBJECT, 0.5)) {
      for (int i = 0; i < Page.MOST_TEXTS; i++) {
        page.add(view());
      }
      IOException e = assertThrows(IOException.class, () -> page.add(view()));
      assertTrue(e.getMessage().contains("at most 10000 texts"), e.getMessage());
    }
    assertFalse(Files.exists(file));
  }
}
