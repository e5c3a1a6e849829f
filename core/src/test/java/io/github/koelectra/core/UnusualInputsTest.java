package io.github.koelectra.core;

import static io.github.koelectra.core.PipelineGoldens.model;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.core.FeatureExtraction.Features;
import io.github.koelectra.core.ReplacedTokenDetection.DetectedToken;
import io.github.koelectra.core.ReplacedTokenDetection.Detection;
import io.github.koelectra.core.SentenceEmbedding.Embedding;
import io.github.koelectra.core.TextClassification.Classification;
import io.github.koelectra.tensor.Parallel;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.tensor.kernel.Room;
import io.github.koelectra.weights.WeightFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a text is, its result is defined. */
class UnusualInputsTest {
  private static final Kernels KERNELS = Kernels.best();

  private static final String LONG = "민수는 어제 서울에서 지은을 만났다. ".repeat(5000);

  /** Nothing, spaces, emoji, characters that vanish, decomposed Hangul, halves of pairs, length. */
  private static final List<String> TEXTS =
      List.of(
          "",
          " \t\n\u3000",
          "😀🌊👨‍👩‍👧",
          "\u200B\uFEFF\u0000",
          Normalizer.normalize("민수는 서울에서 만났다", Normalizer.Form.NFD),
          "\uD83D",
          "민수\uDE00는\uD83D",
          "[CLS] [SEP] [PAD] [UNK]",
          LONG);

  @Test
  void everyTextHasScoresThatAreProbabilities() throws IOException {
    try (var classification =
        TextClassification.open(model("sequence"), TextClassification.Options.DEFAULT, KERNELS)) {
      List<Classification> found = classification.classify(TEXTS);
      for (int i = 0; i < TEXTS.size(); i++) {
        double sum = found.get(i).labels().stream().mapToDouble(ScoredLabel::score).sum();
        assertEquals(1, sum, 1e-12);
        assertEquals(TEXTS.get(i).length() > 1000, found.get(i).truncated());
      }
      assertEquals(found.getFirst(), found.get(1), "no tokens, whatever the spaces");
    }
  }

  @Test
  void tokensLieWhereTheyStandInTheText() throws IOException {
    try (var detection = ReplacedTokenDetection.open(model("discriminator"))) {
      List<Detection> found = detection.detect(TEXTS);
      for (int i = 0; i < TEXTS.size(); i++) {
        int at = 0;
        for (DetectedToken token : found.get(i).tokens()) {
          assertTrue(at <= token.begin() && token.begin() < token.end(), token.toString());
          at = token.end();
        }
        assertTrue(at <= TEXTS.get(i).length());
        assertFalse(found.get(i).truncated());
      }
      assertEquals(List.of(), found.getFirst().tokens());
      assertEquals(LONG.strip().length(), found.getLast().tokens().getLast().end());
    }
  }

  @Test
  void everyTextHasAVectorOfLengthOne() throws IOException {
    for (LongInput treated : List.of(LongInput.TRUNCATE, LongInput.WINDOW)) {
      var options = SentenceEmbedding.Options.DEFAULT.withInputs(InputOptions.of(treated));
      try (var embedding = SentenceEmbedding.open(model("encoder"), options, KERNELS)) {
        for (Embedding found : embedding.embed(TEXTS)) {
          double length = 0;
          for (float number : found.vector()) {
            length += (double) number * number;
          }
          assertEquals(1, length, 1e-6);
        }
      }
    }
  }

  @Test
  void aTextWithoutMaskIsRefused() throws IOException {
    try (var generator = FillMask.open(model("generator"), FillMask.Options.DEFAULT, KERNELS)) {
      for (String text : TEXTS.subList(0, TEXTS.size() - 1)) {
        var e = assertThrows(IllegalArgumentException.class, () -> generator.fill(text));
        assertTrue(e.getMessage().contains("[MASK]"), e.getMessage());
      }
      var e = assertThrows(IllegalArgumentException.class, () -> generator.fill(LONG));
      assertTrue(e.getMessage().contains("128 are allowed"), e.getMessage());
    }
    var truncated = FillMask.Options.DEFAULT.withInputs(InputOptions.of(LongInput.TRUNCATE));
    try (var generator = FillMask.open(model("generator"), truncated, KERNELS)) {
      var e = assertThrows(IllegalArgumentException.class, () -> generator.fill(LONG + "[MASK]"));
      assertTrue(e.getMessage().contains("truncated"), e.getMessage());
    }
  }

