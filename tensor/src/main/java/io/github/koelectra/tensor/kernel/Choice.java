package io.github.koelectra.tensor.kernel;

/** Which kernels the next operation is done by. All choices of one room pack panels alike. */
@FunctionalInterface
interface Choice {
  /** The kernels for an operation of so many multiplications. */
  KernelProvider kernels(long multiplications);
}
