package io.github.koelectra.cli;

import io.github.koelectra.weights.hub.DownloadListener;
import java.time.Duration;
import java.util.Optional;

/** A bar for each file that comes. For one thread. */
final class DownloadProgress implements DownloadListener {
  private final Terminal terminal;
  private Optional<Progress> bar = Optional.empty();

  DownloadProgress(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void started(String file, long size) {
    bar = Optional.of(Progress.ofBytes(terminal, file, size));
  }

  @Override
  public void progressed(long done) {
    bar.ifPresent(
        b -> {
          b.to(done);
          b.note("");
        });
  }

  @Override
  public void waiting(Duration delay, String reason) {
    if (bar.isPresent()) {
      bar.get().note("(trying again in " + delay.toSeconds() + " s)");
    } else if (terminal.columns() > 0) {
      // Nobody is to wonder what it waits for.
      terminal.out().println("koelectra: " + reason + " (in " + delay.toSeconds() + " s)");
    }
  }

  @Override
  public void finished() {
    bar.ifPresent(Progress::close);
    bar = Optional.empty();
  }
}