  /** A mask far behind the window's end is guessed from the words around it. */
  @Test
  void aMaskIsGuessedInTheWindowThatShowsMostAroundIt() throws IOException {
    String text = LONG.substring(0, 2000) + "[MASK]에서 " + LONG.substring(0, 2000);
    var windows = FillMask.Options.DEFAULT.withInputs(InputOptions.of(LongInput.WINDOW));
    try (var generator = FillMask.open(model("generator"), windows, KERNELS)) {
      FillMask.Filled found = generator.fill(text + "[MASK]");
      assertEquals(2, found.masks().size());
      for (var predictions : found.masks()) {
        assertEquals(5, predictions.size());
        assertTrue(predictions.getFirst().score() >= predictions.getLast().score());
      }
      String sequence = found.predictions().getFirst().sequence();
      String filled = found.predictions().getFirst().tokenText().replace("##", "");
      assertTrue(sequence.contains(filled), sequence);
      assertTrue(sequence.length() > text.length() / 2, "not the whole text: " + sequence);
    }
  }

  @Test
  void windowsGiveARowForEachToken() throws IOException {
    try (var whole =
            FeatureExtraction.open(model("encoder"), InputOptions.of(LongInput.WINDOW), KERNELS);
        var error =
            FeatureExtraction.open(model("encoder"), InputOptions.of(LongInput.ERROR), KERNELS)) {
      for (String text : TEXTS) {
        Features features = whole.extract(text);
        assertEquals(features.tokens().size(), features.hiddenStates().rows());
        if (text.length() < 1000) {
          Features same = error.extract(text);
          assertEquals(same.tokens(), features.tokens());
          assertArrayEquals(same.hiddenStates().toArray(), features.hiddenStates().toArray());
        }
      }
      assertThrows(IllegalArgumentException.class, () -> error.extract(LONG));
      Features features = whole.extract(LONG);
      assertEquals("[CLS]", features.tokens().getFirst());
      assertEquals("[SEP]", features.tokens().getLast());
    }
  }

  @Test
  void labelsThatWereNotTrainedForHaveScoresForEveryText() throws IOException {
    try (var zeroShot =
            ZeroShotClassification.open(
                model("nli"), ZeroShotClassification.Options.DEFAULT, KERNELS);
        var similarity =
            Similarity.open(model("encoder"), SentenceEmbedding.Options.DEFAULT, KERNELS)) {
      for (String text : TEXTS) {
        Classification found = zeroShot.classify(text, List.of("날씨", "음식"));
        assertEquals(1, found.labels().stream().mapToDouble(ScoredLabel::score).sum(), 1e-12);
        assertEquals(text.length() > 1000, found.truncated());
        assertEquals(1, similarity.score(text, text).score(), 1e-6);
        assertEquals(text.length() > 1000, similarity.score(text, "가").truncated());
      }
      var none =
          assertThrows(IllegalArgumentException.class, () -> zeroShot.classify("가", List.of()));
      assertTrue(none.getMessage().contains("label"), none.getMessage());
    }
  }

  @Test
  void resultsDoNotDependOnOrderOrBatch() throws IOException {
    List<String> texts = new ArrayList<>(TEXTS);
    for (int i = 1; i < 60; i++) {
      texts.add("민수는 어제 서울에서 ".repeat(i % 13) + i);
    }
    List<Integer> order =
        new ArrayList<>(Stream.iterate(0, i -> i + 1).limit(texts.size()).toList());
    Collections.shuffle(order, new Random(5));
    InputOptions inputs = InputOptions.of(LongInput.WINDOW);
    try (var one = classification(inputs.withBatchTokens(1));
        var many = classification(inputs.withBatchTokens(5000))) {
      List<Classification> alone = texts.stream().map(one::classify).toList();
      assertEquals(alone, one.classify(texts));
      List<Classification> shuffled = many.classify(order.stream().map(texts::get).toList());
      for (int i = 0; i < order.size(); i++) {
        assertEquals(alone.get(order.get(i)), shuffled.get(i));
      }
    }
  }

  @Test
  void resultsDoNotDependOnThreads() throws IOException {
    var options = TextClassification.Options.DEFAULT;
    try (Parallel three = Parallel.of(3);
        Parallel one = Parallel.of(1);
        var by3 =
            TextClassification.open(model("sequence"), options, Kernels.of(Room.fastest(), three));
        var by1 =
            TextClassification.open(model("sequence"), options, Kernels.of(Room.SCALAR, one))) {
      assertEquals(by1.classify(TEXTS), by3.classify(TEXTS));
      List<Classification> together =
          IntStream.range(0, 8)
              .parallel()
              .boxed()
              .flatMap(_ -> by3.classify(TEXTS).stream())
              .toList();
      assertEquals(
          Stream.generate(() -> by1.classify(TEXTS)).limit(8).flatMap(List::stream).toList(),
          together);
    }
  }

