package io.github.koelectra.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.koelectra.core.TextClassification.Classification;
import io.github.koelectra.json.Json;
import io.github.koelectra.json.JsonObject;
import io.github.koelectra.json.JsonValue;
import io.github.koelectra.json.JsonValue.JsonArray;
import io.github.koelectra.json.JsonValue.JsonNumber;
import io.github.koelectra.json.JsonValue.JsonString;
import io.github.koelectra.testkit.PipelineFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What transformers' pipelines answered, and the models they answered with. */
final class PipelineGoldens {
  /**
   * Scores are compared within this, and logits beyond 1 relative to themselves: PyTorch's own
   * float32 is off by up to 1.3e-5 there.
   */
  static final double TOLERANCE = 1e-5;

  private PipelineGoldens() {}

  /** The directory of a model. */
  static Path model(String name) {
    return PipelineFiles.path(name);
  }

  static Path model(JsonObject c) throws IOException {
    return model(text(c, "model"));
  }

  /** The cases of a pipeline. */
  static List<JsonObject> cases(String pipeline) throws IOException {
    return objects(Json.readObject(PipelineFiles.path("expected.json")), pipeline);
  }

  static List<JsonValue> array(JsonObject object, String name) throws IOException {
    return object.findArray(name).orElseThrow().values();
  }

  static List<JsonObject> objects(JsonObject object, String name) throws IOException {
    return objects(array(object, name));
  }

  static List<JsonObject> objects(List<JsonValue> values) {
    return values.stream().map(JsonObject.class::cast).toList();
  }

  static List<JsonValue> elements(JsonValue array) {
    return ((JsonArray) array).values();
  }

  static List<String> texts(JsonObject object, String name) throws IOException {
    return array(object, name).stream().map(v -> ((JsonString) v).value()).toList();
  }

  static double[] numbers(JsonValue array) {
    return elements(array).stream()
        .mapToDouble(v -> Double.parseDouble(((JsonNumber) v).literal()))
        .toArray();
  }

  static String text(JsonObject object, String name) throws IOException {
    return object.findString(name).orElseThrow();
  }

  static double number(JsonObject object, String name) throws IOException {
    return object.findDouble(name).orElseThrow();
  }

  static JsonObject options(JsonObject c) throws IOException {
    return c.findObject("options").orElseThrow();
  }

  static boolean flag(JsonObject object, String name) throws IOException {
    return object.findBoolean(name).orElse(false);
  }

  /** The same labels in the same order, with scores as near as demanded. */
  static void assertLabels(
      List<String> labels, double[] scores, Classification found, String message) {
    assertEquals(labels, found.labels().stream().map(ScoredLabel::label).toList(), message);
    for (int i = 0; i < scores.length; i++) {
      double tolerance = TOLERANCE * Math.max(1, Math.abs(scores[i]));
      assertEquals(scores[i], found.labels().get(i).score(), tolerance, message);
    }
  }
}
