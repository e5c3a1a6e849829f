package io.github.koelectra.weights;

import java.nio.file.Path;
import java.util.List;

/**
 * A tensor in a checkpoint's directory of tensors.
 *
 * @param name its whole name
 * @param dtype its element type
 * @param shape its dimensions, outermost first; empty for a scalar
 * @param file the file that holds it
 * @param begin where its elements begin in the file, in bytes
 * @param bytes how many bytes they are
 */
public record TensorEntry(
    String name, DType dtype, List<Long> shape, Path file, long begin, long bytes) {
  /** Copies the shape. */
  public TensorEntry {
    shape = List.copyOf(shape);
  }

  /** The number of elements. */
  public long size() {
    return bytes * Byte.SIZE / dtype.bits();
  }
}
