package io.github.koelectra.cli;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;
import me.tongfei.progressbar.ProgressState;

/**
 * A bar on standard error with speed and time left, while it is open; nothing where standard error
 * is no terminal. Safe to use from several threads.
 */
final class Progress implements AutoCloseable {
  private static final int INTERVAL_MILLIS = 100;
  private static final long KILO = 1000;
  private static final long MEGA = 1_000_000;

  /** From so many bytes on they are counted in megabytes. */
  private static final long LARGE = 10 * MEGA;

  private static final byte GREEN = 32;

  /** Narrower than this a bar may lose the end of its colour. */
  private static final int LEAST_COLUMNS_FOR_COLOUR = 40;

  private final Terminal terminal;
  private final Optional<ProgressBar> bar;

  private Progress(Terminal terminal, Optional<ProgressBar> bar) {
    this.terminal = terminal;
    this.bar = bar;
  }

  /** Counts bytes from the first on. */
  static Progress ofBytes(Terminal terminal, String task, long total) {
    return ofBytes(terminal, task, total, 0);
  }

  /**
   * Counts bytes.
   *
   * @param task what is done, in a word or two
   * @param total how many there are; negative if nobody knows
   * @param done how many were done before, which says nothing of the speed
   */
  static Progress ofBytes(Terminal terminal, String task, long total, long done) {
    boolean large = total < 0 || total >= LARGE;
    return open(terminal, task, total, large ? " MB" : " kB", large ? MEGA : KILO, done);
  }

  /**
   * Counts things.
   *
   * @param task what is done, in a word or two
   * @param unit what is counted, such as {@code tensors}
   * @param total how many there are; negative if nobody knows
   */
  static Progress ofItems(Terminal terminal, String task, String unit, long total) {
    return ofItems(terminal, task, unit, total, 0);
  }

  /** The same where some were done before, which says nothing of the speed. */
  static Progress ofItems(Terminal terminal, String task, String unit, long total, long done) {
    return open(terminal, task, total, " " + unit, 1, done);
  }

  private static Progress open(
      Terminal terminal, String task, long total, String unit, long unitSize, long done) {
    if (terminal.columns() <= 1) {
      return new Progress(terminal, Optional.empty());
    }
    ProgressBarBuilder builder =
        ProgressBar.builder()
            .setTaskName(task)
            .setInitialMax(total)
            .startsFrom(done, Duration.ZERO)
            .setUnit(unit, unitSize)
            .setUpdateIntervalMillis(INTERVAL_MILLIS)
            .showSpeed(new DecimalFormat("0.0", DecimalFormatSymbols.getInstance(Locale.ROOT)))
            .setEtaFunction(Progress::left)
            .setStyle(style(terminal))
            .continuousUpdate()
            .setConsumer(new Line(terminal));
    return new Progress(terminal, Optional.of(builder.build()));
  }

  private static ProgressBarStyle style(Terminal terminal) {
    return terminal.colour() && terminal.columns() >= LEAST_COLUMNS_FOR_COLOUR
        ? ProgressBarStyle.builder()
            .block('━')
            .rightSideFractionSymbol(' ')
            .fractionSymbols(" ╸")
            .leftBracket("")
            .rightBracket("")
            .colorCode(GREEN)
            .build()
        : ProgressBarStyle.ASCII;
  }

  /** The time left at the speed until now; the library's own rounds to nanoseconds a byte. */
  private static Optional<Duration> left(ProgressState state) {
    long done = state.getCurrent() - state.getStart();
    if (done <= 0 || state.isIndefinite()) {
      return Optional.empty();
    }
    double perUnit = (double) state.getElapsedAfterStart().toMillis() / done;
    return Optional.of(Duration.ofMillis((long) (perUnit * (state.getMax() - state.getCurrent()))));
  }

  /** So many are done by now, of the whole. */
  void to(long done) {
    bar.ifPresent(b -> b.stepTo(done));
  }

  /** So many more are done. */
  void add(long more) {
    bar.ifPresent(b -> b.stepBy(more));
  }

  /** Says something behind the bar, such as why it waits; empty to say no more. */
  void note(String message) {
    bar.ifPresent(b -> b.setExtraMessage(message.isEmpty() ? "" : " " + message));
  }

  /** Leaves the bar as it is and ends its line. */
  @Override
  public void close() {
    bar.ifPresent(
        b -> {
          b.close();
          terminal.out().println();
        });
  }

  /** Draws each state of a bar over the one before. */
  private record Line(Terminal terminal) implements ProgressBarConsumer {
    /** One column stays free: some terminals break a line that is full. */
    @Override
    public int getMaxRenderedLength() {
      return terminal.columns() - 1;
    }

    @Override
    public void accept(String rendered) {
      terminal.out().print("\r" + rendered);
      terminal.out().flush();
    }

    /** The line ends with the progress: a bar that is closed at once does not get here. */
    @Override
    public void close() {}
  }
}
