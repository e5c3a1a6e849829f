package io.github.koelectra.core;

import static io.github.koelectra.core.PipelineGoldens.TOLERANCE;
import static io.github.koelectra.core.PipelineGoldens.array;
import static io.github.koelectra.core.PipelineGoldens.assertLabels;
import static io.github.koelectra.core.PipelineGoldens.cases;
import static io.github.koelectra.core.PipelineGoldens.elements;
import static io.github.koelectra.core.PipelineGoldens.flag;
import static io.github.koelectra.core.PipelineGoldens.model;
import static io.github.koelectra.core.PipelineGoldens.number;
import static io.github.koelectra.core.PipelineGoldens.numbers;
import static io.github.koelectra.core.PipelineGoldens.objects;
import static io.github.koelectra.core.PipelineGoldens.options;
import static io.github.koelectra.core.PipelineGoldens.text;
import static io.github.koelectra.core.PipelineGoldens.texts;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.koelectra.core.FillMask.Prediction;
import io.github.koelectra.core.ReplacedTokenDetection.DetectedToken;
import io.github.koelectra.core.SentenceEmbedding.Pooling;
import io.github.koelectra.core.TextClassification.Classification;
import io.github.koelectra.json.JsonObject;
import io.github.koelectra.json.JsonValue;
import io.github.koelectra.json.JsonValue.JsonString;
import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.kernel.Kernels;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The same answers as transformers' pipelines with the same weights. */
class GoldenPipelinesTest {
  private static final Kernels KERNELS = Kernels.best();

  private interface Case {
    void check(JsonObject c) throws IOException;
  }

