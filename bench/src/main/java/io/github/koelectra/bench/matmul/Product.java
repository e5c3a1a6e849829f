package io.github.koelectra.bench.matmul;

import io.github.koelectra.bench.contest.Work;
import io.github.koelectra.bench.machine.ReadBandwidth;
import io.github.koelectra.testkit.SeededWeights;
import java.util.ArrayList;
import java.util.List;

/**
 * A product {@code [m, n] = [m, k] * [n, k]^T} to be computed.
 *
 * @param m the number of rows of the input
 * @param n the number of outputs
 * @param k the number of inputs
 * @param input {@code [m, k]}
 * @param weights copies of the matrix {@code [n, k]}: several for one row, so many that no cache
 *     holds them all, for in a model other layers' weights have passed through before a layer's own
 *     are used again
 */
record Product(int m, int n, int k, float[] input, List<float[]> weights) {
  private static final double TOLERANCE = 1e-5;

  /** A layer's product for {@code m} rows, of seeded numbers. */
  static Product of(Shape shape, int m) {
    int n = shape.n();
    int k = shape.k();
    float[] weight = SeededWeights.tensor("bench", "dense.weight", n, k);
    long copies =
        m > 1 ? 1 : Math.ceilDiv(ReadBandwidth.UNCACHED, (long) weight.length * Float.BYTES);
    List<float[]> weights = new ArrayList<>();
    weights.add(weight);
    while (weights.size() < copies) {
      weights.add(weight.clone());
    }
    return new Product(m, n, k, SeededWeights.tensor("bench", "input", m, k), weights);
  }

  /** Arithmetic for many rows, reading memory for one. */
  Work work() {
    return m > 1 ? Work.flops(flops(), 1) : Work.bytesRead((double) n * k * Float.BYTES);
  }

  /** Floating-point operations, a multiply-add counted as two. */
  double flops() {
    return 2.0 * m * n * k;
  }

  /**
   * Compares a few outputs of every row with sums in double.
   *
   * @throws IllegalStateException if one is wrong
   */
  void check(String name, float[] result) {
    for (int i = 0; i < m; i++) {
      for (int j = i % 7; j < n; j += 97) {
        double sum = reference(i, j);
        if (!(Math.abs(sum - result[i * n + j]) <= TOLERANCE)) {
          throw new IllegalStateException(
              name + " is wrong at " + i + ", " + j + ": " + result[i * n + j] + ", not " + sum);
        }
      }
    }
  }

  private double reference(int row, int output) {
    float[] weight = weights.getFirst();
    double sum = 0;
    for (int p = 0; p < k; p++) {
      sum += (double) input[row * k + p] * weight[output * k + p];
    }
    return sum;
  }
}
