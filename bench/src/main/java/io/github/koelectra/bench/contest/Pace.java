package io.github.koelectra.bench.contest;

import java.time.Duration;

/** How long things take, so that a trial run can be quick. */
public final class Pace {
  /** The property that sets the length of a turn, in ms. */
  public static final String TURN = "koelectra.bench.turn";

  /** The property that sets how long each contender is warmed up, in ms. */
  public static final String WARM_UP = "koelectra.bench.warmUp";

  private Pace() {}

  /** The shortest turn of a contender. */
  static Duration turn() {
    return Duration.ofMillis(Long.getLong(TURN, 150));
  }

  /** How long each contender is warmed up before the first round. */
  public static Duration warmUp() {
    return Duration.ofMillis(Long.getLong(WARM_UP, 1500));
  }
}
