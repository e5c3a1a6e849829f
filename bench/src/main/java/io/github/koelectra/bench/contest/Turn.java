package io.github.koelectra.bench.contest;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;

/**
 * What one turn of a contender measured.
 *
 * @param millis the median time of its calls
 * @param bytes bytes allocated per call by all threads of this JVM
 */
record Turn(double millis, double bytes) {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int MOST_STRETCHES = 10_000;
  private static final long SHORTEST_STRETCH = 100_000;
  private static final int MOST_CALLS = 1 << 16;

  /**
   * Calls the contender for {@code nanos} ns, at least once, {@code calls} times between two looks
   * at the clock.
   */
  static Turn of(Contender contender, int calls, long nanos) {
    double[] times = new double[MOST_STRETCHES];
    int stretches = 0;
    long spent = 0;
    long allocated = THREADS.getTotalThreadAllocatedBytes();
    while (stretches == 0 || (spent < nanos && stretches < MOST_STRETCHES)) {
      long time = stretch(contender, calls);
      spent += time;
      times[stretches++] = time / (double) calls;
    }
    double bytes = THREADS.getTotalThreadAllocatedBytes() - allocated;
    return new Turn(
        Samples.median(Arrays.copyOf(times, stretches)) / 1e6, bytes / stretches / calls);
  }

  private static long stretch(Contender contender, int calls) {
    long start = System.nanoTime();
    for (int i = 0; i < calls; i++) {
      contender.call().run();
    }
    return System.nanoTime() - start;
  }

  /**
   * Warms the contender up.
   *
   * @return how many calls take long enough for the clock
   */
  static int warmUp(Contender contender, Duration time) {
    WarmUp.of(contender.call(), time);
    int calls = 1;
    while (calls < MOST_CALLS && stretch(contender, calls) < SHORTEST_STRETCH) {
      calls *= 2;
    }
    return calls;
  }
}
