package io.github.koelectra.house;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every Java file is as google-java-format writes it. */
class FormatTest {
  private static final String APPLY =
      "mvn -pl house -am test -Dtest=FormatTest -Dsurefire.failIfNoSpecifiedTests=false"
          + " -Dformat.apply=true";

  @Test
  void everyFileIsFormatted() throws IOException, FormatterException {
    List<Path> files = Repository.sources(Repository.ROOT, ".java");
    assertTrue(files.size() > 80, "the sources were not found");
    List<Path> different = new ArrayList<>();
    for (Path file : files) {
      String text = Files.readString(file);
      String formatted = format(text);
      if (!formatted.equals(text)) {
        different.add(Repository.ROOT.relativize(file));
        if (Boolean.getBoolean("format.apply")) {
          Files.writeString(file, formatted);
        }
      }
    }
    assertTrue(
        different.isEmpty() || Boolean.getBoolean("format.apply"),
        () -> different + " are not formatted; run: " + APPLY);
  }

  private static String format(String text) throws FormatterException {
    String imports =
        ImportOrderer.reorderImports(
            RemoveUnusedImports.removeUnusedImports(text), JavaFormatterOptions.Style.GOOGLE);
    return new Formatter().formatSource(imports);
  }
}
