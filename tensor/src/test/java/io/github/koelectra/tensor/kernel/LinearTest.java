package io.github.koelectra.tensor.kernel;

import static io.github.koelectra.tensor.kernel.Rooms.CHOSEN;
import static io.github.koelectra.tensor.kernel.Rooms.SCALAR;
import static io.github.koelectra.tensor.kernel.Rooms.STARTING;
import static io.github.koelectra.tensor.kernel.Rooms.THREADED;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.Workspace;
import io.github.koelectra.testkit.RandomCases;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Products with the weights of a layer, compared as in {@link KernelTest}. */
@Tag("kernel")
class LinearTest {
  private static final int[] SIZES = {1, 2, 3, 7, 13, 64, 207, 256, 768};
  private static final List<Activation> ACTIVATIONS = List.copyOf(EnumSet.allOf(Activation.class));

  private final SplittableRandom random = RandomCases.of("products, " + CHOSEN.description());

  private Tensor random(int rows, int columns) {
    return Rooms.random(random, rows, columns);
  }

  private float[] randomArray(int n) {
    return random(1, n).toArray();
  }

  private int size() {
    return SIZES[random.nextInt(SIZES.length)];
  }

  @Test
  void linear() {
    Workspace workspace = new Workspace();
    for (int round = 0; round < 60; round++) {
      int m = random.nextInt(1, 40);
      linear(m, size(), size(), ACTIVATIONS.get(round % ACTIVATIONS.size()), workspace);
    }
    linear(129, 96, 3072, Activation.NONE, workspace);
    linear(5, 4098, 64, Activation.GELU, workspace);
  }

  private void linear(int m, int n, int k, Activation activation, Workspace workspace) {
    Tensor input = random(m, k);
    float[] weight = randomArray(n * k);
    float[] bias = randomArray(n);
    Tensor scalar = run(SCALAR, input, n, weight, bias, activation, workspace);
    Tensor chosen = run(CHOSEN, input, n, weight, bias, activation, workspace);
    Tensor threaded = run(THREADED, input, n, weight, bias, activation, workspace);
    Tensor starting = run(STARTING, input, n, weight, bias, activation, workspace);
    String shape = m + "x" + n + "x" + k + " " + activation;
    assertArrayEquals(scalar.toArray(), starting.toArray(), shape);
    assertArrayEquals(scalar.toArray(), chosen.toArray(), shape);
    assertArrayEquals(scalar.toArray(), threaded.toArray(), shape);
    int row = random.nextInt(m);
    Tensor alone = run(CHOSEN, input.rows(row, row + 1), n, weight, bias, activation, workspace);
    assertArrayEquals(scalar.row(row), alone.toArray(), "row " + row + " alone of " + shape);
    if (activation == Activation.NONE) {
      for (int check = 0; check < 50; check++) {
        int i = random.nextInt(m);
        int j = random.nextInt(n);
        assertEquals(
            dot(input, i, weight, j, bias[j]), scalar.get(i, j), 2e-6 * Math.sqrt(k) + 1e-6);
      }
    }
  }

  private static Tensor run(
      Kernels kernels,
      Tensor input,
      int n,
      float[] weight,
      float[] bias,
      Activation activation,
      Workspace workspace) {
    PackedMatrix packed =
        kernels.pack(
            n,
            input.columns(),
            (first, to, offset, length) ->
                System.arraycopy(weight, (int) first, to, offset, length));
    Tensor out = Tensor.zeros(input.rows(), n);
    kernels.linear(input, packed, bias, activation, out, workspace);
    return out;
  }

  private static double dot(Tensor input, int row, float[] weight, int column, float bias) {
    double sum = bias;
    for (int p = 0; p < input.columns(); p++) {
      sum += (double) input.get(row, p) * weight[column * input.columns() + p];
    }
    return sum;
  }

  @ParameterizedTest
  @EnumSource(names = {"F16", "BF16"})
  void weightsOfSixteenBitsGiveTheBitsOfTheFloatsTheyStandFor(WeightType type) {
    Workspace workspace = new Workspace();
    for (int round = 0; round < 20; round++) {
      int n = size();
      int k = size();
      Tensor input = random(random.nextInt(1, 60), k);
      float[] weight = randomArray(n * k);
      float[] rounded = new float[n * k];
      for (int i = 0; i < rounded.length; i++) {
        rounded[i] = type.widen(type.narrow(weight[i]));
      }
      float[] bias = randomArray(n);
      Activation activation = ACTIVATIONS.get(round % ACTIVATIONS.size());
      float[] expected = run(SCALAR, input, n, rounded, bias, activation, workspace).toArray();
      for (Kernels kernels : List.of(SCALAR, CHOSEN, THREADED, STARTING)) {
        Kernels halves = kernels.keepingWeightsAs(type);
        Tensor out = run(halves, input, n, weight, bias, activation, workspace);
        assertArrayEquals(expected, out.toArray(), kernels.description() + " " + n + "x" + k);
      }
    }
  }

  @Test
  void aWeightTooLargeForHalfPrecisionIsNamed() {
    Kernels halves = CHOSEN.keepingWeightsAs(WeightType.F16);
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> halves.pack(1, 1, (_, to, offset, _) -> to[offset] = 65520f));
    assertTrue(e.getMessage().contains("65520.0"), e.getMessage());
  }

  @Test
  void theOrderOfAdditionsIsTheDocumentedOne() {
    for (int round = 0; round < 20; round++) {
      int k = random.nextInt(1, 400);
      Tensor input = random(1, k);
      float[] weight = randomArray(k);
      float total = 0;
      for (int begin = 0; begin < k; begin += PackedMatrix.BLOCK) {
        float block = 0;
        for (int p = begin; p < Math.min(k, begin + PackedMatrix.BLOCK); p++) {
          block = Arithmetic.fma(input.get(0, p), weight[p], block);
        }
        total = begin == 0 ? block : total + block;
      }
      float[] bias = {0.5f};
      Tensor out = run(CHOSEN, input, 1, weight, bias, Activation.NONE, new Workspace());
      assertEquals(total + 0.5f, out.get(0, 0));
    }
  }
}
