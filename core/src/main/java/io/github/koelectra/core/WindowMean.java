package io.github.koelectra.core;

import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tokenizer.Encoding;
import java.util.List;
import java.util.function.Function;

/** The mean of what several windows of one text gave, weighted by their tokens. */
final class WindowMean {
  private WindowMean() {}

  /**
   * The numbers of the only window, or the mean of those of all.
   *
   * @param outputs a row for each window [1, columns]
   * @param numbers what is made of a row before the mean
   */
  static double[] of(
      List<Encoding> windows, List<Tensor> outputs, Function<float[], double[]> numbers) {
    if (windows.size() == 1) {
      return numbers.apply(outputs.getFirst().row(0));
    }
    double[] mean = new double[numbers.apply(outputs.getFirst().row(0)).length];
    long tokens = 0;
    for (int w = 0; w < windows.size(); w++) {
      double[] own = numbers.apply(outputs.get(w).row(0));
      int weight = windows.get(w).size();
      tokens += weight;
      for (int i = 0; i < mean.length; i++) {
        mean[i] += weight * own[i];
      }
    }
    for (int i = 0; i < mean.length; i++) {
      mean[i] /= tokens;
    }
    return mean;
  }
}
