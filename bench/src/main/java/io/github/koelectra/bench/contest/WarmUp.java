package io.github.koelectra.bench.contest;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/** Calls something until the JVM has compiled it. */
public final class WarmUp {
  private static final CompilationMXBean COMPILER = ManagementFactory.getCompilationMXBean();
  private static final int LEAST_CALLS = 2;
  private static final int MOST_TIMES = 6;

  private WarmUp() {}

  /**
   * Calls it for {@code time}, at least twice, and on until no compilation has ended for as long:
   * where others keep the processors busy the compiler is late. Gives up after six times as long.
   */
  public static void of(Runnable call, Duration time) {
    long begin = System.nanoTime();
    long last = begin;
    long compiled = -1;
    long now = begin;
    for (int calls = 0; calls < LEAST_CALLS || now - last < time.toNanos(); calls++) {
      call.run();
      now = System.nanoTime();
      long spent = COMPILER.getTotalCompilationTime();
      if (spent != compiled && now - begin < (MOST_TIMES - 1) * time.toNanos()) {
        compiled = spent;
        last = now;
      }
    }
  }
}
