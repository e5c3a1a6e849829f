package io.github.koelectra.train.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.tensor.kernel.AdamKernels;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.train.Meter;
import io.github.koelectra.train.Pass;
import io.github.koelectra.train.Variable;
import io.github.koelectra.train.model.FineTuning;
import io.github.koelectra.train.model.LabelledBatch;
import io.github.koelectra.train.run.TrainingSettings.Optimization;
import io.github.koelectra.train.run.TrainingSettings.OptimizerKind;
import io.github.koelectra.train.run.TrainingSettings.Schedule;
import io.github.koelectra.train.run.TrainingSettings.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Five steps of each optimizer as PyTorch and google-research/electra take them. */
class OptimizerGoldenTest {
  private static final int STEPS = 5;

  @TempDir private Path folder;

  static Stream<Arguments> runs() {
    return Stream.of("classification", "regression", "multilabel", "token")
        .flatMap(
            head ->
                Stream.of("adamw", "adamw_layerwise", "electra")
                    .map(optimizer -> Arguments.of(head, optimizer)));
  }

  private static Optimization optimization(String name) {
    boolean electra = name.equals("electra");
    return new Optimization(
        electra ? OptimizerKind.ELECTRA : OptimizerKind.ADAMW,
        0.9,
        0.999,
        electra ? 1e-6 : 1e-8,
        0.01,
        List.of("bias", "LayerNorm"),
        1,
        name.equals("adamw") ? 1 : 0.8);
  }

  @ParameterizedTest
  @MethodSource("runs")
  void fiveStepsAreThoseOfTheGolden(String head, String name) throws IOException {
    try (GoldenRun golden = GoldenRun.open(head)) {
      FineTuning model = golden.model(folder);
      Optimizer optimizer =
          new Optimizer(model.variables(), optimization(name), AdamKernels.of(Kernels.best()));
      Shape shape = name.equals("electra") ? Shape.ELECTRA : Shape.LINEAR;
      Schedule schedule = new Schedule(shape, 1e-3, 2, 10, 1);
      for (int step = 0; step < STEPS; step++) {
        step(golden, name, step, model, optimizer, schedule);
      }
      int compared = 0;
      for (Variable variable : model.variables()) {
        if (!golden.zeroGradient().contains(variable.name())) {
          compare(golden, name, variable);
          compared++;
        }
      }
      assertTrue(compared > 30, compared + " parameters");
    }
  }

  private static void step(
      GoldenRun golden,
      String name,
      int step,
      FineTuning model,
      Optimizer optimizer,
      Schedule schedule)
      throws IOException {
    LabelledBatch batch = golden.batch(step % 2);
    optimizer.zeroGradients();
    double loss = model.accumulate(batch, 1, new Pass(1, step, 0), Meter.NONE);
    double norm = optimizer.gradientNorm();
    double rate = schedule.rate(step);
    optimizer.step(step, rate, norm);
    model.valuesChanged();
    double expected = golden.trace(name, "loss")[step];
    assertEquals(expected, loss, (step == 0 ? 1e-6 : 1e-5) * expected, "loss " + step);
    assertEquals(golden.trace(name, "lr")[step], rate, 1e-15, "rate " + step);
    double expectedNorm = golden.trace(name, "grad_norm")[step];
    assertEquals(expectedNorm, norm, 2e-5 * expectedNorm, "norm " + step);
  }

  private static void compare(GoldenRun golden, String name, Variable variable) throws IOException {
    double[] expected = golden.parameter(name, variable.name());
    float[] found = variable.value().toArray();
    double tolerance = Math.max(1e-6, 5 * golden.yardstick(name, variable.name()));
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], found[i], tolerance, variable.name() + " " + i);
    }
  }
}
