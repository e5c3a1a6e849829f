package io.github.koelectra.bench.matmul;

import io.github.koelectra.tensor.Parallel;
import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.Workspace;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.tensor.kernel.PackedMatrix;
import io.github.koelectra.tensor.kernel.ProductGradients;
import io.github.koelectra.tensor.kernel.Room;
import io.github.koelectra.testkit.SeededWeights;
import java.util.List;

/** The backward pass of a linear layer [n, k] for m rows of seeded numbers, on one thread. */
final class LinearGradients {
  private static final double TOLERANCE = 1e-5;

  private final ProductGradients gradients =
      ProductGradients.of(Kernels.of(Room.fastest(), Parallel.of(1)));
  private final Workspace workspace = new Workspace();
  private final Tensor input;
  private final Tensor outputGradient;
  private final Tensor weight;
  private final Tensor inputGradient;
  private final Tensor weightGradient;
  private final Tensor biasGradient;
  private final PackedMatrix transposed;

  LinearGradients(int m, int n, int k) {
    input = seeded("input", m, k);
    outputGradient = seeded("output", m, n);
    weight = seeded("dense.weight", n, k);
    inputGradient = Tensor.zeros(m, k);
    weightGradient = Tensor.zeros(n, k);
    biasGradient = Tensor.zeros(1, n);
    transposed = gradients.room(k, n);
    gradients.packTransposed(List.of(weight), transposed);
  }

  private static Tensor seeded(String name, int rows, int columns) {
    return Tensor.of(SeededWeights.tensor("bench", name, rows, columns), 0, rows, columns);
  }

  /** The gradient by the input, whose weights are packed already. */
  void input() {
    gradients.linearInput(outputGradient, transposed, inputGradient, workspace);
    workspace.release(0);
  }

  /** The gradients by weight and bias, added to those of the calls before. */
  void weight() {
    gradients.linearWeight(
        input, outputGradient, List.of(weightGradient), List.of(biasGradient), workspace);
    workspace.release(0);
  }

  /**
   * Computes both once and compares some elements with sums in double.
   *
   * @throws IllegalStateException if one is wrong
   */
  void check() {
    input();
    weight();
    for (int i = 0; i < inputGradient.rows(); i += 101) {
      for (int j = i % 7; j < inputGradient.columns(); j += 97) {
        double sum = 0;
        double size = 0;
        for (int p = 0; p < weight.rows(); p++) {
          double term = (double) outputGradient.get(i, p) * weight.get(p, j);
          sum += term;
          size += Math.abs(term);
        }
        compare("input gradient", i, j, sum, size, inputGradient.get(i, j));
      }
    }
    for (int i = 0; i < weight.rows(); i += 37) {
      for (int j = i % 7; j < weight.columns(); j += 41) {
        double sum = 0;
        double size = 0;
        for (int r = 0; r < input.rows(); r++) {
          double term = (double) outputGradient.get(r, i) * input.get(r, j);
          sum += term;
          size += Math.abs(term);
        }
        compare("weight gradient", i, j, sum, size, weightGradient.get(i, j));
      }
    }
  }

  private static void compare(
      String what, int row, int column, double sum, double size, float found) {
    if (!(Math.abs(sum - found) <= TOLERANCE * size)) {
      throw new IllegalStateException(
          what + " is wrong at " + row + ", " + column + ": " + found + ", not " + sum);
    }
  }
}
