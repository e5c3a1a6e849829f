package io.github.koelectra.tensor.kernel.vector;

import static io.github.koelectra.tensor.kernel.Polynomials.*;
import static io.github.koelectra.tensor.kernel.vector.Lanes.COUNT;
import static io.github.koelectra.tensor.kernel.vector.Lanes.SPECIES;
import static io.github.koelectra.tensor.kernel.vector.VectorMath.all;
import static io.github.koelectra.tensor.kernel.vector.VectorMath.fma;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The exact GELU: the formula of {@code ScalarMath.gelu}, line by line, in two sweeps over a row
 * that is in the first-level cache. As one it would be more code than the compiler inlines, and
 * every vector would be an object; as functions of their own the sweeps would be compiled before
 * they are inlined, with the same end. Constants are locals, for those keep to registers, where
 * static vectors are loaded again after every store.
 */
final class VectorGelu {
  private VectorGelu() {}

  /** From x to out, which are apart, for a whole number of vectors in each row. */
  static void apply(
      int rows,
      int columns,
      float[] x,
      int offset,
      int stride,
      float[] out,
      int outOffset,
      int outStride) {
    exponents(rows, columns, x, offset, stride, out, outOffset, outStride);
    finish(rows, columns, x, offset, stride, out, outOffset, outStride);
  }

  /** The exponent of the tail without its leading term, {@code out = t P(t) - c1 t}. */
  private static void exponents(
      int rows,
      int columns,
      float[] x,
      int offset,
      int stride,
      float[] out,
      int outOffset,
      int outStride) {
    FloatVector end = all(GELU_END);
    FloatVector c1 = all(GELU_1);
    FloatVector c2 = all(GELU_2);
    FloatVector c3 = all(GELU_3);
    FloatVector c4 = all(GELU_4);
    FloatVector c5 = all(GELU_5);
    FloatVector c6 = all(GELU_6);
    FloatVector c7 = all(GELU_7);
    FloatVector c8 = all(GELU_8);
    FloatVector c9 = all(GELU_9);
    FloatVector c10 = all(GELU_10);
    for (int r = 0; r < rows; r++) {
      int from = offset + r * stride;
      int to = outOffset + r * outStride;
      for (int i = 0; i < columns; i += COUNT) {
        FloatVector magnitude = FloatVector.fromArray(SPECIES, x, from + i).abs();
        FloatVector t = magnitude.blend(end, magnitude.compare(VectorOperators.GT, end));
        FloatVector t2 = t.mul(t);
        FloatVector t4 = t2.mul(t2);
        FloatVector low = fma(fma(c5, t, c4), t2, fma(c3, t, c2));
        FloatVector high = fma(fma(c9, t, c8), t2, fma(c7, t, c6));
        FloatVector q = fma(fma(c10, t4, high), t4, low);
        FloatVector lead = t.mul(c1);
        fma(q, t2, fma(t, c1, lead.neg())).intoArray(out, to + i);
      }
    }
  }

  /** {@code out = max(x, 0) - t / 2 * exp(-(c1 t + out))}. */
  private static void finish(
      int rows,
      int columns,
      float[] x,
      int offset,
      int stride,
      float[] out,
      int outOffset,
      int outStride) {
    FloatVector c1 = all(GELU_1);
    FloatVector minusLog2 = all(-LOG2_E);
    FloatVector shift = all(ROUND);
    FloatVector ln2High = all(-LN2_HIGH);
    FloatVector ln2Low = all(-LN2_LOW);
    FloatVector e2 = all(EXP_2);
    FloatVector e3 = all(EXP_3);
    FloatVector e4 = all(EXP_4);
    FloatVector e5 = all(EXP_5);
    FloatVector e6 = all(EXP_6);
    FloatVector zero = all(0f);
    FloatVector end = all(GELU_END);
    for (int r = 0; r < rows; r++) {
      int from = offset + r * stride;
      int to = outOffset + r * outStride;
      for (int i = 0; i < columns; i += COUNT) {
        FloatVector value = FloatVector.fromArray(SPECIES, x, from + i);
        FloatVector magnitude = value.abs();
        FloatVector t = magnitude.blend(end, magnitude.compare(VectorOperators.GT, end));
        FloatVector lead = t.mul(c1);
        FloatVector rest = FloatVector.fromArray(SPECIES, out, to + i);
        FloatVector shifted = fma(lead.add(rest), minusLog2, shift);
        FloatVector n = shifted.sub(shift);
        FloatVector f = fma(n, ln2Low, fma(n, ln2High, lead.neg()).sub(rest));
        FloatVector f2 = f.mul(f);
        FloatVector p = fma(fma(e6, f2, fma(e5, f, e4)), f2, fma(e3, f, e2));
        IntVector exponent = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
        IntVector half = t.mul(0.5f).reinterpretAsInts();
        FloatVector scaled = half.add(exponent).reinterpretAsFloats();
        FloatVector tail = fma(scaled, fma(p, f2, f), scaled);
        value.blend(zero, value.compare(VectorOperators.LE, zero)).sub(tail).intoArray(out, to + i);
      }
    }
  }
}
