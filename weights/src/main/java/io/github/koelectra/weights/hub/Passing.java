package io.github.koelectra.weights.hub;

import java.io.IOException;
import java.io.Serial;
import java.time.Duration;
import java.util.Optional;

/** Something failed that may go well the next time; the cause is what to say if it does not. */
final class Passing extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  private final HubException failure;
  private final transient Optional<Duration> retryAfter;

  Passing(HubException failure) {
    this(failure, Optional.empty());
  }

  Passing(HubException failure, Optional<Duration> retryAfter) {
    super(failure.getMessage(), failure);
    this.failure = failure;
    this.retryAfter = retryAfter;
  }

  HubException failure() {
    return failure;
  }

  /** How long the hub wants to be left alone. */
  Optional<Duration> retryAfter() {
    return retryAfter;
  }
}
