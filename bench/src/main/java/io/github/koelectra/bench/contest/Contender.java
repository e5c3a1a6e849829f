package io.github.koelectra.bench.contest;

import java.time.Duration;

/**
 * One of several that do the same work.
 *
 * @param name what results call it
 * @param call the work
 * @param rest how long its threads take to go to sleep behind its turn
 */
public record Contender(String name, Runnable call, Duration rest) {
  /** For threads that go to sleep at once. */
  public static final Duration REST = Duration.ofMillis(20);

  /** One whose threads go to sleep at once. */
  public Contender(String name, Runnable call) {
    this(name, call, REST);
  }
}
