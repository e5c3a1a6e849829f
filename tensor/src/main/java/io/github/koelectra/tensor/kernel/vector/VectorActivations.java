package io.github.koelectra.tensor.kernel.vector;

import static io.github.koelectra.tensor.kernel.vector.Lanes.COUNT;
import static io.github.koelectra.tensor.kernel.vector.Lanes.SPECIES;

import io.github.koelectra.tensor.kernel.Activation;
import io.github.koelectra.tensor.kernel.scalar.ScalarKernels;
import jdk.incubator.vector.FloatVector;

/** Activations: one loop each, so that each is compiled with its function inlined. */
final class VectorActivations {
  private VectorActivations() {}

  static void activate(
      Activation activation,
      int rows,
      int columns,
      float[] x,
      int offset,
      int stride,
      float[] out,
      int outOffset,
      int outStride) {
    int whole = columns - columns % COUNT;
    // All rows at once, for they share the constants; what is no whole vector is left to the loop.
    if (activation == Activation.GELU) {
      VectorGelu.apply(rows, whole, x, offset, stride, out, outOffset, outStride);
    }
    for (int r = 0; r < rows; r++) {
      int from = offset + r * stride;
      int to = outOffset + r * outStride;
      switch (activation) {
        case NONE -> System.arraycopy(x, from, out, to, whole);
        case GELU_TANH -> geluTanh(whole, x, from, out, to);
        case RELU -> relu(whole, x, from, out, to);
        case TANH -> tanh(whole, x, from, out, to);
        case GELU -> {}
      }
      for (int i = whole; i < columns; i++) {
        out[to + i] = ScalarKernels.activate(activation, x[from + i]);
      }
    }
  }

  private static void geluTanh(int columns, float[] x, int offset, float[] out, int outOffset) {
    for (int i = 0; i < columns; i += COUNT) {
      VectorMath.geluTanh(FloatVector.fromArray(SPECIES, x, offset + i))
          .intoArray(out, outOffset + i);
    }
  }

  private static void relu(int columns, float[] x, int offset, float[] out, int outOffset) {
    for (int i = 0; i < columns; i += COUNT) {
      FloatVector.fromArray(SPECIES, x, offset + i).max(0f).intoArray(out, outOffset + i);
    }
  }

  private static void tanh(int columns, float[] x, int offset, float[] out, int outOffset) {
    for (int i = 0; i < columns; i += COUNT) {
      VectorMath.tanh(FloatVector.fromArray(SPECIES, x, offset + i)).intoArray(out, outOffset + i);
    }
  }
}
