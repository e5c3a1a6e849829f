package io.github.koelectra.tensor.kernel;

import io.github.koelectra.tensor.Tensor;
import java.util.function.Supplier;

/** What the door demands before it lets numbers into a room. */
final class Demand {
  private Demand() {}

  static void that(boolean condition, String operation, Supplier<String> otherwise) {
    if (!condition) {
      throw new IllegalArgumentException(operation + ": " + otherwise.get());
    }
  }

  static void shape(String what, Tensor tensor, int rows, int columns) {
    if (tensor.rows() != rows || tensor.columns() != columns) {
      throw new IllegalArgumentException(
          what + ": wanted [" + rows + ", " + columns + "], found " + tensor);
    }
  }

  static void columns(String what, Tensor tensor, int columns) {
    shape(what, tensor, tensor.rows(), columns);
  }

  static void length(String what, float[] array, int length) {
    if (array.length != length) {
      throw new IllegalArgumentException(
          what + ": wanted " + length + " elements, found " + array.length);
    }
  }

  @SuppressWarnings("ReferenceEquality") // whether it is the same array, not an equal one
  static void apart(String operation, Tensor input, Tensor out) {
    boolean overlap =
        input.array() == out.array()
            && input.offset() < out.offset() + out.size()
            && out.offset() < input.offset() + input.size();
    if (overlap) {
      throw new IllegalArgumentException(operation + ": the output overlaps the input");
    }
  }
}
