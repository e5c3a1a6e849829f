package io.github.koelectra.tensor.nn;

import io.github.koelectra.tensor.kernel.StoredElements;
import java.util.List;
import java.util.Optional;

/**
 * A tensor of real numbers in a checkpoint, read as floats when asked. Implementations are safe to
 * share between threads.
 */
public interface Parameter {
  /** The whole name, as in the checkpoint. */
  String name();

  /** The dimensions, outermost first. */
  List<Long> shape();

  /** The number of elements. */
  long size();

  /**
   * Copies {@code length} elements from the row-major position {@code first} to {@code
   * destination}, widened or rounded to float.
   *
   * @throws IndexOutOfBoundsException if either range does not exist
   */
  void copyTo(long first, float[] destination, int offset, int length);

  /**
   * The elements in place, if they lie there one behind the other in a type that is cheap to widen;
   * valid until the checkpoint is closed.
   */
  Optional<StoredElements> stored();

  /** All elements as a new array. */
  default float[] toArray() {
    float[] values = new float[Math.toIntExact(size())];
    copyTo(0, values, 0, values.length);
    return values;
  }
}
