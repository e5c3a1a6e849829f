package io.github.koelectra.weights.torch;

import io.github.koelectra.weights.WeightFormatException.Kind;
import io.github.koelectra.weights.torch.Value.View;
import java.util.List;

/** What must hold of a view for every element of it to lie in its storage. */
final class ViewRules {
  /** A few bytes can be said to repeat without end; a tensor of that size is none of a model. */
  private static final long MOST_REPEATED = 1 << 20;

  private ViewRules() {}

  static void check(View view) throws PickleException {
    if (view.shape().size() != view.strides().size()) {
      throw wrong(Kind.SHAPE, view, "has not one stride for each dimension");
    }
    if (view.offset() < 0 || isNegative(view.shape()) || isNegative(view.strides())) {
      throw wrong(Kind.SHAPE, view, "has a negative offset, size or stride");
    }
    long available = view.storage().elements();
    long size;
    long end;
    try {
      size = size(view.shape());
      end = size == 0 ? 0 : Math.addExact(view.offset(), extent(view));
    } catch (ArithmeticException _) {
      throw wrong(Kind.OVERFLOW, view, "has a size that does not fit 64 bits");
    }
    if (end > available) {
      throw wrong(Kind.SHAPE, view, "reaches beyond the " + available + " elements there");
    }
    if (size > available && size > MOST_REPEATED) {
      throw wrong(
          Kind.RESOURCES,
          view,
          "repeats " + available + " elements to " + size + "; save a contiguous copy of it");
    }
  }

  private static boolean isNegative(List<Long> numbers) {
    return numbers.stream().anyMatch(n -> n < 0);
  }

  private static long size(List<Long> shape) {
    long size = 1;
    for (long dimension : shape) {
      size = Math.multiplyExact(size, dimension);
    }
    return size;
  }

  /** How many elements lie from the first to behind the last, of a view that has any. */
  static long extent(View view) {
    long last = 0;
    for (int i = 0; i < view.shape().size(); i++) {
      long steps = Math.multiplyExact(view.shape().get(i) - 1, view.strides().get(i));
      last = Math.addExact(last, steps);
    }
    return Math.addExact(last, 1);
  }

  private static PickleException wrong(Kind kind, View view, String what) {
    return new PickleException(
        kind,
        "a tensor "
            + view.shape()
            + " with strides "
            + view.strides()
            + " from element "
            + view.offset()
            + " of storage "
            + view.storage().key()
            + " "
            + what);
  }
}
