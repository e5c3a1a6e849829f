package io.github.koelectra.tensor.kernel;

/**
 * Selects the kernels that do the next operation. All kernels of one selector pack panels alike and
 * give the same bits. Safe to share between threads.
 */
@FunctionalInterface
interface KernelSelector {
  /** Selects the kernels for an operation of so many multiplications. */
  KernelProvider kernels(long multiplications);

  /**
   * Waits until the fastest kernels of this selector are in use.
   *
   * @return whether they are; if not, this JVM was given up on
   */
  default boolean warmUp() throws InterruptedException {
    return true;
  }
}
