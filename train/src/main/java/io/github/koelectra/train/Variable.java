package io.github.koelectra.train;

import io.github.koelectra.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * A parameter under training and the gradient of the loss by it. Both change; a variable belongs to
 * one run.
 *
 * @param name its name in transformers' checkpoints
 * @param shape its dimensions there, outermost first
 * @param value its elements, a row for each entry of the first dimension; one row for a vector
 * @param gradient of the same shape
 */
public record Variable(String name, List<Long> shape, Tensor value, Tensor gradient) {
  /** Copies the dimensions. */
  public Variable {
    shape = List.copyOf(shape);
  }

  /** A variable of zeros with a gradient of zeros. */
  public static Variable zeros(String name, long... shape) {
    int columns = Math.toIntExact(shape[shape.length - 1]);
    int rows = shape.length == 1 ? 1 : Math.toIntExact(shape[0]);
    List<Long> dimensions = Arrays.stream(shape).boxed().toList();
    return new Variable(name, dimensions, Tensor.zeros(rows, columns), Tensor.zeros(rows, columns));
  }

  /** The number of elements. */
  public int size() {
    return value.size();
  }
}
