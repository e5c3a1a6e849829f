package io.github.koelectra.tensor.kernel;

import static io.github.koelectra.tensor.kernel.Rooms.CHOSEN;
import static io.github.koelectra.tensor.kernel.Rooms.SCALAR;
import static io.github.koelectra.tensor.kernel.Rooms.STARTING;
import static io.github.koelectra.tensor.kernel.Rooms.THREADED;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.Workspace;
import io.github.koelectra.testkit.RandomCases;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The backward passes of linear layers against double, and all rooms bit by bit. */
@Tag("kernel")
class ProductGradientsTest {
  /** Of the sum of all terms' sizes: sixteen roundings, of at most 34. */
  private static final double TOLERANCE = 1e-6;

  private final SplittableRandom random = RandomCases.of("gradients, " + CHOSEN.description());

  private Tensor random(int rows, int columns) {
    return Rooms.random(random, rows, columns);
  }

  private List<Tensor> several(int count, int rows, int columns) {
    List<Tensor> tensors = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      tensors.add(random(rows, columns));
    }
    return tensors;
  }

  /** Layers side by side, rows, outputs and inputs; a chunk has 512 rows. */
  @ParameterizedTest
  @CsvSource({
    "1, 1, 1, 1",
    "1, 2, 3, 7",
    "1, 13, 33, 5",
    "1, 31, 64, 32",
    "2, 33, 13, 48",
    "3, 70, 32, 32",
    "3, 600, 40, 24",
    "1, 512, 25, 33",
    "1, 513, 207, 31",
    "1, 1100, 16, 128",
    "1, 40, 300, 256"
  })
  void linear(int layers, int m, int n, int k) {
    Tensor input = random(m, k);
    Tensor outputGradient = random(m, layers * n);
    List<Tensor> weights = several(layers, n, k);
    List<Tensor> before = several(layers, n, k);
    List<Tensor> biasesBefore = several(layers, 1, n);
    List<float[]> expected = List.of();
    for (Kernels kernels : List.of(SCALAR, CHOSEN, THREADED, STARTING)) {
      ProductGradients gradients = ProductGradients.of(kernels);
      Workspace workspace = new Workspace();
      List<float[]> found = new ArrayList<>();
      for (int again = 0; again < 2; again++) {
        found.clear();
        PackedMatrix transposed = gradients.room(k, layers * n);
        gradients.packTransposed(weights, transposed);
        Tensor inputGradient = Tensor.zeros(m, k);
        gradients.linearInput(outputGradient, transposed, inputGradient, workspace);
        found.add(inputGradient.toArray());
        List<Tensor> weightGradients = before.stream().map(Tensor::copy).toList();
        List<Tensor> biasGradients = biasesBefore.stream().map(Tensor::copy).toList();
        gradients.linearWeight(input, outputGradient, weightGradients, biasGradients, workspace);
        weightGradients.forEach(t -> found.add(t.toArray()));
        biasGradients.forEach(t -> found.add(t.toArray()));
        workspace.release(0);
      }
      if (expected.isEmpty()) {
        expected = found;
        checkInput(outputGradient, weights, found.getFirst(), k);
        for (int layer = 0; layer < layers; layer++) {
          Tensor layerWeights = before.get(layer);
          Tensor bias = biasesBefore.get(layer);
          checkWeights(input, outputGradient, layer * n, layerWeights, found.get(1 + layer));
          checkBias(outputGradient, layer * n, bias, found.get(1 + layers + layer));
        }
      }
      for (int i = 0; i < found.size(); i++) {
        assertArrayEquals(expected.get(i), found.get(i), kernels.description() + ", result " + i);
      }
    }
  }

  private static void checkInput(
      Tensor outputGradient, List<Tensor> weights, float[] found, int k) {
    int n = weights.getFirst().rows();
    for (int i = 0; i < outputGradient.rows(); i++) {
      for (int j = 0; j < k; j++) {
        double sum = 0;
        double size = 0;
        for (int p = 0; p < outputGradient.columns(); p++) {
          double term = (double) outputGradient.get(i, p) * weights.get(p / n).get(p % n, j);
          sum += term;
          size += Math.abs(term);
        }
        assertEquals(sum, found[i * k + j], TOLERANCE * size);
      }
    }
  }

  private static void checkWeights(
      Tensor input, Tensor outputGradient, int first, Tensor before, float[] found) {
    for (int i = 0; i < before.rows(); i++) {
      for (int j = 0; j < before.columns(); j++) {
        double sum = before.get(i, j);
        double size = Math.abs(sum);
        for (int r = 0; r < input.rows(); r++) {
          double term = (double) outputGradient.get(r, first + i) * input.get(r, j);
          sum += term;
          size += Math.abs(term);
        }
        assertEquals(sum, found[i * before.columns() + j], TOLERANCE * size);
      }
    }
  }

  private static void checkBias(Tensor outputGradient, int first, Tensor before, float[] found) {
    for (int i = 0; i < before.columns(); i++) {
      double sum = before.get(0, i);
      double size = Math.abs(sum);
      for (int r = 0; r < outputGradient.rows(); r++) {
        sum += outputGradient.get(r, first + i);
        size += Math.abs(outputGradient.get(r, first + i));
      }
      assertEquals(sum, found[i], TOLERANCE * size);
    }
  }

  @Test
  void packedAgainEqualsPacked() {
    for (int n : new int[] {1, 7, 32, 45, 300}) {
      List<Tensor> weights = several(3, n, 19);
      Tensor input = random(5, 19);
      float[] bias = new float[3 * n];
      for (Kernels kernels : List.of(SCALAR, CHOSEN, THREADED)) {
        PackedMatrix packed = ProductGradients.of(kernels).room(3 * n, 19);
        ProductGradients.of(kernels).pack(several(3, n, 19), packed);
        ProductGradients.of(kernels).pack(weights, packed);
        Tensor out = Tensor.zeros(5, 3 * n);
        kernels.linear(input, packed, bias, Activation.NONE, out, new Workspace());
        for (int layer = 0; layer < 3; layer++) {
          Tensor weight = weights.get(layer);
          PackedMatrix once =
              kernels.pack(
                  n,
                  19,
                  (at, to, offset, length) ->
                      System.arraycopy(
                          weight.array(), weight.offset() + (int) at, to, offset, length));
          Tensor alone = Tensor.zeros(5, n);
          kernels.linear(input, once, new float[n], Activation.NONE, alone, new Workspace());
          for (int r = 0; r < 5; r++) {
            for (int i = 0; i < n; i++) {
              assertEquals(alone.get(r, i), out.get(r, layer * n + i));
            }
          }
        }
      }
    }
  }
}
