package io.github.koelectra.tensor.kernel;

import io.github.koelectra.tensor.Parallel;
import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.Workspace;
import java.util.Arrays;

/** Softmax, cross-entropy and its gradient, row by row. Belongs to one workspace. */
final class CrossEntropy {
  private double[] losses = new double[0];

  CrossEntropy() {}

  double run(
      KernelProvider provider,
      Parallel parallel,
      Tensor logits,
      int[] labels,
      float[] weights,
      float scale,
      Workspace workspace) {
    check(logits, labels, weights);
    int count = logits.rows();
    if (losses.length < count) {
      losses = new double[count];
    }
    int whole = Rounding.up(logits.columns(), KernelProvider.PARTIALS);
    int mark = workspace.mark();
    Tensor scratch = workspace.take(parallel.threads(), whole + KernelProvider.PARTIALS);
    parallel.forEach(
        count,
        (row, worker) ->
            losses[row] =
                weights[row] == 0
                    ? without(logits, row)
                    : row(
                        provider,
                        logits,
                        row,
                        labels[row],
                        weights[row],
                        scale,
                        scratch.array(),
                        scratch.offset() + worker * scratch.columns()));
    workspace.release(mark);
    double sum = 0;
    for (int row = 0; row < count; row++) {
      sum += losses[row];
    }
    return sum;
  }

  private static void check(Tensor logits, int[] labels, float[] weights) {
    int rows = logits.rows();
    Demand.that(
        labels.length == rows, "cross-entropy", () -> labels.length + " labels, " + rows + " rows");
    Demand.length("cross-entropy weights", weights, rows);
    for (int row = 0; row < rows; row++) {
      int label = labels[row];
      if (weights[row] != 0 && (label < 0 || label >= logits.columns())) {
        throw new IllegalArgumentException(
            "label " + label + " of row " + row + " is none of " + logits.columns() + " classes");
      }
    }
  }

  private static double without(Tensor logits, int row) {
    int at = logits.offset() + row * logits.columns();
    Arrays.fill(logits.array(), at, at + logits.columns(), 0f);
    return 0;
  }

  /**
   * The loss of a row, {@code weight * (log(sum of exp(x - max)) - (x[label] - max))}. The scratch
   * holds a whole number of partial sums' elements, and the sum behind them.
   */
  private static double row(
      KernelProvider provider,
      Tensor logits,
      int row,
      int label,
      float weight,
      float scale,
      float[] scratch,
      int at) {
    int n = logits.columns();
    int whole = Rounding.up(n, KernelProvider.PARTIALS);
    int begin = logits.offset() + row * n;
    float[] x = logits.array();
    System.arraycopy(x, begin, scratch, at, n);
    Arrays.fill(scratch, at + n, at + whole, Float.NEGATIVE_INFINITY);
    double margin = (double) x[begin + label] - max(n, x, begin);
    provider.exponentials(1, whole, scratch, at, whole, 1f, scratch, at + whole);
    float sum = scratch[at + whole];
    double factor = (double) weight * scale;
    double probability = (double) scratch[at + label] / sum;
    provider.divide(n, scratch, at, (float) (sum / factor), x, begin);
    x[begin + label] = (float) ((probability - 1) * factor);
    return weight * (StrictMath.log(sum) - margin);
  }

  private static float max(int n, float[] x, int offset) {
    float max = x[offset];
    for (int i = 1; i < n; i++) {
      float value = x[offset + i]; // Math.max takes half as long again; NaN shows in the sum
      max = value > max ? value : max;
    }
    return max;
  }
}
