package io.github.koelectra.bench.machine;

/**
 * The clock of the core this thread runs on, counted by a chain of integer operations each of which
 * needs the one before and takes a cycle on every processor the project knows of.
 *
 * <p>Exclusive or and addition take turns, so that no compiler can draw two steps together, and
 * both operands are registers: some processors carry out additions of small constants for nothing.
 */
public final class CoreClock {
  private static final int STEPS = 40_000;
  private static final Rate RATE = new Rate(CoreClock::run, 2L * STEPS);

  private CoreClock() {}

  /** GHz: the best of many short tries. */
  public static synchronized double gigahertz() {
    return RATE.measure();
  }

  private static float run() {
    return run((int) System.nanoTime(), Float.floatToRawIntBits(0.5f));
  }

  private static int run(int a, int b) {
    int x = 1;
    for (int i = 0; i < STEPS; i++) {
      x = (x ^ a) + b;
    }
    return x;
  }
}
