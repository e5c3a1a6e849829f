package io.github.koelectra.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.koelectra.json.JsonObject;
import io.github.koelectra.json.JsonValue;
import io.github.koelectra.metrics.ClassificationMetrics.PrecisionRecallF1;
import io.github.koelectra.metrics.EntityMetrics.Report;
import io.github.koelectra.metrics.EntityMetrics.TagStyle;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EntityMetricsTest {
  @Test
  void goldens() throws IOException {
    for (JsonObject golden : MetricGoldens.cases("tagging")) {
      boolean suffix = golden.findBoolean("suffix").orElseThrow();
      Report found =
          EntityMetrics.of(
              MetricGoldens.rows(golden, "labels"),
              MetricGoldens.rows(golden, "predictions"),
              suffix ? TagStyle.SUFFIX : TagStyle.PREFIX);
      ClassificationMetricsTest.check(golden, found.micro());
      JsonObject report = golden.findObject("report").orElseThrow();
      for (Map.Entry<String, JsonValue> entry : report.members().entrySet()) {
        checkEntry(entry.getKey(), (JsonObject) entry.getValue(), found);
      }
      assertEquals(Math.max(0, report.members().size() - 3), found.types().size());
    }
  }

  private static void checkEntry(String name, JsonObject wanted, Report found) throws IOException {
    PrecisionRecallF1 scores =
        switch (name) {
          case "micro avg" -> found.micro();
          case "macro avg" -> found.macro();
          case "weighted avg" -> found.weighted();
          default -> found.types().get(name).scores();
        };
    ClassificationMetricsTest.check(wanted, scores);
    if (!name.endsWith(" avg")) {
      double support = wanted.findDouble("support").orElseThrow();
      assertEquals(support, found.types().get(name).support());
    }
  }

  private static double f1(List<String> labels, List<String> predictions) {
    return EntityMetrics.of(List.of(labels), List.of(predictions), TagStyle.PREFIX).micro().f1();
  }

  @Test
  void singleAndLastWordsHaveTagsOfTheirOwn() {
    assertEquals(1, f1(List.of("B-PER", "E-PER", "S-PER"), List.of("B-PER", "I-PER", "B-PER")));
    assertEquals(0, f1(List.of("S-PER", "I-PER"), List.of("B-PER", "I-PER")));
    assertEquals(1, f1(List.of("B-DAT-X", "O"), List.of("I-DAT-X", "O")));
  }

  @Test
  void rowsThatDifferAreRefused() {
    List<List<String>> row = List.of(List.of("O"));
    assertThrows(
        IllegalArgumentException.class, () -> EntityMetrics.of(row, List.of(), TagStyle.PREFIX));
    assertThrows(
        IllegalArgumentException.class,
        () -> EntityMetrics.of(row, List.of(List.of("O", "O")), TagStyle.PREFIX));
    assertThrows(
        IllegalArgumentException.class,
        () -> EntityMetrics.of(row, List.of(List.of("")), TagStyle.PREFIX));
  }
}
