package io.github.koelectra.cli;

import io.github.koelectra.cli.html.Subject;
import io.github.koelectra.cli.html.TrainingPage;
import io.github.koelectra.train.run.Trainer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Shows how a run goes: a bar, or lines where there is no terminal; a line for each evaluation; the
 * page of curves, drawn again at each evaluation and checkpoint. What cannot be drawn is thrown as
 * an {@link UncheckedIOException}. For one thread.
 */
final class TrainingProgress implements Trainer.Listener, AutoCloseable {
  private final PrintWriter err;
  private final Terminal terminal;
  private final Path directory;
  private final String model;
  private final LongSupplier nanoTime;
  private Optional<Progress> bar = Optional.empty();
  private ProgressLines lines;
  private long begin;

  /**
   * Shows a run.
   *
   * @param directory its folder
   * @param model what the page says is trained
   * @param nanoTime the clock
   */
  TrainingProgress(
      PrintWriter err, Terminal terminal, Path directory, String model, LongSupplier nanoTime) {
    this.err = err;
    this.terminal = terminal;
    this.directory = directory;
    this.model = model;
    this.nanoTime = nanoTime;
    this.lines = new ProgressLines(0, nanoTime);
  }

  private boolean isBarDrawn() {
    return terminal.columns() > 1;
  }

  @Override
  public void resumed(long step) {
    begin = step;
    lines = new ProgressLines(step, nanoTime);
    say("continuing after step " + step);
  }

  @Override
  public void stepped(Trainer.Progress progress) {
    if (!isBarDrawn()) {
      lines.stepped(progress).ifPresent(this::say);
      return;
    }
    if (bar.isEmpty()) {
      bar =
          Optional.of(
              Progress.ofItems(terminal, "Training", "steps", progress.totalSteps(), begin));
    }
    bar.get().to(progress.step());
    bar.get()
        .note(
            String.format(
                Locale.ROOT,
                "loss %.3f, rate %.1e, %.0f tok/s",
                progress.loss(),
                progress.rate(),
                progress.tokensPerSecond()));
  }

  @Override
  public void saved(Path checkpoint) {
    draw();
  }

  @Override
  public void evaluated(Trainer.Evaluated evaluated) {
    say(sentence(evaluated));
    draw();
  }

  /** Draws the page of all that is logged. */
  void draw() {
    try {
      TrainingPage.write(
          directory.resolve(RunFlags.PAGE),
          new Subject(model, List.of()),
          MetricsFile.read(directory.resolve(RunFlags.METRICS)).view());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** On a line of its own, over the bar if there is one. */
  void say(String sentence) {
    String room =
        bar.isPresent() && isBarDrawn() ? "\r" + " ".repeat(terminal.columns() - 1) + "\r" : "";
    err.println(room + "koelectra: " + sentence);
    err.flush();
  }

  @Override
  public void close() {
    bar.ifPresent(Progress::close);
  }

  private static String sentence(Trainer.Evaluated evaluated) {
    String when =
        evaluated.epoch().isPresent()
            ? "epoch " + rounded(evaluated.epoch().getAsDouble())
            : "step " + evaluated.step();
    return when
        + ": "
        + evaluated.metrics().entrySet().stream()
            .map(TrainingProgress::metric)
            .collect(Collectors.joining(", "))
        + (evaluated.best() ? " (best so far)" : "");
  }

  /** To hundredths, without zeros behind. */
  private static String rounded(double epoch) {
    return String.format(Locale.ROOT, "%.2f", epoch).replaceFirst("\\.?0+$", "");
  }

  private static String metric(Map.Entry<String, Double> metric) {
    return Double.isNaN(metric.getValue())
        ? metric.getKey() + " –"
        : String.format(Locale.ROOT, "%s %.4f", metric.getKey(), metric.getValue());
  }
}
