package io.github.koelectra.tensor.kernel;

/** Sizes of what is a whole number of something. */
final class Rounding {
  private Rounding() {}

  /** The smallest multiple of {@code multiple} that is at least {@code n}. */
  static int up(int n, int multiple) {
    return Math.ceilDiv(n, multiple) * multiple;
  }
}
