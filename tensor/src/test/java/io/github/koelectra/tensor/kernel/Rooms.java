package io.github.koelectra.tensor.kernel;

import io.github.koelectra.tensor.Parallel;
import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.kernel.scalar.ScalarKernels;
import java.util.List;
import java.util.SplittableRandom;

/** The kernels whose results the tests compare. */
final class Rooms {
  static final Kernels SCALAR = Kernels.of(Room.SCALAR, Parallel.of(1));
  static final Kernels CHOSEN = Kernels.of(Room.fastest(), Parallel.of(1));
  static final Kernels THREADED = Kernels.of(Room.fastest(), Parallel.of(3));
  static final Kernels STARTING = starting();

  /** All of them. */
  static final List<Kernels> ALL = List.of(SCALAR, CHOSEN, THREADED, STARTING);

  private Rooms() {}

  /** Plain loops over the panels of vectors, as in a process that has just started. */
  private static Kernels starting() {
    return Room.vectorAvailable()
        ? Kernels.of(TieredKernels.instance().plain(), Parallel.of(3))
        : Kernels.of(new ScalarKernels(8), Parallel.of(3));
  }

  static Tensor random(SplittableRandom random, int rows, int columns) {
    float[] array = new float[rows * columns + 5];
    for (int i = 0; i < array.length; i++) {
      array[i] = (float) random.nextGaussian();
    }
    return Tensor.of(array, 5, rows, columns);
  }
}
