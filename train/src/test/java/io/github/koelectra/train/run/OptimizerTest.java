package io.github.koelectra.train.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.tensor.Parallel;
import io.github.koelectra.tensor.kernel.AdamKernels;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.tensor.kernel.Room;
import io.github.koelectra.testkit.RandomCases;
import io.github.koelectra.train.Variable;
import io.github.koelectra.train.run.TrainingSettings.Optimization;
import io.github.koelectra.train.run.TrainingSettings.OptimizerKind;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OptimizerTest {
  private static final String EMBEDDINGS = "electra.embeddings.word_embeddings.weight";
  private static final String LAYER = "electra.encoder.layer.1.output.dense.weight";
  private static final String NORM = "electra.encoder.layer.1.output.LayerNorm.weight";
  private static final String HEAD = "classifier.dense.bias";
  private static final int STEPS = 5;

  private static Optimization settings(OptimizerKind kind) {
    double epsilon = kind == OptimizerKind.ADAMW ? 1e-8 : 1e-6;
    return new Optimization(kind, 0.9, 0.999, epsilon, 0.01, List.of("bias", "LayerNorm"), 1, 0.8);
  }

  private static List<Variable> variables() {
    return List.of(
        Variable.zeros(EMBEDDINGS, 7, 5),
        Variable.zeros(LAYER, 4, 6),
        Variable.zeros(NORM, 6),
        Variable.zeros(HEAD, 3));
  }

  private static void fill(float[] values, SplittableRandom random, double scale) {
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (scale * random.nextGaussian());
    }
  }

  /** The formulas of make_training.py in double, element by element. */
  @ParameterizedTest
  @EnumSource(OptimizerKind.class)
  void stepsAreThoseOfTheFormulas(OptimizerKind kind) {
    SplittableRandom random = RandomCases.of("optimizer " + kind);
    List<Variable> variables = variables();
    variables.forEach(v -> fill(v.value().array(), random, 1));
    double[][][] expected = new double[variables.size()][3][];
    for (int v = 0; v < variables.size(); v++) {
      float[] values = variables.get(v).value().array();
      expected[v] = new double[3][values.length];
      for (int i = 0; i < values.length; i++) {
        expected[v][0][i] = values[i];
      }
    }
    Optimizer optimizer = new Optimizer(variables, settings(kind), AdamKernels.of(Kernels.best()));
    for (int step = 0; step < STEPS; step++) {
      double scale = step % 2 == 0 ? 1 : 0.01;
      variables.forEach(v -> fill(v.gradient().array(), random, scale));
      double norm = optimizer.gradientNorm();
      double rate = 1e-3 * (step + 1);
      optimizer.step(step, rate, norm);
      for (int v = 0; v < variables.size(); v++) {
        reference(kind, variables.get(v), step, rate, norm, expected[v]);
      }
    }
    for (int v = 0; v < variables.size(); v++) {
      float[] values = variables.get(v).value().array();
      for (int i = 0; i < values.length; i++) {
        assertEquals(expected[v][0][i], values[i], 1e-6, variables.get(v).name() + " " + i);
      }
    }
  }

  private static void reference(
      OptimizerKind kind, Variable variable, int t, double rate, double norm, double[][] slots) {
    boolean adamw = kind == OptimizerKind.ADAMW;
    double clip = adamw ? Math.min(1, 1 / (norm + 1e-6)) : 1 / Math.max(norm, 1);
    double lr = rate * factor(variable.name());
    double decay = variable.name().equals(EMBEDDINGS) || variable.name().equals(LAYER) ? 0.01 : 0;
    for (int i = 0; i < variable.size(); i++) {
      double g = variable.gradient().array()[i] * clip;
      double p = slots[0][i] * (adamw ? 1 - lr * decay : 1);
      double m = 0.9 * slots[1][i] + 0.1 * g;
      double s = 0.999 * slots[2][i] + 0.001 * g * g;
      if (adamw) {
        double root = Math.sqrt(s) / Math.sqrt(1 - Math.pow(0.999, t + 1)) + 1e-8;
        p -= lr / (1 - Math.pow(0.9, t + 1)) * m / root;
      } else {
        p -= lr * (m / (Math.sqrt(s) + 1e-6) + decay * p);
      }
      slots[0][i] = p;
      slots[1][i] = m;
      slots[2][i] = s;
    }
  }

  /** Two layers. */
  private static double factor(String name) {
    return switch (name) {
      case EMBEDDINGS -> Math.pow(0.8, 4);
      case HEAD -> 1;
      default -> Math.pow(0.8, 2);
    };
  }

  @Test
  void stepsHaveTheSameBitsInAllRoomsAndForAnyNumberOfThreads() {
    long seed = RandomCases.of("optimizer bits").nextLong();
    float[] once = stepped(Kernels.of(Room.SCALAR, Parallel.of(1)), seed);
    for (int threads : new int[] {1, 2, 5}) {
      assertArrayEquals(once, stepped(Kernels.of(Room.VECTOR, Parallel.of(threads)), seed));
    }
  }

  private static float[] stepped(Kernels kernels, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Variable variable = Variable.zeros(EMBEDDINGS, 700, 301);
    fill(variable.value().array(), random, 1);
    Optimizer optimizer =
        new Optimizer(List.of(variable), settings(OptimizerKind.ADAMW), AdamKernels.of(kernels));
    for (int step = 0; step < 2; step++) {
      fill(variable.gradient().array(), random, 1);
      optimizer.step(step, 1e-3, optimizer.gradientNorm());
    }
    return variable.value().toArray();
  }

  @Test
  void withoutAMaximumNothingIsClipped() {
    Optimization any = new Optimization(OptimizerKind.ADAMW, 0.9, 0.999, 1e-8, 0, List.of(), 0, 1);
    assertEquals(1, Optimizer.clip(any, 1e9));
  }

  @Test
  void gradientsAreForgotten() {
    Variable variable = Variable.zeros(LAYER, 3, 4);
    variable.gradient().array()[5] = 2;
    Optimizer optimizer =
        new Optimizer(List.of(variable), Optimization.ADAMW, AdamKernels.of(Kernels.best()));
    assertTrue(optimizer.gradientNorm() == 2);
    optimizer.zeroGradients();
    assertTrue(optimizer.gradientNorm() == 0);
  }
}
