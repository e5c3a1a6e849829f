package io.github.koelectra.tensor.kernel.vector;

import static io.github.koelectra.tensor.kernel.Polynomials.*;
import static io.github.koelectra.tensor.kernel.vector.Lanes.COUNT;
import static io.github.koelectra.tensor.kernel.vector.Lanes.SPECIES;
import static io.github.koelectra.tensor.kernel.vector.VectorMath.all;
import static io.github.koelectra.tensor.kernel.vector.VectorMath.fma;

import io.github.koelectra.tensor.kernel.Activation;
import io.github.koelectra.tensor.kernel.scalar.ScalarKernels;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** Activations in place: one loop each, so that each is compiled with its function inlined. */
final class VectorActivations {
  // As vectors, for each broadcast in the loop would count against what the compiler inlines.
  private static final FloatVector V_GELU_10 = all(GELU_10);
  private static final FloatVector V_GELU_9 = all(GELU_9);
  private static final FloatVector V_GELU_8 = all(GELU_8);
  private static final FloatVector V_GELU_7 = all(GELU_7);
  private static final FloatVector V_GELU_6 = all(GELU_6);
  private static final FloatVector V_GELU_5 = all(GELU_5);
  private static final FloatVector V_GELU_4 = all(GELU_4);
  private static final FloatVector V_GELU_3 = all(GELU_3);
  private static final FloatVector V_GELU_2 = all(GELU_2);
  private static final FloatVector V_GELU_1 = all(GELU_1);
  private static final FloatVector V_GELU_END = all(GELU_END);
  private static final FloatVector V_LOG2_E = all(LOG2_E);
  private static final FloatVector V_ROUND = all(ROUND);
  private static final FloatVector V_EXP_6 = all(EXP_6);
  private static final FloatVector V_EXP_5 = all(EXP_5);
  private static final FloatVector V_EXP_4 = all(EXP_4);
  private static final FloatVector V_EXP_3 = all(EXP_3);
  private static final FloatVector V_EXP_2 = all(EXP_2);
  private static final FloatVector V_LN2_LOW = all(-LN2_LOW);
  private static final FloatVector V_LN2_HIGH = all(-LN2_HIGH);
  private static final FloatVector V_ONE = all(1f);
  private static final FloatVector V_ZERO = all(0f);
  private static final FloatVector V_HALF = all(-0.5f);

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

  /**
   * The exact GELU, written out in its loop: as a function of its own it would be compiled on its
   * own first, into more code than the compiler then inlines, and every vector would be an object.
   */
  private static void gelu(int rows, int columns, float[] x, int offset, int stride) {
    for (int r = 0; r < rows; r++) {
      int row = offset + r * stride;
      for (int i = row; i < row + columns; i += COUNT) {
        FloatVector value = FloatVector.fromArray(SPECIES, x, i);
        FloatVector t = value.abs().min(V_GELU_END);
        FloatVector p = fma(fma(V_GELU_10, t, V_GELU_9), t, V_GELU_8);
        p = fma(fma(p, t, V_GELU_7), t, V_GELU_6);
        p = fma(fma(p, t, V_GELU_5), t, V_GELU_4);
        p = fma(fma(fma(p, t, V_GELU_3), t, V_GELU_2), t, V_GELU_1);
        FloatVector y = p.mul(t.neg()); // from here to power as in VectorMath.boundedExp
        FloatVector shifted = fma(y, V_LOG2_E, V_ROUND);
        FloatVector n = shifted.sub(V_ROUND);
        FloatVector f = fma(n, V_LN2_LOW, fma(n, V_LN2_HIGH, y));
        FloatVector e = fma(fma(V_EXP_6, f, V_EXP_5), f, V_EXP_4);
        e = fma(fma(e, f, V_EXP_3), f, V_EXP_2);
        e = fma(fma(e, f, V_ONE), f, V_ONE);
        IntVector exponent = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
        FloatVector power = e.reinterpretAsInts().add(exponent).reinterpretAsFloats();
        fma(t.mul(V_HALF), power, value.max(V_ZERO)).intoArray(x, i);
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
