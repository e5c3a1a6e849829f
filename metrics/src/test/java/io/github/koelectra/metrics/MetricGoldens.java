package io.github.koelectra.metrics;

import io.github.koelectra.json.Json;
import io.github.koelectra.json.JsonObject;
import io.github.koelectra.json.JsonValue;
import io.github.koelectra.json.JsonValue.JsonArray;
import io.github.koelectra.json.JsonValue.JsonNumber;
import io.github.koelectra.json.JsonValue.JsonString;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** The metric goldens, made with scikit-learn, scipy, seqeval and KorQuAD's own script. */
final class MetricGoldens {
  /** The largest difference that counts as none. */
  static final double TOLERANCE = 1e-12;

  private MetricGoldens() {}

  private static JsonObject all() throws IOException {
    try (InputStream in = MetricGoldens.class.getResourceAsStream("/training/metrics.json")) {
      return Json.readObject(in.readAllBytes(), "metrics.json");
    }
  }

  static List<JsonObject> cases(String section) throws IOException {
    return objects(all().findArray(section).orElseThrow());
  }

  static JsonObject section(String section) throws IOException {
    return all().findObject(section).orElseThrow();
  }

  static List<JsonObject> objects(JsonArray array) {
    return array.values().stream().map(JsonObject.class::cast).toList();
  }

  static List<JsonObject> objects(JsonObject golden, String name) throws IOException {
    return objects(golden.findArray(name).orElseThrow());
  }

  static String string(JsonObject golden, String name) throws IOException {
    return golden.findString(name).orElseThrow();
  }

  static List<String> strings(JsonObject golden, String name) throws IOException {
    return strings(golden.findArray(name).orElseThrow());
  }

  private static List<String> strings(JsonValue array) {
    return ((JsonArray) array)
        .values().stream().map(value -> ((JsonString) value).value()).toList();
  }

  static List<List<String>> rows(JsonObject golden, String name) throws IOException {
    return golden.findArray(name).orElseThrow().values().stream()
        .map(MetricGoldens::strings)
        .toList();
  }

  static double[] numbers(JsonObject golden, String name) throws IOException {
    return golden.findArray(name).orElseThrow().values().stream()
        .mapToDouble(value -> Double.parseDouble(((JsonNumber) value).literal()))
        .toArray();
  }

  static int[] integers(JsonObject golden, String name) throws IOException {
    return golden.findArray(name).orElseThrow().values().stream()
        .mapToInt(value -> Integer.parseInt(((JsonNumber) value).literal()))
        .toArray();
  }
}
