package io.github.koelectra.cli;

import io.github.koelectra.tensor.Parallel;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.tensor.kernel.Room;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What a command computes with. */
final class ThreadOptions {
  private static final int MOST_THREADS = 1024;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads to compute with (default: all processors).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--kernels",
      paramLabel = "ROOM",
      description = "auto, vector or scalar: vectors or plain loops; the results are the same.")
  private Room room = Room.AUTO;

  /** Checks what can be wrong with them, before anything is opened. */
  void check() {
    check(threads, spec.commandLine());
  }

  /** Checks a number of threads that a command was given. */
  static void check(int threads, CommandLine commandLine) {
    if (threads < 1 || threads > MOST_THREADS) {
      throw new ParameterException(
          commandLine, "--threads must be between 1 and " + MOST_THREADS + ", not " + threads);
    }
  }

  Kernels kernels() {
    check();
    return Kernels.of(room, Parallel.of(threads));
  }
}
