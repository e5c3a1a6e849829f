package io.github.koelectra.tensor.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.Workspace;
import io.github.koelectra.testkit.RandomCases;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Losses and their gradients: compared with definitions in double, and between all rooms. */
@Tag("kernel")
class LossesTest {
  private final SplittableRandom random = RandomCases.of("losses, " + Rooms.CHOSEN.description());
  private final Workspace workspace = new Workspace();

  @Test
  void crossEntropy() {
    int[][] shapes = {{1, 1}, {7, 2}, {64, 5}, {30, 16}, {5, 1000}, {40, 513}, {2, 35_000}};
    for (int[] shape : shapes) {
      for (float width : new float[] {1, 10, 60}) {
        crossEntropy(shape[0], shape[1], width);
      }
    }
  }

  private void crossEntropy(int rows, int classes, float width) {
    Tensor logits = Rooms.random(random, rows, classes);
    for (int i = 0; i < logits.size(); i++) {
      logits.array()[logits.offset() + i] *= width;
    }
    int[] labels = random.ints(rows, 0, classes).toArray();
    float[] weights = new float[rows];
    for (int r = 0; r < rows; r++) {
      weights[r] = random.nextInt(4) == 0 ? 0f : (float) random.nextDouble(0.1, 2);
      labels[r] = weights[r] == 0 ? -100 : labels[r];
    }
    float scale = (float) random.nextDouble(0.01, 3);
    Tensor expected = logits.copy();
    double loss =
        RowGradients.of(Rooms.SCALAR).crossEntropy(expected, labels, weights, scale, workspace);
    for (Kernels kernels : Rooms.ALL) {
      Tensor out = logits.copy();
      RowGradients gradients = RowGradients.of(kernels);
      assertEquals(loss, gradients.crossEntropy(out, labels, weights, scale, workspace));
      assertArrayEquals(expected.toArray(), out.toArray(), rows + " x " + classes);
    }
    checkCrossEntropy(logits, labels, weights, scale, loss, expected);
  }

  private static void checkCrossEntropy(
      Tensor logits, int[] labels, float[] weights, float scale, double loss, Tensor gradient) {
    double sumOfLosses = 0;
    for (int r = 0; r < logits.rows(); r++) {
      double max = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < logits.columns(); i++) {
        max = Math.max(max, logits.get(r, i));
      }
      double sum = 0;
      for (int i = 0; i < logits.columns(); i++) {
        sum += Math.exp(logits.get(r, i) - max);
      }
      if (weights[r] != 0) {
        sumOfLosses += weights[r] * (Math.log(sum) + max - logits.get(r, labels[r]));
      }
      for (int i = 0; i < logits.columns(); i++) {
        double probability = Math.exp(logits.get(r, i) - max) / sum;
        double expected = (probability - (i == labels[r] ? 1 : 0)) * weights[r] * scale;
        assertEquals(expected, gradient.get(r, i), 5e-7 * weights[r] * scale);
      }
    }
    assertEquals(sumOfLosses, loss, 1e-6 * (1 + Math.abs(sumOfLosses)));
  }

  @Test
  void rowsWithoutWeightAreNotReadAtAll() {
    Tensor logits = Tensor.of(new float[] {Float.NaN, 1, 2, 3, 1, 2}, 0, 2, 3);
    RowGradients gradients = RowGradients.of(Rooms.CHOSEN);
    int[] labels = {-100, 0};
    double loss = gradients.crossEntropy(logits, labels, new float[] {0, 1}, 1f, workspace);
    assertEquals(Math.log(1 + Math.exp(-1) + Math.exp(-2)), loss, 1e-7);
    assertArrayEquals(new float[] {0, 0, 0}, logits.row(0));
  }

  @Test
  void theLossOfWhatIsNoNumberIsNone() {
    for (float x : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      for (Kernels kernels : Rooms.ALL) {
        RowGradients gradients = RowGradients.of(kernels);
        Tensor logits = Tensor.of(new float[] {1, x, 2}, 0, 1, 3);
        int[] label = {0};
        float[] one = {1};
        assertEquals(Double.NaN, gradients.crossEntropy(logits, label, one, 1f, workspace));
        assertTrue(Float.isNaN(logits.get(0, 0)));
      }
    }
    Tensor logit = Tensor.of(new float[] {Float.NaN}, 0, 1, 1);
    RowGradients gradients = RowGradients.of(Rooms.CHOSEN);
    float[] one = {1};
    assertEquals(Double.NaN, gradients.binaryCrossEntropy(logit, one, one, 1f));
  }

  @Test
  void binaryCrossEntropy() {
    int n = 1000;
    Tensor logits = Rooms.random(random, n / 4, 4);
    float[] targets = new float[n];
    float[] weights = new float[n];
    for (int i = 0; i < n; i++) {
      logits.array()[logits.offset() + i] *= i % 2 == 0 ? 100 : 2;
      targets[i] = i % 5 == 0 ? 0.3f : random.nextInt(2);
      weights[i] = i % 7 == 0 ? 0f : (float) random.nextDouble(2);
    }
    Tensor gradient = logits.copy();
    double loss = RowGradients.of(Rooms.THREADED).binaryCrossEntropy(gradient, targets, weights, 3);
    double expected = 0;
    for (int i = 0; i < n; i++) {
      double x = logits.get(i / 4, i % 4);
      double y = targets[i];
      expected += weights[i] * (y * softplus(-x) + (1 - y) * softplus(x));
      double slope = (1 / (1 + Math.exp(-x)) - y) * weights[i] * 3;
      assertEquals(slope, gradient.get(i / 4, i % 4), 1e-7 * (1 + Math.abs(slope)));
    }
    assertEquals(expected, loss, 1e-9 * expected);
  }

  private static double softplus(double x) {
    return x > 30 ? x + Math.exp(-x) : Math.log1p(Math.exp(x));
  }

  @Test
  void squaredError() {
    Tensor values = Tensor.of(new float[] {9, 1, -2}, 1, 2, 1);
    double loss = RowGradients.of(Rooms.CHOSEN).squaredError(values, new float[] {0.5f, 1}, 0.25f);
    assertEquals(0.25 + 9, loss);
    assertArrayEquals(new float[] {0.25f, -1.5f}, values.toArray());
  }

  @Test
  void whatDoesNotFitIsRefused() {
    RowGradients gradients = RowGradients.of(Rooms.CHOSEN);
    Tensor logits = Tensor.zeros(2, 3);
    float[] ones = {1, 1};
    refused(
        "label 3 of row 1",
        () -> gradients.crossEntropy(logits, new int[] {0, 3}, ones, 1f, workspace));
    refused(
        "label -100 of row 0",
        () -> gradients.crossEntropy(logits, new int[] {-100, 0}, ones, 1f, workspace));
    refused("1 labels", () -> gradients.crossEntropy(logits, new int[1], ones, 1f, workspace));
    refused(
        "weights", () -> gradients.crossEntropy(logits, new int[2], new float[1], 1f, workspace));
    refused("targets", () -> gradients.binaryCrossEntropy(logits, ones, ones, 1f));
    refused("weights", () -> gradients.binaryCrossEntropy(logits, new float[6], ones, 1f));
    refused("targets", () -> gradients.squaredError(logits, ones, 1f));
  }

  private static void refused(String words, Executable call) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, call);
    assertTrue(e.getMessage().contains(words), e.getMessage());
  }
}
