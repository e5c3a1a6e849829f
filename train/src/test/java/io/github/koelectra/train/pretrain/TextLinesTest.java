package io.github.koelectra.train.pretrain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.koelectra.testkit.RandomCases;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextLinesTest {
  @TempDir private Path folder;

  private static List<String> all(Path... files) throws IOException {
    List<String> lines = new ArrayList<>();
    try (Source<String> source = new TextLines(List.of(files))) {
      for (Optional<String> line = source.next(); line.isPresent(); line = source.next()) {
        lines.add(line.get());
      }
    }
    return lines;
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void filesEndDocuments() throws IOException {
    Path first = file("a.txt", "\uFEFF봄\r\n\n여름");
    Path second = file("b.txt", "가을\n겨울\n");
    assertEquals(List.of("봄", "", "여름", "", "가을", "겨울"), all(first, second));
    assertEquals(List.of("", "봄", "", "여름"), all(file("empty.txt", ""), first));
  }

  @Test
  void linesMayBeLongerThanTheBuffer() throws IOException {
    SplittableRandom random = RandomCases.of("linesMayBeLongerThanTheBuffer");
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      lines.add("글".repeat(random.nextInt(1, 1 << random.nextInt(1, 17))) + i);
    }
    Path file = file("long.txt", String.join("\n", lines));
    assertEquals(lines, all(file));
  }

  @Test
  void aLineThatIsNoTextIsNamed() throws IOException {
    Path good = file("good.txt", "첫 줄\n둘째 줄\n");
    Path bad = folder.resolve("bad.txt");
    byte[] text = "하나\n둘\n셋\n".getBytes(StandardCharsets.UTF_8);
    byte[] cut = Arrays.copyOf(text, text.length - 2); // The last letter lacks a byte.
    Files.write(bad, cut);
    IOException e = assertThrows(IOException.class, () -> all(good, bad));
    assertEquals(
        bad
            + ", line 3: not UTF-8 text; a file of Windows may be CP949:"
            + " iconv -f CP949 -t UTF-8 converts it",
        e.getMessage());
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    Path missing = folder.resolve("missing.txt");
    IOException e = assertThrows(IOException.class, () -> all(missing));
    assertEquals(missing + ": no such text file", e.getMessage());
    IOException directory = assertThrows(IOException.class, () -> all(folder));
    assertEquals(folder + ": no such text file", directory.getMessage());
  }
}
