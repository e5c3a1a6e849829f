package io.github.koelectra.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Three commands need no model, and nothing but this program. */
class DefaultModelTest {
  @TempDir private Path folder;

  /** A machine that was never used, and has no network. */
  private Ran fresh(String... args) {
    Map<String, String> environment =
        Map.of("XDG_CACHE_HOME", folder.toString(), "HF_HUB_OFFLINE", "1");
    return Ran.in(environment, args);
  }

  @ParameterizedTest
  @CsvSource({
    "detect, koelectra-nano, 나는 어제 영화를 마셨다",
    "fill-mask, koelectra-nano, 정말 [MASK] 영화예요.",
    "classify, koelectra-nano-sentiment, 이 영화 정말 재미있어요"
  })
  void withoutAModelItIsOurOwn(String command, String model, String text) throws IOException {
    String found = fresh(command, "--json", text).succeeds().out();
    assertFalse(found.isBlank());
    try (Stream<Path> unpacked = Files.list(folder.resolve("koelectra"))) {
      List<String> folders =
          unpacked.filter(Files::isDirectory).map(f -> f.getFileName().toString()).toList();
      assertEquals(1, folders.size());
      assertTrue(folders.getFirst().matches(model + "-[0-9a-f]{16}"), folders.getFirst());
    }
    assertEquals(found, fresh(command, "--model", model, "--json", text).succeeds().out());
    assertTrue(
        fresh(command, "--help").succeeds().out().contains("Without --model it is " + model));
  }

  @Test
  void otherModelsAreStillWhatIsAskedFor() {
    Ran.of("detect", "--model", Ran.TINY, Ran.TEXT).succeeds();
    fresh("detect", "--model", "koelectra-nanno", Ran.TEXT)
        .failsInOneSentence(1, "koelectra-nanno: no such model directory");
    fresh("ner", Ran.TEXT).failsInOneSentence(2, "'--model=MODEL'");
  }

  /** A half is too much to ask of a small model; of others it is what is usual. */
  @Test
  void ourModelHasAThresholdOfItsOwn() {
    String text = "감독이 누구지? 연기도 스토리도 최고 냉장고";
    assertTrue(fresh("detect", text).succeeds().out().contains("**냉장고**"));
    assertTrue(fresh("detect", "--model", "koelectra-nano", text).succeeds().out().contains("**"));
    assertEquals(text, fresh("detect", "--threshold", "0.9", text).succeeds().out().strip());
    assertTrue(fresh("detect", "--threshold", "0", text).succeeds().out().startsWith("**감독이**"));
    fresh("detect", "--threshold", "1.5", text)
        .failsInOneSentence(2, "threshold must be from 0 to 1, not 1.5");
  }

  @Test
  void ourGeneratorSuggests() {
    Ran ran = fresh("detect", "--generator", "koelectra-nano", "--json", "나는 어제 영화를 마셨다");
    assertTrue(ran.succeeds().out().contains("\"words\":"), ran.out());
  }
}
