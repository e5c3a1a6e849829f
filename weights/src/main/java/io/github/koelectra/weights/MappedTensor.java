package io.github.koelectra.weights;

import io.github.koelectra.tensor.kernel.StoredElements;
import io.github.koelectra.tensor.kernel.WeightType;
import io.github.koelectra.tensor.nn.Parameter;
import io.github.koelectra.weights.WeightFormatException.Kind;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The elements of one tensor in a mapped file, dense or strided. */
final class MappedTensor implements Parameter {
  private static final int CHUNK = 4096;
  private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

  private final TensorEntry entry;
  private final MemorySegment elements;
  private final PagesRead pages;

  private final boolean dense;

  private MappedTensor(TensorEntry entry, MemorySegment elements) {
    this.entry = entry;
    this.elements = elements;
    this.pages = new PagesRead(elements);
    this.dense = entry.isDense();
  }

  /** The tensor of that entry in the mapped {@code file}. */
  static MappedTensor of(TensorEntry entry, MemorySegment file) {
    return new MappedTensor(entry, file.asSlice(entry.begin(), entry.bytes()));
  }

  /** The same tensor under another name, its rows and columns exchanged if it is a matrix. */
  MappedTensor as(String name, boolean exchanged) {
    boolean matrix = exchanged && entry.shape().size() == 2;
    List<Long> shape = matrix ? entry.shape().reversed() : entry.shape();
    List<Long> strides = matrix ? entry.strides().reversed() : entry.strides();
    TensorEntry renamed =
        new TensorEntry(
            name, entry.dtype(), shape, strides, entry.file(), entry.begin(), entry.bytes());
    return new MappedTensor(renamed, elements);
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
    if (!dense) {
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
    if (dense) {
      Elements.toFloats(entry.dtype(), elements, first, destination, offset, length);
    } else {
      gather(
          first,
          length,
          (part, done, count) ->
              Elements.toFloats(entry.dtype(), part, 0, destination, offset + done, count));
    }
    pages.read((long) length * entry.dtype().bits() / Byte.SIZE);
  }

  /** Copies elements from the row-major position {@code first} on, without loss. */
  void copyTo(long first, double[] destination, int length) {
    Objects.checkFromIndexSize(first, length, size());
    if (dense) {
      Elements.toDoubles(entry.dtype(), elements, first, destination, 0, length);
    } else {
      gather(
          first,
          length,
          (part, done, count) ->
              Elements.toDoubles(entry.dtype(), part, 0, destination, done, count));
    }
    pages.read((long) length * entry.dtype().bits() / Byte.SIZE);
  }

  /** Takes {@code count} elements, brought together in {@code part}. */
  @FunctionalInterface
  private interface Taker {
    void take(MemorySegment part, int done, int count);
  }

  /** Brings strided elements together, some at a time. */
  private void gather(long first, int length, Taker taker) {
    int width = entry.dtype().bits() / Byte.SIZE;
    StridedView view = new StridedView(entry.shape(), entry.strides(), width);
    MemorySegment part = MemorySegment.ofArray(new byte[Math.min(CHUNK, length) * width]);
    for (int done = 0; done < length; done += CHUNK) {
      int count = Math.min(CHUNK, length - done);
      view.gather(elements, first + done, count, part);
      taker.take(part, done, count);
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
    if (dense) {
      Elements.toLongs(entry.dtype(), elements, values, 0, values.length);
    } else {
      gather(
          0,
          values.length,
          (part, done, count) -> Elements.toLongs(entry.dtype(), part, values, done, count));
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
