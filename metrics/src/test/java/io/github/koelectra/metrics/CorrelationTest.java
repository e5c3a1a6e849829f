package io.github.koelectra.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.json.JsonObject;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class CorrelationTest {
  @Test
  void goldens() throws IOException {
    int undefined = 0;
    for (JsonObject golden : MetricGoldens.cases("correlation")) {
      double[] x = MetricGoldens.numbers(golden, "x");
      double[] y = MetricGoldens.numbers(golden, "y");
      check(golden.findDouble("pearson"), Correlation.pearson(x, y));
      check(golden.findDouble("spearman"), Correlation.spearman(x, y));
      undefined += golden.findDouble("pearson").isEmpty() ? 1 : 0;
    }
    assertTrue(undefined > 0, "no undefined correlation among the goldens");
  }

  private static void check(Optional<Double> wanted, OptionalDouble found) {
    assertEquals(wanted.isPresent(), found.isPresent());
    assertEquals(wanted.orElse(0.0), found.orElse(0), MetricGoldens.TOLERANCE);
  }

  @Test
  void whatIsNoNumberHasNoCorrelation() {
    double[] x = {1, 2, 3};
    assertEquals(OptionalDouble.empty(), Correlation.pearson(x, new double[] {1, Double.NaN, 2}));
    double[] infinite = {1, 3, Double.POSITIVE_INFINITY};
    assertEquals(OptionalDouble.empty(), Correlation.spearman(x, infinite));
    assertEquals(OptionalDouble.empty(), Correlation.spearman(new double[1], new double[1]));
    assertThrows(IllegalArgumentException.class, () -> Correlation.spearman(x, new double[2]));
  }

  @Test
  void largeNumbersDoNotOverflow() {
    double[] x = {1e200, 2e200, 4e200};
    double found = Correlation.pearson(x, new double[] {1, 2, 4}).orElseThrow();
    assertEquals(1, found, MetricGoldens.TOLERANCE);
  }
}
