package io.github.koelectra.tensor.kernel;

import io.github.koelectra.tensor.Parallel;

/** Ranges of elements or rows shared among threads, where each is computed for itself. */
final class Ranges {
  /** What is done to the elements from {@code begin} to {@code end}, the latter excluded. */
  @FunctionalInterface
  interface Task {
    void run(int begin, int end);
  }

  private Ranges() {}

  /** Runs {@code task} over 0 to {@code n} in ranges of {@code size}. */
  static void forEach(Parallel parallel, int n, int size, Task task) {
    parallel.forEach(
        Math.ceilDiv(n, size),
        (t, worker) -> {
          int begin = t * size;
          task.run(begin, Math.min(n, begin + size));
        });
  }
}