  private static Stream<DynamicTest> tests(String pipeline, Case check) throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonObject c : cases(pipeline)) {
      String name = tests.size() + " " + text(c, "model");
      tests.add(DynamicTest.dynamicTest(name, () -> check.check(c)));
    }
    return tests.stream();
  }

  @TestFactory
  Stream<DynamicTest> textClassification() throws IOException {
    return tests("text_classification", GoldenPipelinesTest::classified);
  }

  private static void classified(JsonObject c) throws IOException {
    JsonObject wanted = options(c);
    var chosen = TextClassification.Options.DEFAULT.withInputs(InputOptions.of(LongInput.ERROR));
    Optional<Long> topK = wanted.findLong("top_k");
    if (topK.isPresent()) {
      chosen = chosen.withTopK(topK.get().intValue());
    }
    Optional<String> function = wanted.findString("function_to_apply");
    if (function.isPresent()) {
      chosen = chosen.withFunction(ScoreFunction.valueOf(function.get().toUpperCase(Locale.ROOT)));
    }
    try (var classification = TextClassification.open(model(c), chosen, KERNELS)) {
      List<JsonValue> outputs = array(c, "outputs");
      List<Classification> found = all(classification, array(c, "inputs"));
      for (int i = 0; i < outputs.size(); i++) {
        List<JsonObject> labels = objects(elements(outputs.get(i)));
        double[] scores = new double[labels.size()];
        List<String> names = new ArrayList<>();
        for (int l = 0; l < scores.length; l++) {
          scores[l] = number(labels.get(l), "score");
          names.add(text(labels.get(l), "label"));
        }
        assertLabels(names, scores, found.get(i), "input " + i);
      }
    }
  }

  /** In one run for those without pair and one for those with, and by themselves. */
  private static List<Classification> all(TextClassification by, List<JsonValue> inputs)
      throws IOException {
    List<String> alone = new ArrayList<>();
    List<TextPair> pairs = new ArrayList<>();
    List<Classification> found = new ArrayList<>();
    for (JsonValue input : inputs) {
      if (input instanceof JsonString(String text)) {
        alone.add(text);
        found.add(by.classify(text));
      } else {
        JsonObject pair = (JsonObject) input;
        pairs.add(new TextPair(text(pair, "text"), text(pair, "text_pair")));
        found.add(by.classify(text(pair, "text"), text(pair, "text_pair")));
      }
    }
    List<Classification> together =
        Stream.concat(by.classify(alone).stream(), by.pairs().run(pairs).stream()).toList();
    assertEquals(List.copyOf(found).size(), together.size());
    assertEquals(
        List.of(),
        found.stream().filter(one -> !together.contains(one)).toList(),
        "other bits alone than in a batch");
    return found;
  }

  @TestFactory
  Stream<DynamicTest> fillMask() throws IOException {
    return tests("fill_mask", GoldenPipelinesTest::filled);
  }

  private static void filled(JsonObject c) throws IOException {
    FillMask.Options chosen = FillMask.Options.DEFAULT;
    Optional<Long> topK = options(c).findLong("top_k");
    if (topK.isPresent()) {
      chosen = chosen.withTopK(topK.get().intValue());
    }
    if (options(c).findArray("targets").isPresent()) {
      chosen = chosen.withTargets(texts(options(c), "targets"));
    }
    try (FillMask generator = FillMask.open(model(c), chosen, KERNELS)) {
      List<List<Prediction>> masks = generator.fill(text(c, "text")).masks();
      List<JsonValue> output = array(c, "output");
      boolean several = !(output.getFirst() instanceof JsonObject);
      assertEquals(several ? output.size() : 1, masks.size());
      for (int m = 0; m < masks.size(); m++) {
        assertPredictions(
            objects(several ? elements(output.get(m)) : output), masks.get(m), text(c, "text"));
      }
    }
  }

  private static void assertPredictions(
      List<JsonObject> wanted, List<Prediction> found, String text) throws IOException {
    assertEquals(wanted.size(), found.size(), text);
    for (int i = 0; i < wanted.size(); i++) {
      JsonObject expected = wanted.get(i);
      Prediction prediction = found.get(i);
      assertEquals(number(expected, "score"), prediction.score(), TOLERANCE, text);
      assertEquals(number(expected, "token"), prediction.token(), text);
      assertEquals(text(expected, "token_str"), prediction.tokenText(), text);
      assertEquals(text(expected, "sequence"), prediction.sequence(), text);
    }
  }

  @TestFactory
  Stream<DynamicTest> featureExtraction() throws IOException {
    return tests(
        "feature_extraction",
        c -> {
          try (var extraction =
              FeatureExtraction.open(model(c), InputOptions.of(LongInput.ERROR), KERNELS)) {
            Tensor found = extraction.extract(text(c, "text")).hiddenStates();
            List<JsonValue> rows = array(c, "hidden_states");
            assertEquals(rows.size(), found.rows());
            for (int r = 0; r < rows.size(); r++) {
              double[] row = numbers(rows.get(r));
              for (int h = 0; h < row.length; h++) {
                assertEquals(row[h], found.get(r, h), TOLERANCE);
              }
            }
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> zeroShot() throws IOException {
    return tests("zero_shot", GoldenPipelinesTest::zeroShot);
  }

  private static void zeroShot(JsonObject c) throws IOException {
    JsonObject wanted = options(c);
    var chosen = ZeroShotClassification.Options.DEFAULT;
    Optional<String> template = wanted.findString("hypothesis_template");
    chosen = chosen.withHypothesisTemplate(template.orElse("This example is {}."));
    if (flag(wanted, "multi_label")) {
      chosen = chosen.withMultiLabel();
    }
    try (var zeroShot = ZeroShotClassification.open(model(c), chosen, KERNELS)) {
      JsonObject output = c.findObject("output").orElseThrow();
      assertLabels(
          texts(output, "labels"),
          numbers(output.findArray("scores").orElseThrow()),
          zeroShot.classify(text(c, "text"), texts(wanted, "candidate_labels")),
          text(c, "text"));
    }
  }

  @TestFactory
  Stream<DynamicTest> sentenceEmbedding() throws IOException {
    return tests(
        "sentence_embedding",
        c -> {
          for (Pooling pooling : Pooling.values()) {
            var options = SentenceEmbedding.Options.DEFAULT.withPooling(pooling);
            embedded(c, options, "normalized");
            embedded(c, options.withoutNormalization(), "raw");
          }
        });
  }

  private static void embedded(JsonObject c, SentenceEmbedding.Options options, String kind)
      throws IOException {
    String pooling = options.pooling().name().toLowerCase(Locale.ROOT);
    double[] wanted = numbers(c.findObject(kind).orElseThrow().findArray(pooling).orElseThrow());
    try (var embedding = SentenceEmbedding.open(model(c), options, KERNELS)) {
      float[] found = embedding.embed(text(c, "text")).vector();
      double[] widened = new double[found.length];
      for (int i = 0; i < found.length; i++) {
        widened[i] = found[i];
      }
      assertArrayEquals(wanted, widened, TOLERANCE, kind + " " + pooling);
    }
  }

  @TestFactory
  Stream<DynamicTest> replacedTokens() throws IOException {
    return tests(
        "replaced_token",
        c -> {
          try (var detection = ReplacedTokenDetection.open(model(c))) {
            List<DetectedToken> found = detection.detect(text(c, "text")).tokens();
            double[] scores = numbers(c.findArray("scores").orElseThrow());
            List<String> tokens = texts(c, "tokens");
            assertEquals(
                tokens.subList(1, tokens.size() - 1),
                found.stream().map(DetectedToken::text).toList());
            for (int i = 0; i < found.size(); i++) {
              assertEquals(scores[i + 1], found.get(i).score(), TOLERANCE);
            }
          }
        });
  }
}
