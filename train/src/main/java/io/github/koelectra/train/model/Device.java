package io.github.koelectra.train.model;

import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.Workspace;
import io.github.koelectra.tensor.kernel.Dropout;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.tensor.kernel.ProductGradients;
import io.github.koelectra.tensor.kernel.RowGradients;
import java.util.Arrays;

/**
 * Where a model under training computes, and where it keeps the activations of a pass: a stack that
 * grows going forward and is given back when the backward pass is done.
 */
record Device(Kernels kernels, ProductGradients products, RowGradients rows, Workspace workspace) {
  static Device of(Kernels kernels) {
    return new Device(
        kernels, ProductGradients.of(kernels), RowGradients.of(kernels), new Workspace());
  }

  /** A matrix of arbitrary numbers until the pass is over. */
  Tensor take(int rows, int columns) {
    return workspace.take(rows, columns);
  }

  /** A matrix of zeros until the pass is over. */
  Tensor zeros(int rows, int columns) {
    Tensor taken = take(rows, columns);
    Arrays.fill(taken.array(), taken.offset(), taken.offset() + taken.size(), 0f);
    return taken;
  }

  /** Drops elements in place: forward, or backward where no one else reads the gradient. */
  void drop(Tensor tensor, Dropout dropout) {
    if (!dropout.isNone()) {
      rows.dropout(tensor, dropout, tensor);
    }
  }

  /** The matrix under dropout, itself unchanged. */
  Tensor dropped(Tensor tensor, Dropout dropout) {
    if (dropout.isNone()) {
      return tensor;
    }
    Tensor out = take(tensor.rows(), tensor.columns());
    rows.dropout(tensor, dropout, out);
    return out;
  }

  /** The chosen rows of a matrix, in a matrix of their own. */
  Tensor gather(Tensor from, int[] chosen) {
    int columns = from.columns();
    Tensor to = take(chosen.length, columns);
    for (int i = 0; i < chosen.length; i++) {
      int begin = from.offset() + chosen[i] * columns;
      System.arraycopy(from.array(), begin, to.array(), to.offset() + i * columns, columns);
    }
    return to;
  }

  /** The backward pass of {@link #gather}: all rows of {@code gradient} are written. */
  void scatter(int[] chosen, Tensor rowGradients, Tensor gradient) {
    Arrays.fill(gradient.array(), gradient.offset(), gradient.offset() + gradient.size(), 0f);
    rows.scatterAdd(chosen, rowGradients, gradient);
  }
}
