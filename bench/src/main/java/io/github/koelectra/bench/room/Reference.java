package io.github.koelectra.bench.room;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.special.Erf;

/** The operations in double, as their definitions say. */
final class Reference {
  private static final int HEADS = 12;
  private static final double EPSILON = 1e-12;

  private Reference() {}

  /** Row {@code row} of the result of {@code operation} on {@code input}. */
  static double[] row(Operation operation, float[] input, int row) {
    int n = operation.columns();
    return switch (operation) {
      case GELU -> Arrays.stream(part(input, row * n, n)).map(Reference::gelu).toArray();
      case LAYER_NORM -> layerNorm(part(input, row * n, n));
      case SOFTMAX -> softmax(part(input, row * n, n));
      case ATTENTION_128, ATTENTION_512 -> attention(input, operation.rows(), n, row);
    };
  }

  private static double[] part(float[] values, int from, int length) {
    return IntStream.range(from, from + length).mapToDouble(i -> values[i]).toArray();
  }

  private static double gelu(double x) {
    return x * 0.5 * Erf.erfc(-x / Math.sqrt(2));
  }

  private static double[] layerNorm(double[] x) {
    double[] doubled = Arrays.stream(x).map(v -> v + v).toArray();
    double mean = Arrays.stream(doubled).average().orElseThrow();
    double variance =
        Arrays.stream(doubled).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
    return Arrays.stream(doubled).map(v -> (v - mean) / Math.sqrt(variance + EPSILON)).toArray();
  }

  private static double[] softmax(double[] x) {
    double highest = Arrays.stream(x).max().orElseThrow();
    double sum = Arrays.stream(x).map(v -> Math.exp(v - highest)).sum();
    return Arrays.stream(x).map(v -> Math.exp(v - highest) / sum).toArray();
  }

  private static double[] attention(float[] qkv, int tokens, int hidden, int query) {
    int size = hidden / HEADS;
    int stride = 3 * hidden;
    double[] context = new double[hidden];
    for (int head = 0; head < HEADS; head++) {
      int at = head * size;
      double[] scores = new double[tokens];
      for (int key = 0; key < tokens; key++) {
        for (int c = 0; c < size; c++) {
          scores[key] +=
              (double) qkv[query * stride + at + c] * qkv[key * stride + hidden + at + c];
        }
        scores[key] /= Math.sqrt(size);
      }
      double[] probabilities = softmax(scores);
      for (int key = 0; key < tokens; key++) {
        for (int c = 0; c < size; c++) {
          context[at + c] += probabilities[key] * qkv[key * stride + 2 * hidden + at + c];
        }
      }
    }
    return context;
  }
}
