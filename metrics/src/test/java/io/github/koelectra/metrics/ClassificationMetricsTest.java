package io.github.koelectra.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.json.JsonObject;
import io.github.koelectra.metrics.ClassificationMetrics.Average;
import io.github.koelectra.metrics.ClassificationMetrics.PrecisionRecallF1;
import io.github.koelectra.testkit.RandomCases;
import java.io.IOException;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ClassificationMetricsTest {
  @Test
  void goldens() throws IOException {
    int binary = 0;
    for (JsonObject golden : MetricGoldens.cases("classification")) {
      int[] labels = MetricGoldens.integers(golden, "labels");
      int[] predictions = MetricGoldens.integers(golden, "predictions");
      assertEquals(
          golden.findDouble("accuracy").orElseThrow(),
          ClassificationMetrics.accuracy(labels, predictions),
          MetricGoldens.TOLERANCE);
      for (Average average : Average.values()) {
        var wanted = golden.findObject(average.name().toLowerCase(Locale.ROOT));
        if (wanted.isPresent()) {
          check(wanted.get(), ClassificationMetrics.scores(labels, predictions, average));
        }
        binary += wanted.isPresent() && average == Average.BINARY ? 1 : 0;
      }
    }
    assertTrue(binary > 5, binary + " binary cases");
  }

  static void check(JsonObject wanted, PrecisionRecallF1 found) throws IOException {
    double tolerance = MetricGoldens.TOLERANCE;
    assertEquals(wanted.findDouble("precision").orElseThrow(), found.precision(), tolerance);
    assertEquals(wanted.findDouble("recall").orElseThrow(), found.recall(), tolerance);
    String f1 = wanted.find("f1").isPresent() ? "f1" : "f1-score";
    assertEquals(wanted.findDouble(f1).orElseThrow(), found.f1(), tolerance);
  }

  @Test
  void severalLabels() {
    boolean[][] labels = {{true, false}, {true, true}, {false, false}};
    boolean[][] predictions = {{true, true}, {true, false}, {false, false}};
    var micro = ClassificationMetrics.multiLabelScores(labels, predictions, Average.MICRO);
    assertEquals(new PrecisionRecallF1(2 / 3.0, 2 / 3.0, 2 / 3.0), micro);
    var macro = ClassificationMetrics.multiLabelScores(labels, predictions, Average.MACRO);
    assertEquals(new PrecisionRecallF1(0.5, 0.5, 0.5), macro);
    var weighted = ClassificationMetrics.multiLabelScores(labels, predictions, Average.WEIGHTED);
    assertEquals(2 / 3.0, weighted.f1(), MetricGoldens.TOLERANCE);
    assertEquals(1 / 3.0, ClassificationMetrics.multiLabelAccuracy(labels, predictions));
    assertThrows(
        IllegalArgumentException.class,
        () -> ClassificationMetrics.multiLabelScores(labels, predictions, Average.BINARY));
  }

  @Test
  void nothingAndUnequalListsAreRefused() {
    int[] one = {1};
    int[] none = {};
    assertThrows(IllegalArgumentException.class, () -> ClassificationMetrics.accuracy(one, none));
    assertThrows(
        IllegalArgumentException.class,
        () -> ClassificationMetrics.scores(none, none, Average.MACRO));
  }

  @Test
  void areaOfSmallCases() {
    assertEquals(OptionalDouble.of(0.875), area(new float[] {1, 2, 2, 3}, 0, 1, 0, 1));
    assertEquals(OptionalDouble.of(0.5), area(new float[] {0f, -0f}, 0, 1));
    assertEquals(OptionalDouble.of(1), area(new float[] {-3, Float.NEGATIVE_INFINITY}, 1, 0));
    assertEquals(OptionalDouble.of(0), area(new float[] {-3, Float.POSITIVE_INFINITY}, 1, 0));
    assertEquals(OptionalDouble.empty(), area(new float[] {1, 2}, 1, 1));
    assertEquals(OptionalDouble.empty(), area(new float[] {1, 2}, 0, 0));
    assertEquals(OptionalDouble.empty(), area(new float[] {1, Float.NaN}, 0, 1));
  }

  private static OptionalDouble area(float[] scores, int... positive) {
    boolean[] labels = new boolean[scores.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = positive[i] == 1;
    }
    return ClassificationMetrics.rocAuc(scores, labels);
  }

  @Test
  void areaIsTheShareOfPairsInOrder() {
    SplittableRandom random = RandomCases.of("area under the ROC curve");
    for (int round = 0; round < 200; round++) {
      float[] scores = new float[2 + random.nextInt(60)];
      boolean[] positive = new boolean[scores.length];
      int values = 1 + random.nextInt(40);
      for (int i = 0; i < scores.length; i++) {
        scores[i] = (random.nextInt(values) - values / 2) / 3f;
        positive[i] = random.nextInt(4) == 0;
      }
      OptionalDouble wanted = shareOfPairs(scores, positive);
      OptionalDouble found = ClassificationMetrics.rocAuc(scores, positive);
      assertEquals(wanted.isPresent(), found.isPresent());
      assertEquals(wanted.orElse(0), found.orElse(0), MetricGoldens.TOLERANCE);
    }
  }

  private static OptionalDouble shareOfPairs(float[] scores, boolean[] positive) {
    double inOrder = 0;
    long pairs = 0;
    for (int i = 0; i < scores.length; i++) {
      for (int j = 0; j < scores.length; j++) {
        if (positive[i] && !positive[j]) {
          pairs++;
          inOrder += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
        }
      }
    }
    return pairs == 0 ? OptionalDouble.empty() : OptionalDouble.of(inOrder / pairs);
  }
}
