package io.github.koelectra.tensor.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.Workspace;
import io.github.koelectra.tensor.kernel.scalar.ScalarMath;
import io.github.koelectra.testkit.RandomCases;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Backward passes row by row: compared with definitions in double, and between all rooms. */
@Tag("kernel")
class RowGradientsTest {
  private final SplittableRandom random =
      RandomCases.of("gradients, " + Rooms.CHOSEN.description());

  private Tensor random(int rows, int columns) {
    return Rooms.random(random, rows, columns);
  }

  @Test
  void sums() {
    for (int n : new int[] {0, 1, 17, 64, 20_011}) {
      Tensor a = random(3, n);
      Tensor b = random(3, n);
      for (Kernels kernels : Rooms.ALL) {
        Tensor out = a.copy();
        RowGradients.of(kernels).add(out, b, out);
        for (int i = 0; i < n; i++) {
          assertEquals(a.get(2, i) + b.get(2, i), out.get(2, i));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void activations(Activation activation) {
    for (int n : new int[] {1, 15, 16, 37, 9000}) {
      Tensor input = random(4, n);
      Tensor gradient = random(4, n);
      Tensor expected = Tensor.zeros(4, n);
      RowGradients.of(Rooms.SCALAR).activation(activation, input, gradient, expected);
      for (Kernels kernels : Rooms.ALL) {
        Tensor inPlace = gradient.copy();
        RowGradients.of(kernels).activation(activation, input, inPlace, inPlace);
        assertArrayEquals(expected.toArray(), inPlace.toArray(), activation + " " + n);
      }
      for (int i = 0; i < n; i++) {
        double slope = slope(activation, input.get(1, i));
        assertEquals(gradient.get(1, i) * slope, expected.get(1, i), 1e-6);
      }
    }
  }

  /** All floats up to 20, a few thousand apart, and those that are no numbers. */
  @ParameterizedTest
  @EnumSource(Activation.class)
  void slopesAreExactEverywhere(Activation activation) {
    int last = Float.floatToIntBits(20f);
    int stride = 3001;
    int n = last / stride;
    Tensor input = Tensor.zeros(2, n);
    for (int i = 0; i < n; i++) {
      input.array()[i] = Float.intBitsToFloat(i * stride);
      input.array()[n + i] = -input.array()[i];
    }
    Tensor ones = Tensor.zeros(2, n);
    Arrays.fill(ones.array(), 1f);
    Tensor slopes = Tensor.zeros(2, n);
    RowGradients.of(Rooms.CHOSEN).activation(activation, input, ones, slopes);
    double worst = 0;
    for (int i = 0; i < 2 * n; i++) {
      double difference = slopes.array()[i] - slope(activation, input.array()[i]);
      worst = Math.max(worst, Math.abs(difference));
    }
    assertTrue(worst < 2e-7, activation + ": " + worst);
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void slopesOfAnyBitsAreTheSameEverywhere(Activation activation) {
    int n = 1 << 20;
    Tensor input = Tensor.zeros(1, n);
    for (int i = 0; i < n; i++) {
      float x = Float.intBitsToFloat(random.nextInt());
      input.array()[i] = Float.isNaN(x) ? Float.NaN : x;
    }
    Tensor gradient = random(1, n);
    Tensor expected = Tensor.zeros(1, n);
    RowGradients.of(Rooms.SCALAR).activation(activation, input, gradient, expected);
    Tensor out = Tensor.zeros(1, n);
    RowGradients.of(Rooms.CHOSEN).activation(activation, input, gradient, out);
    for (int i = 0; i < n; i++) {
      int bits = Float.floatToIntBits(expected.array()[i]);
      assertEquals(bits, Float.floatToIntBits(out.array()[i]), "at " + input.array()[i]);
    }
  }

  /** The derivative in double; that of GELU by its density and a sum for its distribution. */
  private static double slope(Activation activation, double x) {
    return switch (activation) {
      case NONE -> 1;
      case RELU -> x > 0 ? 1 : 0;
      case TANH -> 1 - Math.tanh(x) * Math.tanh(x);
      case GELU -> normal(x) + x * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
      case GELU_TANH -> {
        double c = 2 * Math.sqrt(2 / Math.PI);
        double sigmoid = 1 / (1 + Math.exp(-c * (x + 0.044715 * x * x * x)));
        yield sigmoid + x * sigmoid * (1 - sigmoid) * c * (1 + 3 * 0.044715 * x * x);
      }
    };
  }

  /** The normal distribution by its power series (Marsaglia 2004), good to 1e-12 up to 8. */
  private static double normal(double x) {
    if (Math.abs(x) > 8) {
      return x > 0 ? 1 : 0;
    }
    double sum = x;
    double term = x;
    for (int k = 3; Math.abs(term) > 1e-18; k += 2) {
      term *= x * x / k;
      sum += term;
    }
    return 0.5 + sum * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
  }

  @Test
  void theSlopeOfGeluAtZeroIsAHalf() {
    assertEquals(0.5f, ScalarMath.geluSlope(0f));
    assertEquals(0.5f, ScalarMath.geluTanhSlope(-0f));
    assertEquals(1f, ScalarMath.geluSlope(Float.POSITIVE_INFINITY));
    assertEquals(0f, ScalarMath.geluSlope(Float.NEGATIVE_INFINITY), 1e-18f);
  }

  @Test
  void layerNorm() {
    int[][] shapes = {{1, 3}, {5, 16}, {63, 37}, {64, 256}, {65, 64}, {200, 768}, {130, 1}};
    for (int[] shape : shapes) {
      layerNorm(shape[0], shape[1]);
    }
  }

  private void layerNorm(int rows, int n) {
    Tensor input = random(rows, n);
    float[] gamma = random(1, n).toArray();
    Tensor gradient = random(rows, n);
    Tensor[] expected = {Tensor.zeros(rows, n), random(1, n), random(1, n)};
    Tensor gammaBefore = expected[1].copy();
    Tensor betaBefore = expected[2].copy();
    Workspace workspace = new Workspace();
    RowGradients.of(Rooms.SCALAR)
        .layerNorm(
            input, gamma, 1e-12f, gradient, expected[0], expected[1], expected[2], workspace);
    for (Kernels kernels : Rooms.ALL) {
      Tensor inPlace = gradient.copy();
      Tensor ofGamma = gammaBefore.copy();
      Tensor ofBeta = betaBefore.copy();
      RowGradients.of(kernels)
          .layerNorm(input, gamma, 1e-12f, inPlace, inPlace, ofGamma, ofBeta, workspace);
      assertArrayEquals(expected[0].toArray(), inPlace.toArray(), rows + " x " + n);
      assertArrayEquals(expected[1].toArray(), ofGamma.toArray(), rows + " x " + n);
      assertArrayEquals(expected[2].toArray(), ofBeta.toArray(), rows + " x " + n);
    }
    if (n > 2) {
      checkNorm(input, gamma, gradient, expected, gammaBefore, betaBefore);
    }
  }

  private static void checkNorm(
      Tensor input,
      float[] gamma,
      Tensor gradient,
      Tensor[] found,
      Tensor gammaBefore,
      Tensor betaBefore) {
    int n = input.columns();
    double[] ofGamma = new double[n];
    double[] ofBeta = new double[n];
    for (int r = 0; r < input.rows(); r++) {
      double[] y = normalised(input, r);
      double level = 0;
      double tilt = 0;
      for (int i = 0; i < n; i++) {
        double g = gradient.get(r, i);
        ofGamma[i] += g * y[i];
        ofBeta[i] += g;
        level += g * gamma[i] / n;
        tilt += g * gamma[i] * y[i] / n;
      }
      double inverse = y[n];
      for (int i = 0; i < n; i++) {
        double dx = inverse * (gradient.get(r, i) * gamma[i] - level - y[i] * tilt);
        assertEquals(dx, found[0].get(r, i), 2e-6 * (1 + inverse * inverse));
      }
    }
    for (int i = 0; i < n; i++) {
      assertEquals(gammaBefore.get(0, i) + ofGamma[i], found[1].get(0, i), 3e-5);
      assertEquals(betaBefore.get(0, i) + ofBeta[i], found[2].get(0, i), 3e-5);
    }
  }

  /** The normalised row, and 1 / its standard deviation behind it. */
  private static double[] normalised(Tensor input, int r) {
    int n = input.columns();
    double mean = 0;
    double variance = 0;
    for (int i = 0; i < n; i++) {
      mean += input.get(r, i) / (double) n;
    }
    for (int i = 0; i < n; i++) {
      variance += (input.get(r, i) - mean) * (input.get(r, i) - mean) / n;
    }
    double[] y = new double[n + 1];
    y[n] = 1 / Math.sqrt(variance + 1e-12);
    for (int i = 0; i < n; i++) {
      y[i] = (input.get(r, i) - mean) * y[n];
    }
    return y;
  }

  @Test
  void embeddings() {
    for (int n : new int[] {1, 37, 64, 128, 300}) {
      int tokens = 50;
      int[] ids = random.ints(tokens, 0, 7).toArray();
      Tensor rows = random(tokens, n);
      Tensor table = random(7, n);
      Tensor expected = table.copy();
      for (int t = 0; t < tokens; t++) {
        for (int i = 0; i < n; i++) {
          expected.array()[ids[t] * n + i] += rows.get(t, i);
        }
      }
      for (Kernels kernels : Rooms.ALL) {
        Tensor sum = table.copy();
        RowGradients.of(kernels).scatterAdd(ids, rows, sum);
        assertArrayEquals(expected.toArray(), sum.toArray());
      }
    }
  }

  @Test
  void whatDoesNotFitIsRefused() {
    RowGradients gradients = RowGradients.of(Rooms.CHOSEN);
    Tensor two = Tensor.zeros(2, 3);
    Tensor three = Tensor.zeros(3, 3);
    refused("[2, 3]", () -> gradients.add(two, three, two));
    refused("[2, 3]", () -> gradients.dropout(two, Dropout.NONE, three));
    refused("[2, 3]", () -> gradients.activation(Activation.GELU, two, three, two));
    refused("id 3 of row 1", () -> gradients.scatterAdd(new int[] {0, 3}, two, three));
    refused("1 ids", () -> gradients.scatterAdd(new int[1], two, three));
    refused(
        "LayerNorm weight",
        () ->
            gradients.layerNorm(
                two, new float[2], 0f, two, two, two.rows(0, 1), two.rows(0, 1), new Workspace()));
  }

  private static void refused(String words, Executable call) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, call);
    assertTrue(e.getMessage().contains(words), e.getMessage());
  }
}
