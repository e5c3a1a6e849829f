package io.github.koelectra.weights.hub;

import io.github.koelectra.weights.hub.HubException.Kind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;

/** Tries again what failed in passing, a few times and later each time. */
final class Retry {
  /** Waits; tests need not. */
  @FunctionalInterface
  interface Sleeper {
    void sleep(Duration duration) throws InterruptedException;
  }

  /** What is tried. */
  @FunctionalInterface
  interface Attempt<T> {
    /** One try. {@link Passing} is what may go well the next time. */
    T run() throws IOException;
  }

  /** As Hugging Face's client: five tries, pauses of 1, 2, 4 and 8 seconds. */
  static final int TRIES = 5;

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  /** Who cannot be reached at all is tried once more only. */
  private static final int TRIES_WITHOUT_NETWORK = 2;

  /** A hub that wants more patience than this is told to the user instead. */
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  private final Sleeper sleeper;
  private final DownloadListener listener;
  private final int tries;
  private int failures;

  Retry(Sleeper sleeper, DownloadListener listener, int tries) {
    this.sleeper = sleeper;
    this.listener = listener;
    this.tries = tries;
  }

  /** Runs {@code attempt} until it goes well, or fails for good, or has failed too often. */
  <T> T run(Attempt<T> attempt) throws IOException {
    while (true) {
      try {
        return attempt.run();
      } catch (Passing e) {
        failures++;
        pause(e);
      }
    }
  }

  /** Failures until now do not count: much has come since. */
  void wentOn() {
    failures = 0;
  }

  private void pause(Passing passing) throws IOException {
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.max(0, failures - 1));
    if (passing.retryAfter().isPresent()) {
      pause = passing.retryAfter().get();
    }
    boolean unreachable = passing.failure().kind() == Kind.NO_NETWORK;
    int most = unreachable ? Math.min(tries, TRIES_WITHOUT_NETWORK) : tries;
    if (failures >= most || pause.compareTo(LONGEST_PAUSE) > 0) {
      throw passing.failure();
    }
    listener.waiting(pause, passing.getMessage());
    try {
      sleeper.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (InterruptedIOException) new InterruptedIOException("interrupted").initCause(e);
    }
  }
}
