package io.github.koelectra.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jline.utils.Signals;

/**
 * While it is open, Ctrl-C and SIGTERM (of kill, or of a container that is stopped) ask a run to
 * stop after its step, and a second one ends the process at once. Where a JVM has no signals, they
 * do what they always do.
 */
final class StopSignal implements BooleanSupplier, AutoCloseable {
  private final Runnable asked;
  private final List<Listening> listening = new ArrayList<>();
  private volatile Optional<Kind> received = Optional.empty();

  /** What asks to stop. */
  enum Kind {
    /** Ctrl-C. */
    INT(2),
    /** What kill sends. */
    TERM(15);

    private static final int BASE = 128;

    private final int number;

    Kind(int number) {
      this.number = number;
    }

    /** 128 and the number of the signal, as shells say it. */
    int exitCode() {
      return BASE + number;
    }
  }

  /** A signal, and what it did before. */
  private record Listening(Kind kind, Object before) {}

  private StopSignal(Runnable asked) {
    this.asked = asked;
    for (Kind kind : Kind.values()) {
      Object before = Signals.register(kind.name(), () -> received(kind));
      if (before != null) { // Else there are no signals here.
        listening.add(new Listening(kind, before));
      }
    }
  }

  /**
   * Begins to listen.
   *
   * @param asked run on the first signal, on a thread of its own
   */
  static StopSignal listen(Runnable asked) {
    return new StopSignal(asked);
  }

  private synchronized void received(Kind kind) {
    if (received.isPresent()) {
      Runtime.getRuntime().halt(kind.exitCode());
    }
    received = Optional.of(kind);
    asked.run();
  }

  /** Whether the run is asked to stop. */
  @Override
  public boolean getAsBoolean() {
    return received.isPresent();
  }

  /** The exit code of a run that was asked to stop. */
  int exitCode() {
    return received.orElse(Kind.INT).exitCode();
  }

  @Override
  public void close() {
    listening.forEach(l -> Signals.unregister(l.kind.name(), l.before));
  }
}
