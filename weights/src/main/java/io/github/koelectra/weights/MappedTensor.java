package io.github.koelectra.weights;

import io.github.koelectra.tensor.kernel.StoredElements;
import io.github.koelectra.tensor.kernel.WeightType;
import io.github.koelectra.tensor.nn.Parameter;
import io.github.koelectra.weights.WeightFormatException.Kind;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The elements of one tensor in a mapped file. */
final class MappedTensor implements Parameter {
  private static final int CHUNK = 4096;
  private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;
  private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
  private static final ValueLayout.OfFloat F32 = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ORDER);
  private static final ValueLayout.OfDouble F64 =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ORDER);
  private static final ValueLayout.OfShort I16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ORDER);
  private static final ValueLayout.OfInt I32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ORDER);
  private static final ValueLayout.OfLong I64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ORDER);

  private final TensorEntry entry;
  private final MemorySegment elements;
  private final PagesRead pages;

  /** Whether the file holds the matrix column by column. */
  private final boolean transposed;

  MappedTensor(TensorEntry entry, MemorySegment file) {
    this(entry, file.asSlice(entry.begin(), entry.bytes()), false);
  }

  private MappedTensor(TensorEntry entry, MemorySegment elements, boolean transposed) {
    this.entry = entry;
    this.elements = elements;
    this.pages = new PagesRead(elements);
    this.transposed = transposed;
  }

  /** The same tensor under another name, its rows and columns exchanged if it is a matrix. */
  MappedTensor as(String name, boolean exchanged) {
    boolean matrix = exchanged && entry.shape().size() == 2;
    List<Long> shape = matrix ? entry.shape().reversed() : entry.shape();
    TensorEntry renamed =
        new TensorEntry(name, entry.dtype(), shape, entry.file(), entry.begin(), entry.bytes());
    return new MappedTensor(renamed, elements, matrix != transposed);
  }

  TensorEntry entry() {
    return entry;
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
  public Optional<StoredElements> stored() {
    if (transposed) {
      return Optional.empty();
    }
    return switch (entry.dtype()) {
      case F32 -> Optional.of(new StoredElements(elements, WeightType.F32));
      case F16 -> Optional.of(new StoredElements(elements, WeightType.F16));
      case BF16 -> Optional.of(new StoredElements(elements, WeightType.BF16));
      default -> Optional.empty();
    };
  }

  @Override
  public void copyTo(long first, float[] destination, int offset, int length) {
    Objects.checkFromIndexSize(first, length, size());
    Objects.checkFromIndexSize(offset, length, destination.length);
    if (transposed) {
      for (int i = 0; i < length; i++) {
        destination[offset + i] = (float) element(first + i);
      }
    } else {
      copyRows(first, destination, offset, length);
    }
    pages.read((long) length * entry.dtype().bits() / Byte.SIZE);
  }

  private void copyRows(long first, float[] destination, int offset, int length) {
    switch (entry.dtype()) {
      case F32 ->
          MemorySegment.copy(elements, F32, first * Float.BYTES, destination, offset, length);
      case F16, BF16 -> copyHalves(first, destination, offset, length);
      case F64 -> {
        for (int i = 0; i < length; i++) {
          destination[offset + i] = (float) elements.get(F64, (first + i) * Double.BYTES);
        }
      }
      default -> throw new IllegalStateException("not real numbers: " + entry);
    }
  }

  /** The element at a row-major position of the shape, wherever the file has it. */
  private double element(long position) {
    long at = position;
    if (transposed) {
      long rows = entry.shape().get(0);
      long columns = entry.shape().get(1);
      at = position % columns * rows + position / columns;
    }
    return switch (entry.dtype()) {
      case F32 -> elements.get(F32, at * Float.BYTES);
      case F64 -> elements.get(F64, at * Double.BYTES);
      case F16 -> Float.float16ToFloat(elements.get(I16, at * Short.BYTES));
      case BF16 -> Float.intBitsToFloat(elements.get(I16, at * Short.BYTES) << Short.SIZE);
      default -> throw new IllegalStateException("not real numbers: " + entry);
    };
  }

  /** Copies elements from the row-major position {@code first} on, without loss. */
  void copyTo(long first, double[] destination, int length) {
    Objects.checkFromIndexSize(first, length, size());
    for (int i = 0; i < length; i++) {
      destination[i] = element(first + i);
    }
    pages.read((long) length * entry.dtype().bits() / Byte.SIZE);
  }

  /** By way of an array, for only over arrays does the compiler widen several at a time. */
  private void copyHalves(long first, float[] destination, int offset, int length) {
    short[] chunk = new short[Math.min(CHUNK, length)];
    for (int done = 0; done < length; done += chunk.length) {
      int part = Math.min(chunk.length, length - done);
      MemorySegment.copy(elements, I16, (first + done) * Short.BYTES, chunk, 0, part);
      if (entry.dtype() == DType.F16) {
        widenF16(chunk, part, destination, offset + done);
      } else {
        widenBf16(chunk, part, destination, offset + done);
      }
    }
  }

  private static void widenF16(short[] chunk, int length, float[] destination, int offset) {
    for (int i = 0; i < length; i++) {
      destination[offset + i] = Float.float16ToFloat(chunk[i]);
    }
  }

  private static void widenBf16(short[] chunk, int length, float[] destination, int offset) {
    for (int i = 0; i < length; i++) {
      destination[offset + i] = Float.intBitsToFloat(chunk[i] << Short.SIZE);
    }
  }

  /** All elements, widened to double. */
  double[] doubles() throws WeightFormatException {
    if (!entry.dtype().isReal()) {
      throw wrong(Kind.DTYPE, "holds " + entry.dtype() + ", no real numbers");
    }
    double[] values = new double[arrayLength()];
    copyTo(0, values, values.length);
    return values;
  }

  /** All elements of an integer tensor. */
  long[] longs() throws WeightFormatException {
    if (entry.dtype() != DType.I64 && entry.dtype() != DType.I32) {
      throw wrong(
          Kind.DTYPE, "holds " + entry.dtype() + ", where integers (I64 or I32) are needed");
    }
    long[] values = new long[arrayLength()];
    if (entry.dtype() == DType.I64) {
      MemorySegment.copy(elements, I64, 0, values, 0, values.length);
    } else {
      for (int i = 0; i < values.length; i++) {
        values[i] = elements.get(I32, (long) i * Integer.BYTES);
      }
    }
    return values;
  }

  private int arrayLength() throws WeightFormatException {
    if (size() > LONGEST_ARRAY) {
      throw wrong(Kind.RESOURCES, "has " + size() + " elements, more than an array holds");
    }
    return (int) size();
  }

  private WeightFormatException wrong(Kind kind, String what) {
    return new WeightFormatException(kind, entry.file() + ": tensor " + entry.name() + " " + what);
  }
}
