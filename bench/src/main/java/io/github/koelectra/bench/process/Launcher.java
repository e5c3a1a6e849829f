package io.github.koelectra.bench.process;

import io.github.koelectra.bench.peers.MissingPeerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The {@code koelectra} launcher, asked which {@code java} it starts with which flags: those that
 * users run with are to be measured, whatever they are by now.
 */
final class Launcher {
  /** The property that names the launcher. */
  static final String LAUNCHER = "koelectra.launcher";

  private static final int POLL_MILLIS = 2;

  private Launcher() {}

  /** The launcher's file. */
  static Path file() throws MissingPeerException {
    Path launcher = Path.of(System.getProperty(LAUNCHER, "koelectra")).toAbsolutePath();
    if (!Files.isExecutable(launcher)) {
      throw new MissingPeerException(
          launcher + " is no launcher; run this in the repository or say -D" + LAUNCHER + "=FILE");
    }
    return launcher;
  }

  /**
   * The command line of the JVM that {@code koelectra arguments} starts. The launcher runs twice,
   * for its first run may prepare something.
   */
  static List<String> javaCommand(List<String> arguments) throws IOException, MissingPeerException {
    List<String> command = new ArrayList<>(List.of(file().toString()));
    command.addAll(arguments);
    watch(command, arguments.getFirst());
    return watch(command, arguments.getFirst());
  }

  private static List<String> watch(List<String> command, String mark) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<String> found = List.of();
    try {
      while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        found = found.isEmpty() ? javaBelow(process, mark).orElse(found) : found;
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    if (process.exitValue() != 0 || found.isEmpty()) {
      throw new IOException(String.join(" ", command) + " ended with " + process.exitValue());
    }
    return found;
  }

  private static Optional<List<String>> javaBelow(Process process, String mark) {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants())
        .map(ProcessHandle::info)
        .filter(info -> info.command().orElse("").endsWith("java"))
        .filter(info -> Arrays.asList(info.arguments().orElse(new String[0])).contains(mark))
        .map(Launcher::words)
        .findFirst();
  }

  private static List<String> words(ProcessHandle.Info info) {
    List<String> words = new ArrayList<>(List.of(info.command().orElseThrow()));
    words.addAll(Arrays.asList(info.arguments().orElseThrow()));
    return words;
  }
}
