package io.github.koelectra.cli;

import io.github.koelectra.cli.html.Subject;
import io.github.koelectra.cli.html.TrainingPage;
import io.github.koelectra.train.run.RunDirectory;
import io.github.koelectra.train.run.Trainer;
import io.github.koelectra.train.run.Trainer.End;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine;

/**
 * Runs a trainer on the command line: shows its progress, listens for Ctrl-C and SIGTERM, draws the
 * page of curves, tells how it ended.
 */
final class TrainingRun {
  private final CommandLine commandLine;
  private final Terminal terminal;
  private final String model;

  /**
   * A run of a command.
   *
   * @param model what the page says is trained
   */
  TrainingRun(CommandLine commandLine, Terminal terminal, String model) {
    this.commandLine = commandLine;
    this.terminal = terminal;
    this.model = model;
  }

  /**
   * Trains in {@code directory}.
   *
   * @return the exit code, if the run did not come to its end: it was stopped or diverged
   */
  Optional<Integer> train(Trainer<?> trainer, RunDirectory directory) throws IOException {
    End end;
    int stopped;
    try (Shown shown = new Shown(directory.path());
        StopSignal stop =
            StopSignal.listen(
                () -> shown.say("stopping after this step; a second signal ends at once"))) {
      end = trainer.run(directory, shown, stop);
      stopped = stop.exitCode();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    draw(directory.path());
    return switch (end) {
      case End.Finished _ -> Optional.empty();
      case End.Stopped at -> {
        say(
            String.format(
                Locale.ROOT,
                "stopped after step %d, saved %s; give the same command with --resume to continue",
                at.step(),
                at.checkpoint()));
        yield Optional.of(stopped);
      }
      case End.Diverged diverged -> {
        say(diverged.sentence());
        yield Optional.of(1);
      }
    };
  }

  private void say(String sentence) {
    PrintWriter err = commandLine.getErr();
    err.println("koelectra: " + sentence);
    err.flush();
  }

  private void draw(Path directory) throws IOException {
    TrainingPage.write(
        directory.resolve(RunFlags.PAGE),
        new Subject(model, List.of()),
        MetricsFile.read(directory.resolve(RunFlags.METRICS)).view());
  }

  /** The progress of a run. */
  private final class Shown implements Trainer.Listener, AutoCloseable {
    private final Path directory;
    private Optional<Progress> bar = Optional.empty();
    private long begin;

    Shown(Path directory) {
      this.directory = directory;
    }

    @Override
    public void resumed(long step) {
      begin = step;
      say("continuing after step " + step);
    }

    @Override
    public void stepped(Trainer.Progress progress) {
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
    public void evaluated(Trainer.Evaluated evaluated) {
      say(sentence(evaluated));
      try {
        draw(directory);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** On a line of its own, over the bar if there is one. */
    private void say(String sentence) {
      boolean drawn = bar.isPresent() && terminal.columns() > 1;
      String room = drawn ? "\r" + " ".repeat(terminal.columns() - 1) + "\r" : "";
      commandLine.getErr().println(room + "koelectra: " + sentence);
      commandLine.getErr().flush();
    }

    @Override
    public void close() {
      bar.ifPresent(Progress::close);
    }
  }

  private static String sentence(Trainer.Evaluated evaluated) {
    String when =
        evaluated.epoch().isPresent()
            ? "epoch " + rounded(evaluated.epoch().getAsDouble())
            : "step " + evaluated.step();
    return when
        + ": "
        + evaluated.metrics().entrySet().stream()
            .map(TrainingRun::metric)
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
