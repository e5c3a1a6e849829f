package io.github.koelectra.weights;

import io.github.koelectra.tensor.nn.Parameter;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The elements of one tensor in a mapped file. After a large copy the pages are given back, for
 * pages of the file that were read count as this process's memory.
 */
final class MappedTensor implements Parameter {
  private static final int LARGE = 1 << 16;
  private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
  private static final ValueLayout.OfFloat F32 = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ORDER);
  private static final ValueLayout.OfDouble F64 =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ORDER);
  private static final ValueLayout.OfShort I16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ORDER);
  private static final ValueLayout.OfInt I32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ORDER);
  private static final ValueLayout.OfLong I64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ORDER);

  private final TensorEntry entry;
  private final MemorySegment elements;

  MappedTensor(TensorEntry entry, MemorySegment file) {
    this.entry = entry;
    this.elements = file.asSlice(entry.begin(), entry.bytes());
  }

  @Override
  public String name() {
    return entry.name();
  }

  @Override
  public List<Long> shape() {
    return entry.shape();
  }

  DType dtype() {
    return entry.dtype();
  }

  @Override
  public long size() {
    return entry.size();
  }

  @Override
  public Optional<MemorySegment> mapped() {
    return entry.dtype() == DType.F32 ? Optional.of(elements) : Optional.empty();
  }

  @Override
  public void copyTo(long first, float[] destination, int offset, int length) {
    Objects.checkFromIndexSize(first, length, size());
    Objects.checkFromIndexSize(offset, length, destination.length);
    switch (entry.dtype()) {
      case F32 ->
          MemorySegment.copy(elements, F32, first * Float.BYTES, destination, offset, length);
      case F16 -> {
        for (int i = 0; i < length; i++) {
          destination[offset + i] = Float.float16ToFloat(short16(first + i));
        }
      }
      case BF16 -> {
        for (int i = 0; i < length; i++) {
          destination[offset + i] = Float.intBitsToFloat(short16(first + i) << 16);
        }
      }
      case F64 -> {
        for (int i = 0; i < length; i++) {
          destination[offset + i] = (float) elements.get(F64, (first + i) * Double.BYTES);
        }
      }
      default -> throw new IllegalStateException("not real numbers: " + entry);
    }
    giveBack(first, length);
  }

  private short short16(long index) {
    return elements.get(I16, index * Short.BYTES);
  }

  private void giveBack(long first, int length) {
    long width = entry.dtype().bits() / Byte.SIZE;
    if (length * width >= LARGE && elements.isMapped()) {
      elements.asSlice(first * width, length * width).unload();
    }
  }

  /** All elements, widened to double. */
  double[] doubles() {
    double[] values = new double[Math.toIntExact(size())];
    if (entry.dtype() == DType.F64) {
      MemorySegment.copy(elements, F64, 0, values, 0, values.length);
    } else {
      float[] floats = toArray();
      for (int i = 0; i < values.length; i++) {
        values[i] = floats[i];
      }
    }
    return values;
  }

  /** All elements of an integer tensor. */
  long[] longs() throws WeightFormatException {
    long[] values = new long[Math.toIntExact(size())];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (entry.dtype()) {
            case I64 -> elements.get(I64, (long) i * Long.BYTES);
            case I32 -> elements.get(I32, (long) i * Integer.BYTES);
            default ->
                throw new WeightFormatException(
                    WeightFormatException.Kind.DTYPE,
                    entry.file()
                        + ": tensor "
                        + entry.name()
                        + " holds "
                        + entry.dtype()
                        + ", where integers (I64 or I32) are needed");
          };
    }
    return values;
  }
}