  private static TextClassification classification(InputOptions inputs) throws IOException {
    return TextClassification.open(
        model("sequence"), TextClassification.Options.DEFAULT.withInputs(inputs), KERNELS);
  }

  @Test
  void labelsThatDisagreeWithTheHeadAreNamed(@TempDir Path folder) throws IOException {
    for (String file : List.of("vocab.txt", "tokenizer_config.json", "model.safetensors")) {
      Files.copy(model("sequence").resolve(file), folder.resolve(file));
    }
    String config = Files.readString(model("sequence").resolve("config.json"));
    String fewer = config.replaceFirst(",\\s*\"2\"\\s*:\\s*\"[^\"]*\"", "");
    assertFalse(config.equals(fewer), config);
    Files.writeString(folder.resolve("config.json"), fewer);
    var e =
        assertThrows(
            WeightFormatException.class,
            () -> TextClassification.open(folder, TextClassification.Options.DEFAULT, KERNELS));
    assertTrue(e.getMessage().contains("classifier.out_proj"), e.getMessage());
    assertTrue(
        e.getMessage().contains("[3, 32]") && e.getMessage().contains("[2, 32]"), e.getMessage());
  }

  @Test
  void longPairsAreReadInWindowsWithWhateverRoomThereIs() throws IOException {
    try (var by = classification(InputOptions.of(LongInput.WINDOW))) {
      Classification found = by.classify("나 ".repeat(90), "비 ".repeat(100));
      assertEquals(1, found.labels().stream().mapToDouble(ScoredLabel::score).sum(), 1e-12);
      assertFalse(found.truncated());
      var e =
          assertThrows(
              IllegalArgumentException.class,
              () -> by.classify("나 ".repeat(130), "비 ".repeat(131)));
      assertTrue(e.getMessage().contains("130 and 131 tokens"), e.getMessage());
    }
    for (int length : new int[] {3, 4, 5}) {
      try (var by = classification(InputOptions.of(LongInput.WINDOW).withMaxLength(length))) {
        assertFalse(by.classify(LONG.substring(0, 200)).truncated());
      }
    }
  }

  @Test
  void featuresAreTheCallersOwn() throws IOException {
    try (var extraction =
        FeatureExtraction.open(model("encoder"), InputOptions.of(LongInput.ERROR), KERNELS)) {
      List<Features> found = extraction.extract(List.of("서울", "부산에서"));
      float[] before = found.get(1).hiddenStates().toArray();
      Arrays.fill(found.getFirst().hiddenStates().array(), 0);
      assertArrayEquals(before, found.get(1).hiddenStates().toArray());
    }
  }

  @Test
  void aModelOfAnotherTaskSaysWhatItIsFor() {
    var qa = assertThrows(WeightFormatException.class, () -> classifier("qa"));
    assertTrue(qa.getMessage().endsWith("is for question answering"), qa.getMessage());
    var none = assertThrows(WeightFormatException.class, () -> classifier("encoder"));
    assertTrue(none.getMessage().contains("no whole head"), none.getMessage());
  }

  private static TextClassification classifier(String name) throws IOException {
    return TextClassification.open(model(name), TextClassification.Options.DEFAULT, KERNELS);
  }

  @Test
  void whatAModelLacksIsSaidWhenItIsOpened() {
    var zero =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                ZeroShotClassification.open(
                    model("sequence"), ZeroShotClassification.Options.DEFAULT, KERNELS));
    assertTrue(zero.getMessage().contains("entail"), zero.getMessage());
    var cross =
        assertThrows(
            IllegalArgumentException.class,
            () -> CrossEncoder.open(model("sequence"), CrossEncoder.Options.DEFAULT, KERNELS));
    assertTrue(cross.getMessage().contains("--label"), cross.getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () ->
            CrossEncoder.open(
                model("sequence"), CrossEncoder.Options.DEFAULT.withLabel("없음"), KERNELS));
    var stride = InputOptions.of(LongInput.WINDOW).withMaxLength(10).withStride(8);
    var windows =
        assertThrows(IllegalArgumentException.class, () -> classification(stride).close());
    assertTrue(windows.getMessage().contains("stride of 8"), windows.getMessage());
  }
}
