package io.github.koelectra.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.core.ReplacedTokenDetection.Detection;
import io.github.koelectra.electra.ElectraForPreTraining;
import io.github.koelectra.tensor.Parallel;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.tensor.kernel.Room;
import io.github.koelectra.testkit.FormatFiles;
import io.github.koelectra.tokenizer.ElectraTokenizer;
import io.github.koelectra.tokenizer.Encoding;
import io.github.koelectra.weights.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The first pipeline, and what every open model promises. */
class ReplacedTokenDetectionTest {
  private static final Path DIRECTORY = FormatFiles.path("safetensors-f32");
  private static final String TEXT = "한국어 모델을 공유합니다.";

  /** The positions of the tiny model. */
  private static final int POSITIONS = 64;

  @Test
  void replacedTokensAreDetected() throws IOException {
    try (ReplacedTokenDetection detection = ReplacedTokenDetection.open(DIRECTORY);
        Checkpoint expected = Checkpoint.open(FormatFiles.path("expected.safetensors"))) {
      var found = detection.detect(TEXT);
      double[] logits = expected.readDoubles("f32/single/logits");
      assertEquals(logits.length - 2, found.tokens().size());
      for (int i = 0; i < found.tokens().size(); i++) {
        var token = found.tokens().get(i);
        assertEquals(1 / (1 + Math.exp(-logits[i + 1])), token.score(), 1e-6);
        assertEquals(logits[i + 1] > 0, token.replaced());
        assertFalse(TEXT.substring(token.begin(), token.end()).isBlank());
      }
      assertFalse(found.truncated());
    }
  }

  @Test
  void theThresholdDecidesWhatCountsAsReplaced() throws IOException {
    var usual = ReplacedTokenDetection.Options.DEFAULT;
    for (double threshold : new double[] {0, 0.4, 1}) {
      try (ReplacedTokenDetection detection =
          ReplacedTokenDetection.open(DIRECTORY, usual.withThreshold(threshold), Kernels.best())) {
        var found = detection.detect(TEXT);
        found.tokens().forEach(t -> assertEquals(t.score() > threshold, t.replaced()));
        found.words().forEach(w -> assertEquals(w.score() > threshold, w.replaced()));
      }
    }
    for (double wrong : new double[] {-0.1, 1.1, Double.NaN}) {
      assertThrows(IllegalArgumentException.class, () -> usual.withThreshold(wrong));
    }
  }

  private static ReplacedTokenDetection open(InputOptions inputs) throws IOException {
    return ReplacedTokenDetection.open(
        DIRECTORY, ReplacedTokenDetection.Options.DEFAULT.withInputs(inputs), Kernels.best());
  }

  @Test
  void aLongTextIsAnErrorIfTheOptionsSaySo() throws IOException {
    try (ReplacedTokenDetection detection = open(InputOptions.of(LongInput.ERROR))) {
      String fits = "다 ".repeat(POSITIONS - 2);
      assertEquals(POSITIONS - 2, detection.detect(fits).tokens().size());
      String tooLong = fits + "다";
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> detection.detect(tooLong));
      assertTrue(e.getMessage().contains("65 tokens"), e.getMessage());
      assertTrue(e.getMessage().contains("64"), e.getMessage());
    }
  }

  @Test
  void aLongTextIsCutIfTheOptionsSaySo() throws IOException {
    InputOptions cutting = InputOptions.of(LongInput.TRUNCATE);
    String fits = "다 ".repeat(POSITIONS - 2);
    try (ReplacedTokenDetection detection = open(cutting)) {
      Detection whole = detection.detect(fits);
      assertFalse(whole.truncated());
      for (int length : new int[] {POSITIONS, POSITIONS + 1, Integer.MAX_VALUE}) {
        try (ReplacedTokenDetection limited = open(cutting.withMaxLength(length))) {
          Detection cut = limited.detect(fits + "다");
          assertTrue(cut.truncated());
          assertEquals(whole.tokens(), cut.tokens());
        }
      }
    }
    try (ReplacedTokenDetection detection = open(cutting.withMaxLength(6))) {
      assertEquals(4, detection.detect(TEXT).tokens().size());
    }
  }

  @Test
  void aLongTextIsReadInWindowsOtherwise() throws IOException {
    String text = "다 한 국어 모델을 ".repeat(60) + TEXT;
    try (ReplacedTokenDetection detection = ReplacedTokenDetection.open(DIRECTORY)) {
      Detection found = detection.detect(text);
      assertFalse(found.truncated());
      assertEquals(text.length(), found.tokens().getLast().end());
      List<String> wanted = ElectraTokenizer.fromPretrained(DIRECTORY).tokenize(text);
      assertEquals(wanted, found.tokens().stream().map(t -> t.text()).toList());
    }
  }

  /** A few texts of different lengths, so that callers hold scratch memory of different sizes. */
  private static List<String> texts() {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      texts.add("다 ".repeat(i % 9) + TEXT + " 한".repeat(i % 7));
    }
    return texts;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void twoThreadsShareOneModelAndGetEqualBits(int poolThreads)
      throws IOException, InterruptedException, ExecutionException {
    try (Parallel parallel = Parallel.of(poolThreads);
        ExecutorService callers = Executors.newFixedThreadPool(2);
        var model =
            KoElectra.open(
                DIRECTORY,
                ElectraForPreTraining::fromPretrained,
                Kernels.of(Room.fastest(), parallel))) {
      List<float[]> alone = logits(model, texts());
      List<Future<List<float[]>>> together = new ArrayList<>();
      for (int caller = 0; caller < 2; caller++) {
        together.add(callers.submit(() -> logits(model, texts())));
      }
      for (Future<List<float[]>> shared : together) {
        for (int i = 0; i < alone.size(); i++) {
          assertTrue(Arrays.equals(alone.get(i), shared.get().get(i)), "text " + i);
        }
      }
    }
  }

  private static List<float[]> logits(KoElectra<ElectraForPreTraining> model, List<String> texts) {
    List<float[]> logits = new ArrayList<>();
    for (String text : texts) {
      Encoding encoding = model.encode(text);
      logits.add(model.run(encoding).toArray());
    }
    return logits;
  }

  @Test
  void aClosedModelSaysSo() throws IOException {
    var detection = ReplacedTokenDetection.open(DIRECTORY);
    detection.close();
    detection.close();
    assertThrows(IllegalStateException.class, () -> detection.detect("한국어"));
  }

  @Test
  void whatIsNoModelDirectoryIsNamed(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    for (Path path : List.of(file, folder.resolve("nowhere"))) {
      IOException e =
          assertThrows(IOException.class, () -> ReplacedTokenDetection.open(path), path.toString());
      assertEquals(path + ": no such model directory", e.getMessage());
    }
  }
}
