package io.github.koelectra.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.koelectra.json.JsonObject;
import io.github.koelectra.metrics.KorQuadMetrics.Total;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KorQuadMetricsTest {
  @Test
  void goldens() throws IOException {
    for (JsonObject golden : MetricGoldens.cases("korquad")) {
      String prediction = MetricGoldens.string(golden, "prediction");
      List<String> answers = MetricGoldens.strings(golden, "answers");
      String wanted = MetricGoldens.string(golden, "normalized");
      assertEquals(wanted, KorQuadMetrics.normalize(prediction));
      boolean exact = golden.findBoolean("exact_match").orElseThrow();
      assertEquals(exact, KorQuadMetrics.exactMatch(prediction, answers), prediction);
      double f1 = golden.findDouble("f1").orElseThrow();
      assertEquals(f1, KorQuadMetrics.f1(prediction, answers), MetricGoldens.TOLERANCE, prediction);
    }
  }

  @Test
  void goldenTotal() throws IOException {
    JsonObject golden = MetricGoldens.section("korquad_total");
    Map<String, List<String>> answers = new LinkedHashMap<>();
    for (JsonObject document : MetricGoldens.objects(golden, "dataset")) {
      for (JsonObject paragraph : MetricGoldens.objects(document, "paragraphs")) {
        for (JsonObject question : MetricGoldens.objects(paragraph, "qas")) {
          answers.put(MetricGoldens.string(question, "id"), texts(question));
        }
      }
    }
    Map<String, String> predictions = new LinkedHashMap<>();
    JsonObject predicted = golden.findObject("predictions").orElseThrow();
    for (String id : predicted.members().keySet()) {
      predictions.put(id, MetricGoldens.string(predicted, id));
    }
    Total total = KorQuadMetrics.total(answers, predictions);
    double tolerance = MetricGoldens.TOLERANCE;
    assertEquals(golden.findDouble("exact_match").orElseThrow(), total.exactMatch(), tolerance);
    assertEquals(golden.findDouble("f1").orElseThrow(), total.f1(), tolerance);
  }

  private static List<String> texts(JsonObject question) throws IOException {
    List<String> texts = new ArrayList<>();
    for (JsonObject answer : MetricGoldens.objects(question, "answers")) {
      texts.add(MetricGoldens.string(answer, "text"));
    }
    return texts;
  }

  @Test
  void nothingIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> KorQuadMetrics.total(Map.of(), Map.of()));
  }
}
