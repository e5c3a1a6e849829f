package io.github.koelectra.cli;

import java.util.OptionalInt;

/**
 * How many of the best are wanted.
 *
 * @param most so many; empty: all
 */
record TopK(OptionalInt most) {
  static final TopK BEST = new TopK(OptionalInt.of(1));
}
