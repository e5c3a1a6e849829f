package io.github.koelectra.cli;

import io.github.koelectra.train.run.Trainer;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How a run goes where there is no terminal to draw a bar on: a line a minute at most, as the log
 * of a batch job has room for. For one thread.
 */
final class ProgressLines {
  private static final long BETWEEN_LINES = TimeUnit.MINUTES.toNanos(1);

  private final LongSupplier nanoTime;
  private final long firstStep;
  private final long begin;
  private long lastLine;
  private double losses;
  private long steps;

  /**
   * Begins now.
   *
   * @param firstStep how many steps were done before, which says nothing of the speed
   * @param nanoTime the clock
   */
  ProgressLines(long firstStep, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.firstStep = firstStep;
    this.begin = nanoTime.getAsLong();
    this.lastLine = begin;
  }

  /** A step is done: the line, if it is time for one; its loss is the mean since the one before. */
  Optional<String> stepped(Trainer.Progress progress) {
    losses += progress.loss();
    steps++;
    long now = nanoTime.getAsLong();
    if (now - lastLine < BETWEEN_LINES) {
      return Optional.empty();
    }
    String line = line(progress, now);
    lastLine = now;
    losses = 0;
    steps = 0;
    return Optional.of(line);
  }

  private String line(Trainer.Progress progress, long now) {
    String epoch =
        progress.epoch().isPresent()
            ? String.format(Locale.ROOT, " (epoch %.2f)", progress.epoch().getAsDouble())
            : "";
    return String.format(
        Locale.ROOT,
        "step %,d of %,d%s, loss %.4f, rate %.2e, %,.0f tokens/s, %s left",
        progress.step(),
        progress.totalSteps(),
        epoch,
        losses / steps,
        progress.rate(),
        progress.tokensPerSecond(),
        time(left(progress, now)));
  }

  /** Nanoseconds at the speed until now, evaluations included. */
  private long left(Trainer.Progress progress, long now) {
    double perStep = (double) (now - begin) / Math.max(1, progress.step() - firstStep);
    return (long) (perStep * (progress.totalSteps() - progress.step()));
  }

  private static String time(long nanos) {
    long minutes = TimeUnit.NANOSECONDS.toMinutes(nanos);
    if (minutes == 0) {
      return TimeUnit.NANOSECONDS.toSeconds(nanos) + " s";
    }
    long hours = minutes / 60;
    return hours == 0 ? minutes + " min" : hours + " h " + minutes % 60 + " min";
  }
}
