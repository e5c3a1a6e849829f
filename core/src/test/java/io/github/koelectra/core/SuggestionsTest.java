package io.github.koelectra.core;

import static io.github.koelectra.core.PipelineGoldens.model;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.core.ReplacedTokenDetection.DetectedToken;
import io.github.koelectra.core.ReplacedTokenDetection.DetectedWord;
import io.github.koelectra.core.ReplacedTokenDetection.Detection;
import io.github.koelectra.core.ReplacedTokenDetection.Options;
import io.github.koelectra.core.ReplacedTokenDetection.Suggestion;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.testkit.FormatFiles;
import io.github.koelectra.tokenizer.VocabularyException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Words that might stand in place of those that do not seem to belong. */
class SuggestionsTest {
  private static final Kernels KERNELS = Kernels.best();
  private static final Options WITH_GENERATOR =
      Options.DEFAULT.withGenerator(model("generator")).withTopK(4);

  private static final List<String> TEXTS =
      List.of(
          "민수는 어제 서울에서 지은을 만났다.",
          "오늘 날씨가 정말 좋았다😀 그리고 바다도 좋았다.",
          "민수는 [MASK]에서 살았다.",
          "민수는 어제 서울에서 지은을 만났다. ".repeat(40));

  @Test
  void suspiciousWordsHaveSuggestionsAndOthersNone() throws IOException {
    try (var detection =
        ReplacedTokenDetection.open(model("discriminator"), WITH_GENERATOR, KERNELS)) {
      int suspicious = 0;
      for (Detection found : detection.detect(TEXTS)) {
        for (DetectedWord word : found.words()) {
          assertEquals(found.text().substring(word.begin(), word.end()), word.text());
          assertEquals(word.replaced(), !word.suggestions().isEmpty(), word.toString());
          suspicious += word.replaced() ? 1 : 0;
          assertSuggestions(word);
        }
      }
      assertTrue(suspicious > 5, suspicious + " suspicious words");
    }
  }

  private static void assertSuggestions(DetectedWord word) {
    double before = 1;
    assertTrue(word.suggestions().size() <= 4);
    for (Suggestion suggestion : word.suggestions()) {
      assertFalse(suggestion.word().contains("##") || suggestion.word().contains("[PAD]"));
      assertTrue(suggestion.score() > 0 && suggestion.score() <= before, word.toString());
      before = suggestion.score();
    }
  }

  /**
   * A word of one token, in a text without other masks, is what the generator fills a mask with.
   */
  @Test
  void aWordOfOneTokenIsFilledLikeAMask() throws IOException {
    String text = "민수는 어제 서울에서 지은을 만났다.";
    try (var detection =
            ReplacedTokenDetection.open(model("discriminator"), WITH_GENERATOR, KERNELS);
        var generator =
            FillMask.open(model("generator"), FillMask.Options.DEFAULT.withTopK(400), KERNELS)) {
      Detection found = detection.detect(text);
      int compared = 0;
      for (DetectedWord word : found.words()) {
        List<DetectedToken> own =
            found.tokens().stream()
                .filter(t -> t.begin() >= word.begin() && t.end() <= word.end())
                .toList();
        if (own.size() == 1 && word.replaced()) {
          String masked = text.substring(0, word.begin()) + "[MASK]" + text.substring(word.end());
          List<String> filled =
              generator.fill(masked).predictions().stream()
                  .map(FillMask.Prediction::tokenText)
                  .filter(t -> !t.startsWith("##") && !t.startsWith("[") && !t.equals(word.text()))
                  .limit(4)
                  .toList();
          assertEquals(filled, word.suggestions().stream().map(Suggestion::word).toList());
          compared++;
        }
      }
      assertTrue(compared > 0, "no word to compare: " + found.words());
    }
  }

  @Test
  void withoutGeneratorThereAreNone() throws IOException {
    try (var detection = ReplacedTokenDetection.open(model("discriminator"))) {
      for (Detection found : detection.detect(TEXTS)) {
        assertTrue(found.words().stream().allMatch(w -> w.suggestions().isEmpty()));
      }
    }
  }

  @Test
  void aGeneratorOfAnotherVocabularyIsRefused() {
    Options other = Options.DEFAULT.withGenerator(FormatFiles.path("safetensors-generator"));
    var e =
        assertThrows(
            VocabularyException.class,
            () -> ReplacedTokenDetection.open(model("discriminator"), other, KERNELS));
    assertTrue(e.getMessage().contains("discriminator"), e.getMessage());
  }
}
