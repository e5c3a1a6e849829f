package io.github.koelectra.bench.machine;

/** How fast a loop runs when nothing disturbs it. Not safe to share between threads. */
final class Rate {
  /** Long enough for the compiler, even where it shares the only processor with the loop. */
  private static final long WARM_UP_NANOS = 700_000_000;

  private static final int TRIES = 500;

  @SuppressWarnings("UnusedVariable") // written so that the loop is not optimised away
  private static volatile float sink;

  private final Loop loop;
  private final long operations;
  private boolean warm;

  /** A loop of some 20 µs. */
  interface Loop {
    float run();
  }

  /** The rate of a loop of so many operations. */
  Rate(Loop loop, long operations) {
    this.loop = loop;
    this.operations = operations;
  }

  /**
   * Measures the operations per ns: the best of many short calls, most of which nothing interrupts.
   */
  double measure() {
    long end = System.nanoTime() + (warm ? 0 : WARM_UP_NANOS);
    while (System.nanoTime() < end) {
      sink = loop.run();
    }
    warm = true;
    long least = Long.MAX_VALUE;
    for (int i = 0; i < TRIES; i++) {
      long start = System.nanoTime();
      sink = loop.run();
      least = Math.min(least, System.nanoTime() - start);
    }
    return (double) operations / least;
  }
}
