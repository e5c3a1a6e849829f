package io.github.koelectra.train.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.koelectra.electra.Head;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.testkit.RandomCases;
import io.github.koelectra.train.Learner;
import io.github.koelectra.train.Meter;
import io.github.koelectra.train.Pass;
import io.github.koelectra.train.Variable;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * The gradient of each variable is what the loss changes by along a random direction, under dropout
 * and where keys are masked.
 */
class FiniteDifferencesTest {
  private static final Pass PASS = new Pass(3, 5, 1);

  @Test
  void fineTuning() {
    SplittableRandom random = RandomCases.of("finite differences of fine-tuning");
    for (Head head : List.of(Head.SEQUENCE, Head.TOKEN, Head.QA)) {
      int outputs = head == Head.QA ? 2 : 4;
      FineTuning learner =
          ToyModels.fineTuning(head, outputs, ToyModels.DROPOUT, false, Kernels.best());
      Target target = ToyModels.target(head);
      check(learner, new LabelledBatch(ToyModels.tokens(), target), random);
    }
  }

  @Test
  void otherLossesOfSequences() {
    SplittableRandom random = RandomCases.of("finite differences of other losses");
    FineTuning one =
        ToyModels.fineTuning(Head.SEQUENCE, 1, ToyModels.DROPOUT, false, Kernels.best());
    Target scores = new Target.Scores(new float[] {0.5f, 2, -1});
    check(one, new LabelledBatch(ToyModels.tokens(), scores), random);
    FineTuning two =
        ToyModels.fineTuning(Head.SEQUENCE, 2, ToyModels.DROPOUT, false, Kernels.best());
    Target several = new Target.Several(new float[][] {{1, 0}, {0, 0}, {1, 1}});
    check(two, new LabelledBatch(ToyModels.tokens(), several), random);
  }

  @Test
  void pretraining() {
    SplittableRandom random = RandomCases.of("finite differences of pretraining");
    PretrainingModel model = ToyModels.pretraining(ToyModels.DROPOUT, false, Kernels.best());
    int[] sampled = {7, 8, 9, 10, 11, 12, 13};
    Learner<PretrainingBatch> given =
        new Learner<>() {
          @Override
          public List<Variable> variables() {
            return model.variables();
          }

          @Override
          public void valuesChanged() {
            model.valuesChanged();
          }

          @Override
          public double accumulate(PretrainingBatch batch, float scale, Pass pass, Meter meter) {
            Masks masks = new Masks(ToyModels.DROPOUT, pass);
            return model.loss(batch, masks, meter, _ -> sampled, scale);
          }

          @Override
          public int tokens(PretrainingBatch batch) {
            return model.tokens(batch);
          }
        };
    check(given, ToyModels.pretrainingBatch(), random);
  }

  private static <B> void check(Learner<B> learner, B batch, SplittableRandom random) {
    double loss = learner.accumulate(batch, 1, PASS, Meter.NONE);
    List<float[]> gradients =
        learner.variables().stream().map(v -> v.gradient().toArray()).toList();
    for (int i = 0; i < gradients.size(); i++) {
      Variable variable = learner.variables().get(i);
      double[] direction = direction(variable.size(), random);
      double wanted = 0;
      for (int j = 0; j < direction.length; j++) {
        wanted += gradients.get(i)[j] * direction[j];
      }
      double found = slope(learner, batch, variable, direction);
      double tolerance = 2e-3 * Math.abs(wanted) + 2e-4 * Math.max(1, loss);
      assertEquals(wanted, found, tolerance, variable.name());
    }
  }

  /** Of length 1. */
  private static double[] direction(int size, SplittableRandom random) {
    double[] direction = new double[size];
    double squares = 0;
    for (int j = 0; j < size; j++) {
      direction[j] = random.nextDouble(-1, 1);
      squares += direction[j] * direction[j];
    }
    for (int j = 0; j < size; j++) {
      direction[j] /= Math.sqrt(squares);
    }
    return direction;
  }

  /** From four values, with an error of the step's fourth power. */
  private static <B> double slope(
      Learner<B> learner, B batch, Variable variable, double[] direction) {
    // Embeddings are small and a LayerNorm follows, so the loss bends sooner along them.
    double step = variable.name().endsWith("_embeddings.weight") ? 2e-3 : 1e-2;
    double near =
        moved(learner, batch, variable, direction, step)
            - moved(learner, batch, variable, direction, -step);
    double far =
        moved(learner, batch, variable, direction, 2 * step)
            - moved(learner, batch, variable, direction, -2 * step);
    return (8 * near - far) / (12 * step);
  }

  private static <B> double moved(
      Learner<B> learner, B batch, Variable variable, double[] direction, double step) {
    float[] values = variable.value().array();
    float[] before = values.clone();
    for (int j = 0; j < values.length; j++) {
      values[j] = (float) (before[j] + step * direction[j]);
    }
    learner.valuesChanged();
    double loss = learner.accumulate(batch, 1, PASS, Meter.NONE);
    System.arraycopy(before, 0, values, 0, values.length);
    learner.valuesChanged();
    return loss;
  }
}
