package io.github.koelectra.weights;

import java.nio.file.Path;
import java.util.List;

/**
 * A tensor in a checkpoint's directory of tensors: a view of bytes in a file, dense or strided.
 *
 * @param name its whole name
 * @param dtype its element type
 * @param shape its dimensions, outermost first; empty for a scalar
 * @param strides for each dimension how many elements lie between neighbours, never negative
 * @param file the file that holds it
 * @param begin where its first element begins in the file, in bytes
 * @param bytes how many bytes there are from its first to behind its last element
 */
public record TensorEntry(
    String name,
    DType dtype,
    List<Long> shape,
    List<Long> strides,
    Path file,
    long begin,
    long bytes) {
  /** Copies shape and strides. */
  public TensorEntry {
    shape = List.copyOf(shape);
    strides = List.copyOf(strides);
    if (shape.size() != strides.size()) {
      throw new IllegalArgumentException(name + ": a stride is needed for each dimension");
    }
  }

  /** A tensor whose elements lie in row-major order without gaps. */
  public TensorEntry(
      String name, DType dtype, List<Long> shape, Path file, long begin, long bytes) {
    this(name, dtype, shape, StridedView.denseStrides(shape), file, begin, bytes);
  }

  /** The number of elements. */
  public long size() {
    return StridedView.size(shape);
  }

  /** Whether the elements lie in row-major order without gaps. */
  public boolean isDense() {
    return StridedView.isDense(shape, strides);
  }
}
