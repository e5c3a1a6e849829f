package io.github.koelectra.bench.matmul;

/** A library that computes a {@link Product} on one thread. */
sealed interface MatmulContender extends AutoCloseable
    permits EjmlMatmul, MultikMatmul, OnnxMatmul, OpenBlasMatmul, OurMatmul, VectorBlasMatmul {
  /** What results call it. */
  String name();

  /** Computes the product with one of the copies of the weights. */
  void multiply(int copy);

  /** The last product {@code [m, n]}. */
  float[] result();

  @Override
  default void close() {}
}
