package io.github.koelectra.train.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.kernel.AdamKernels;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.train.Learner;
import io.github.koelectra.train.Meter;
import io.github.koelectra.train.Pass;
import io.github.koelectra.train.Variable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The five steps of the goldens' optimizers, written down plainly. */
final class GoldenOptimizer {
  private static final double BASE = 1e-3;
  private static final int STEPS = 5;
  private static final int LAYERS = 2;

  private final String name;
  private final boolean layerwise;
  private final AdamKernels adam;
  private final List<Variable> variables;
  private final List<Tensor> moments1 = new ArrayList<>();
  private final List<Tensor> moments2 = new ArrayList<>();

  private GoldenOptimizer(
      String name, boolean layerwise, List<Variable> variables, Kernels kernels) {
    this.name = name;
    this.layerwise = layerwise;
    this.variables = variables;
    this.adam = AdamKernels.of(kernels);
    for (Variable variable : variables) {
      Tensor value = variable.value();
      moments1.add(Tensor.zeros(value.rows(), value.columns()));
      moments2.add(Tensor.zeros(value.rows(), value.columns()));
    }
  }

  /** Takes the five steps and compares losses and norms before each, and the parameters after. */
  static <B> void check(
      TrainingGolden golden,
      String name,
      boolean layerwise,
      Learner<B> learner,
      List<B> batches,
      Kernels kernels)
      throws IOException {
    GoldenOptimizer optimizer = new GoldenOptimizer(name, layerwise, learner.variables(), kernels);
    for (int t = 0; t < STEPS; t++) {
      double loss = loss(learner, batches.get(t % 2));
      double truth = golden.traced(name, "loss", t);
      assertEquals(truth, loss, (t == 0 ? 1e-6 : 1e-5) * truth, name + ", loss of step " + t);
      double norm = optimizer.step(t);
      double wanted = golden.traced(name, "grad_norm", t);
      assertEquals(wanted, norm, 1e-5 * wanted, name + ", norm of step " + t);
      learner.valuesChanged();
    }
    golden.checkParameters(name, learner.variables());
    double after = golden.trace(name).findDouble("loss_after").orElseThrow();
    assertEquals(after, loss(learner, batches.getFirst()), 1e-5 * after, name + ", loss after");
  }

  private static <B> double loss(Learner<B> learner, B batch) {
    return learner.accumulate(batch, 1, new Pass(0, 0, 0), Meter.NONE);
  }

  private double step(int t) {
    double norm = Math.sqrt(variables.stream().mapToDouble(v -> adam.squares(v.gradient())).sum());
    for (int i = 0; i < variables.size(); i++) {
      Variable variable = variables.get(i);
      adam.step(
          step(t, norm, variable.name()),
          variable.gradient(),
          moments1.get(i),
          moments2.get(i),
          variable.value());
      adam.clear(variable.gradient());
    }
    return norm;
  }

  private AdamKernels.Step step(int t, double norm, String variable) {
    boolean electra = name.equals("electra");
    double decay = variable.contains("bias") || variable.contains("LayerNorm") ? 0 : 0.01;
    double rate =
        electra
            ? BASE * (1 - t / 10.0) * Math.min(1, t / 2.0)
            : BASE * (t < 2 ? t / 2.0 : (10 - t) / 8.0);
    return new AdamKernels.Step(
        electra ? 1 / Math.max(norm, 1) : Math.min(1, 1 / (norm + 1e-6)),
        rate * (layerwise ? Math.pow(0.8, LAYERS + 2 - depth(variable)) : 1),
        0.9,
        0.999,
        electra ? 1e-6 : 1e-8,
        decay,
        electra ? 1 : 1 - Math.pow(0.9, t + 1),
        electra ? 1 : 1 - Math.pow(0.999, t + 1),
        !electra);
  }

  private static int depth(String variable) {
    if (variable.startsWith("electra.embeddings")) {
      return 0;
    }
    return variable.startsWith("electra.encoder.layer.")
        ? Integer.parseInt(variable.split("\\.", -1)[3]) + 1
        : LAYERS + 2;
  }
}
