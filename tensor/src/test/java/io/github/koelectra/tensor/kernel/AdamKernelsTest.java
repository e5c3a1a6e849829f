package io.github.koelectra.tensor.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.testkit.RandomCases;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Optimizer steps: both published forms in double, and the same bits in all rooms. */
@Tag("kernel")
class AdamKernelsTest {
  private static final int STEPS = 5;

  private final SplittableRandom random = RandomCases.of("Adam, " + Rooms.CHOSEN.description());

  private static AdamKernels.Step adamW(int t) {
    return new AdamKernels.Step(
        0.7, 1e-3, 0.9, 0.999, 1e-8, 0.01, 1 - Math.pow(0.9, t), 1 - Math.pow(0.999, t), true);
  }

  private static AdamKernels.Step electra(int t) {
    return new AdamKernels.Step(0.7, 1e-3 / t, 0.9, 0.999, 1e-6, 0.01, 1, 1, false);
  }

  private static AdamKernels.Step step(boolean adamW, int t) {
    return adamW ? adamW(t) : electra(t);
  }

  @Test
  void adamWAsPublished() {
    run(true);
  }

  @Test
  void electraAsPublished() {
    run(false);
  }

  private void run(boolean adamW) {
    for (int n : new int[] {1, 15, 37, 1000, 150_001}) {
      Tensor[] gradients = new Tensor[STEPS];
      for (int t = 0; t < STEPS; t++) {
        gradients[t] = Rooms.random(random, 1, n); // from place 5
      }
      Tensor begin = Rooms.random(random, 1, n);
      double[] expected = inDouble(adamW, gradients, begin);
      float[] scalar = result(Rooms.SCALAR, adamW, gradients, begin);
      for (int i = 0; i < n; i++) {
        assertEquals(expected[i], scalar[i], STEPS * Math.ulp(scalar[i]) + 2e-7);
      }
      for (Kernels kernels : Rooms.ALL) {
        assertArrayEquals(scalar, result(kernels, adamW, gradients, begin));
      }
    }
  }

  private static float[] result(Kernels kernels, boolean adamW, Tensor[] gradients, Tensor begin) {
    int n = begin.columns();
    Tensor value = Tensor.of(begin.array().clone(), begin.offset(), 1, n);
    Tensor moment1 = Tensor.of(new float[begin.offset() + n], begin.offset(), 1, n);
    Tensor moment2 = Tensor.of(new float[begin.offset() + n], begin.offset(), 1, n);
    for (int t = 0; t < STEPS; t++) {
      AdamKernels.of(kernels).step(step(adamW, t + 1), gradients[t], moment1, moment2, value);
    }
    return value.toArray();
  }

  /** The published formulas, each step written as its source writes it. */
  private static double[] inDouble(boolean adamW, Tensor[] gradients, Tensor begin) {
    double[] p = new double[begin.columns()];
    for (int i = 0; i < p.length; i++) {
      p[i] = begin.get(0, i);
      double m = 0;
      double v = 0;
      for (int t = 1; t <= STEPS; t++) {
        double g = gradients[t - 1].get(0, i) * 0.7;
        m = 0.9 * m + 0.1 * g;
        v = 0.999 * v + 0.001 * g * g;
        if (adamW) {
          p[i] *= 1 - 1e-3 * 0.01;
          double root = Math.sqrt(v) / Math.sqrt(1 - Math.pow(0.999, t)) + 1e-8;
          p[i] -= 1e-3 / (1 - Math.pow(0.9, t)) * m / root;
        } else {
          p[i] -= 1e-3 / t * (m / (Math.sqrt(v) + 1e-6) + 0.01 * p[i]);
        }
      }
    }
    return p;
  }

  @Test
  void decayIsApartFromTheCorrection() {
    AdamKernels.Step step = new AdamKernels.Step(1, 0.5, 0.9, 0.999, 1e-6, 0.25, 0.1, 0.001, false);
    Tensor value = Tensor.of(new float[] {8}, 0, 1, 1);
    Tensor zero = Tensor.zeros(1, 1);
    AdamKernels.of(Rooms.CHOSEN).step(step, zero, zero.copy(), zero.copy(), value);
    assertEquals(8 - 0.5f * 0.25f * 8, value.get(0, 0), 1e-6f);
  }

  @Test
  void squares() {
    for (int n : new int[] {0, 1, 9, 1000, 65_536, 200_003}) {
      Tensor tensor = Rooms.random(random, 1, n);
      double sum = AdamKernels.of(Rooms.SCALAR).squares(tensor);
      double expected = 0;
      for (float x : tensor.toArray()) {
        expected += (double) x * x;
      }
      assertEquals(expected, sum, 1e-12 * expected);
      for (Kernels kernels : Rooms.ALL) {
        assertEquals(sum, AdamKernels.of(kernels).squares(tensor));
      }
    }
  }

  @Test
  void clearing() {
    Tensor around = Rooms.random(random, 5, 40_000);
    Tensor tensor = around.rows(1, 4);
    Tensor before = around.copy();
    AdamKernels.of(Rooms.THREADED).clear(tensor);
    assertArrayEquals(new float[3 * 40_000], tensor.toArray());
    assertArrayEquals(before.row(0), around.row(0));
    assertArrayEquals(before.row(4), around.row(4));
  }

  @Test
  void shapesAreChecked() {
    Tensor a = Tensor.zeros(2, 3);
    Tensor b = Tensor.zeros(3, 2);
    AdamKernels adam = AdamKernels.of(Rooms.CHOSEN);
    assertThrows(IllegalArgumentException.class, () -> adam.step(adamW(1), b, a, a, a));
    assertThrows(IllegalArgumentException.class, () -> adam.step(adamW(1), a, b, a, a));
    assertThrows(IllegalArgumentException.class, () -> adam.step(adamW(1), a, a, b, a));
    Tensor c = Tensor.of(new float[7], 1, 2, 3);
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> adam.step(adamW(1), a, c, a, a));
    assertTrue(e.getMessage().contains("begins at 1"), e.getMessage());
  }
}
