package io.github.koelectra.cli;

import io.github.koelectra.train.run.RunDirectory;
import io.github.koelectra.train.run.Trainer;
import io.github.koelectra.train.run.Trainer.End;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;
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
    try (TrainingProgress shown =
            new TrainingProgress(
                commandLine.getErr(), terminal, directory.path(), model, System::nanoTime);
        StopSignal stop =
            StopSignal.listen(
                () -> shown.say("stopping after this step; a second signal ends at once"))) {
      end = trainer.run(directory, shown, stop);
      stopped = stop.exitCode();
      shown.draw();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
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
}
