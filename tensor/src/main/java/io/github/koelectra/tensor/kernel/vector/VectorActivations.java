package io.github.koelectra.tensor.kernel.vector;

import static io.github.koelectra.tensor.kernel.vector.Lanes.COUNT;
import static io.github.koelectra.tensor.kernel.vector.Lanes.SPECIES;

import io.github.koelectra.tensor.kernel.Activation;
import io.github.koelectra.tensor.kernel.scalar.ScalarKernels;
import jdk.incubator.vector.FloatVector;

/** Activations in place: one loop each, so that each is compiled with its function inlined. */
final class VectorActivations {
  private VectorActivations() {}

  static void activate(
      Activation activation, int rows, int columns, float[] x, int offset, int stride) {
    int whole = columns - columns % COUNT;
    switch (activation) {
      case NONE -> {}
      case GELU -> gelu(rows, whole, x, offset, stride);
      case GELU_TANH -> geluTanh(rows, whole, x, offset, stride);
      case RELU -> relu(rows, whole, x, offset, stride);
      case TANH -> tanh(rows, whole, x, offset, stride);
    }
    for (int r = 0; r < rows; r++) {
      int row = offset + r * stride;
      for (int i = row + whole; i < row + columns; i++) {
        x[i] = ScalarKernels.activate(activation, x[i]);
      }
    }
  }

  private static void gelu(int rows, int columns, float[] x, int offset, int stride) {
    for (int r = 0; r < rows; r++) {
      int row = offset + r * stride;
      for (int i = row; i < row + columns; i += COUNT) {
        VectorMath.gelu(FloatVector.fromArray(SPECIES, x, i)).intoArray(x, i);
      }
    }
  }

  private static void geluTanh(int rows, int columns, float[] x, int offset, int stride) {
    for (int r = 0; r < rows; r++) {
      int row = offset + r * stride;
      for (int i = row; i < row + columns; i += COUNT) {
        VectorMath.geluTanh(FloatVector.fromArray(SPECIES, x, i)).intoArray(x, i);
      }
    }
  }

  private static void relu(int rows, int columns, float[] x, int offset, int stride) {
    for (int r = 0; r < rows; r++) {
      int row = offset + r * stride;
      for (int i = row; i < row + columns; i += COUNT) {
        FloatVector.fromArray(SPECIES, x, i).max(0f).intoArray(x, i);
      }
    }
  }

  private static void tanh(int rows, int columns, float[] x, int offset, int stride) {
    for (int r = 0; r < rows; r++) {
      int row = offset + r * stride;
      for (int i = row; i < row + columns; i += COUNT) {
        VectorMath.tanh(FloatVector.fromArray(SPECIES, x, i)).intoArray(x, i);
      }
    }
  }
}
