package io.github.koelectra.weights;

import io.github.koelectra.tensor.kernel.WeightType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Little-endian elements of any alignment, widened or rounded to Java's types. */
final class Elements {
  private static final int CHUNK = 4096;
  private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
  private static final ValueLayout.OfFloat F32 = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ORDER);
  private static final ValueLayout.OfDouble F64 =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ORDER);
  private static final ValueLayout.OfShort I16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ORDER);
  private static final ValueLayout.OfInt I32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ORDER);
  private static final ValueLayout.OfLong I64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ORDER);

  private Elements() {}

  static void toFloats(
      DType dtype, MemorySegment elements, long first, float[] to, int offset, int length) {
    switch (dtype) {
      case F32 -> MemorySegment.copy(elements, F32, first * Float.BYTES, to, offset, length);
      case F16 -> copyHalves(WeightType.F16, elements, first, to, offset, length);
      case BF16 -> copyHalves(WeightType.BF16, elements, first, to, offset, length);
      case F64 -> {
        for (int i = 0; i < length; i++) {
          to[offset + i] = (float) elements.get(F64, (first + i) * Double.BYTES);
        }
      }
      default -> throw new IllegalStateException("not real numbers: " + dtype);
    }
  }

  /** By way of an array, for only over arrays does the compiler widen several at a time. */
  private static void copyHalves(
      WeightType type, MemorySegment elements, long first, float[] to, int offset, int length) {
    short[] chunk = new short[Math.min(CHUNK, length)];
    for (int done = 0; done < length; done += chunk.length) {
      int part = Math.min(chunk.length, length - done);
      MemorySegment.copy(elements, I16, (first + done) * Short.BYTES, chunk, 0, part);
      type.widen(part, chunk, 0, to, offset + done);
    }
  }

  static void toDoubles(
      DType dtype, MemorySegment elements, long first, double[] to, int offset, int length) {
    if (dtype == DType.F64) {
      MemorySegment.copy(elements, F64, first * Double.BYTES, to, offset, length);
      return;
    }
    float[] chunk = new float[Math.min(CHUNK, length)];
    for (int done = 0; done < length; done += CHUNK) {
      int part = Math.min(CHUNK, length - done);
      toFloats(dtype, elements, first + done, chunk, 0, part);
      for (int i = 0; i < part; i++) {
        to[offset + done + i] = chunk[i];
      }
    }
  }

  static void toLongs(DType dtype, MemorySegment elements, long[] to, int offset, int length) {
    if (dtype == DType.I64) {
      MemorySegment.copy(elements, I64, 0, to, offset, length);
      return;
    }
    for (int i = 0; i < length; i++) {
      to[offset + i] = elements.get(I32, (long) i * Integer.BYTES);
    }
  }
}
