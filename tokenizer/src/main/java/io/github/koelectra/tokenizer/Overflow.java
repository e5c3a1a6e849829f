package io.github.koelectra.tokenizer;

import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The windows that did not fit. They are found when they are first asked for, which most callers
 * never do. Safe to share between threads.
 */
final class Overflow {
  /** Nothing was cut. */
  static final Overflow NOTHING = new Overflow(List::of);

  private final Supplier<List<Encoding>> find;
  private volatile List<Encoding> windows = List.of();

  /** Windows to be found; there must be some, and always the same. */
  Overflow(Supplier<List<Encoding>> find) {
    this.find = find;
  }

  List<Encoding> windows() {
    List<Encoding> found = windows;
    if (found.isEmpty()) {
      found = find.get();
      windows = found;
    }
    return found;
  }

  /** The windows, each changed. */
  Overflow map(UnaryOperator<Encoding> change) {
    return this == NOTHING ? NOTHING : new Overflow(() -> windows().stream().map(change).toList());
  }
}
