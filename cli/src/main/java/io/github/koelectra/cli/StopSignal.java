package io.github.koelectra.cli;

import java.util.function.BooleanSupplier;
import org.jline.utils.Signals;

/**
 * While it is open, Ctrl-C asks a run to stop after its step, and a second one ends the process at
 * once. Where a JVM has no signals, Ctrl-C does what it always does.
 */
final class StopSignal implements BooleanSupplier, AutoCloseable {
  /** 128 and the number of the signal, as shells say it. */
  static final int EXIT_CODE = 130;

  private static final String CTRL_C = "INT";

  private final Runnable asked;
  private final Object before;
  private volatile boolean stopping;

  private StopSignal(Runnable asked) {
    this.asked = asked;
    this.before = Signals.register(CTRL_C, this::received);
  }

  /**
   * Begins to listen.
   *
   * @param asked run on the first Ctrl-C, on a thread of its own
   */
  static StopSignal listen(Runnable asked) {
    return new StopSignal(asked);
  }

  private void received() {
    if (stopping) {
      Runtime.getRuntime().halt(EXIT_CODE);
    }
    stopping = true;
    asked.run();
  }

  /** Whether the run is asked to stop. */
  @Override
  public boolean getAsBoolean() {
    return stopping;
  }

  @Override
  public void close() {
    if (before != null) { // No signals here.
      Signals.unregister(CTRL_C, before);
    }
  }
}
