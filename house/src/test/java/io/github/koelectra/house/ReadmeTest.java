package io.github.koelectra.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page in English and the one in Korean say the same. */
class ReadmeTest {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)\\)");

  @Test
  void bothLanguagesHaveTheSameBlocks() throws IOException {
    List<Readme.Block> blocks = Readme.of("README.md").blocks();
    assertFalse(blocks.isEmpty());
    assertEquals(blocks, Readme.of("README.ko.md").blocks());
  }

  @Test
  void bothLanguagesHaveTheSameSectionsAndTables() throws IOException {
    assertEquals(Readme.of("README.md").outline(), Readme.of("README.ko.md").outline());
  }

  @Test
  void bothLanguagesNameTheSame() throws IOException {
    assertEquals(Readme.of("README.md").names(), Readme.of("README.ko.md").names());
  }

  @Test
  void bothLanguagesGiveTheSameNumbers() throws IOException {
    assertEquals(Readme.of("README.md").numbers(), Readme.of("README.ko.md").numbers());
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "README.ko.md"})
  void linksLeadSomewhere(String page) throws IOException {
    for (var link : LINK.matcher(Readme.of(page).text()).results().toList()) {
      Path target = Repository.ROOT.resolve(link.group(1));
      assertTrue(Files.exists(target), page + " links to " + target);
    }
  }
}
