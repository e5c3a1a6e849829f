package io.github.koelectra.train.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.koelectra.json.Json;
import io.github.koelectra.json.JsonObject;
import io.github.koelectra.json.JsonValue;
import io.github.koelectra.json.JsonValue.JsonArray;
import io.github.koelectra.json.JsonValue.JsonNumber;
import io.github.koelectra.tensor.kernel.AdamKernels;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.train.Variable;
import io.github.koelectra.train.run.TrainingSettings.Optimization;
import io.github.koelectra.train.run.TrainingSettings.Schedule;
import io.github.koelectra.train.run.TrainingSettings.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Schedules, layer-wise factors and clipping as PyTorch and google-research/electra have them. */
class HelpersGoldenTest {
  private static final JsonObject GOLDEN = golden();

  private static JsonObject golden() {
    try (InputStream in =
        HelpersGoldenTest.class.getResourceAsStream("/training/pretrain-helpers.json")) {
      return Json.readObject(in.readAllBytes(), "pretrain-helpers.json");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<JsonObject> objects(String name) throws IOException {
    return GOLDEN.findArray(name).orElseThrow().values().stream()
        .map(JsonObject.class::cast)
        .toList();
  }

  private static double[] numbers(JsonValue array) {
    return ((JsonArray) array)
        .values().stream()
            .mapToDouble(value -> Double.parseDouble(((JsonNumber) value).literal()))
            .toArray();
  }

  @Test
  void ratesAreThoseOfTheGoldens() throws IOException {
    int checked = 0;
    for (JsonObject golden : objects("schedules")) {
      boolean electra = golden.findString("kind").orElseThrow().equals("electra");
      Schedule schedule =
          new Schedule(
              electra ? Shape.ELECTRA : Shape.LINEAR,
              golden.findDouble("base").orElseThrow(),
              golden.findLong("warmup").orElseThrow(),
              golden.findLong("total").orElseThrow(),
              golden.findDouble("power").orElse(1.0));
      double[] rates = numbers(golden.find("lr").orElseThrow());
      for (int step = 0; step < rates.length; step++) {
        assertEquals(
            rates[step],
            schedule.rate(step),
            1e-14 * schedule.learningRate(),
            schedule + " at " + step);
        checked++;
      }
    }
    assertEquals(8 * 13 - 3 - 3 + 2, checked);
  }

  @Test
  void aConstantRateRisesAndStays() {
    Schedule schedule = new Schedule(Shape.CONSTANT, 8, 4, 10, 1);
    assertEquals(
        List.of(0.0, 2.0, 8.0, 8.0), List.of(0L, 1L, 4L, 9L).stream().map(schedule::rate).toList());
  }

  @Test
  void layersHaveTheFactorsOfTheGoldens() throws IOException {
    Map<String, JsonValue> factors = GOLDEN.findObject("layerwise").orElseThrow().members();
    LayerDecay decay = LayerDecay.of(0.8, List.copyOf(factors.keySet()));
    assertEquals(12, decay.layers());
    factors.forEach(
        (name, factor) ->
            assertEquals(
                Double.parseDouble(((JsonNumber) factor).literal()),
                decay.factor(name),
                1e-15,
                name));
    assertEquals(15, factors.size());
  }

  @Test
  void withoutDecayAllFactorsAreOne() {
    LayerDecay decay = LayerDecay.of(1, List.of("electra.encoder.layer.3.output.dense.bias"));
    assertEquals(1, decay.factor("electra.embeddings.LayerNorm.weight"));
  }

  @Test
  void gradientsAreClippedAsInTheGoldens() throws IOException {
    for (JsonObject golden : objects("clipping")) {
      List<Variable> variables = variables(golden);
      Optimizer optimizer =
          new Optimizer(variables, Optimization.ADAMW, AdamKernels.of(Kernels.best()));
      double norm = golden.findDouble("norm").orElseThrow();
      assertEquals(norm, optimizer.gradientNorm(), 1e-7 * norm);
      check(golden, "torch", Optimizer.clip(Optimization.ADAMW, norm));
      check(golden, "electra", Optimizer.clip(Optimization.ELECTRA, norm));
    }
  }

  private static List<Variable> variables(JsonObject golden) throws IOException {
    List<Variable> variables = new ArrayList<>();
    for (JsonValue gradients : golden.findArray("gradients").orElseThrow().values()) {
      double[] values = numbers(gradients);
      Variable variable = Variable.zeros("v" + variables.size(), values.length);
      for (int i = 0; i < values.length; i++) {
        variable.gradient().array()[i] = (float) values[i];
      }
      variables.add(variable);
    }
    return variables;
  }

  private static void check(JsonObject golden, String name, double scale) throws IOException {
    List<JsonValue> gradients = golden.findArray("gradients").orElseThrow().values();
    List<JsonValue> clipped = golden.findArray(name).orElseThrow().values();
    for (int v = 0; v < gradients.size(); v++) {
      double[] before = numbers(gradients.get(v));
      double[] after = numbers(clipped.get(v));
      for (int i = 0; i < before.length; i++) {
        assertEquals(after[i], before[i] * scale, 1e-12 * Math.abs(after[i]));
      }
    }
  }
}
