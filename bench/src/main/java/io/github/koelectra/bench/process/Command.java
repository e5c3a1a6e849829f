package io.github.koelectra.bench.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command line and what its last run showed. Not safe to share between threads. */
final class Command {
  private static final int POLL_MILLIS = 5;
  private static final String HIGH_WATER = "VmHWM:";

  private final List<String> words;
  private double peakMebibytes;

  Command(List<String> words) {
    this.words = List.copyOf(words);
  }

  /** The {@code java} of this JVM. */
  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** A command line whose process is bound to the last processor: the first serves interrupts. */
  static Command onOneProcessor(List<String> words) {
    int last = Runtime.getRuntime().availableProcessors() - 1;
    List<String> bound = new ArrayList<>(List.of("taskset", "-c", Integer.toString(last)));
    bound.addAll(words);
    return new Command(bound);
  }

  /** The most memory the last run had in use, in MiB; 0 where the system does not say. */
  double peakMebibytes() {
    return peakMebibytes;
  }

  /** Runs the command to its end and throws its output away. */
  void run() {
    run(ProcessBuilder.Redirect.DISCARD);
  }

  /** Runs the command to its end. */
  String output() throws IOException {
    Path file = Files.createTempFile("koelectra-output", ".txt");
    try {
      run(ProcessBuilder.Redirect.to(file.toFile()));
      return Files.readString(file, StandardCharsets.UTF_8).strip();
    } finally {
      Files.delete(file);
    }
  }

  private void run(ProcessBuilder.Redirect output) {
    try {
      Process process =
          new ProcessBuilder(words)
              .redirectOutput(output)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      Path status = Path.of("/proc", Long.toString(process.pid()), "status");
      peakMebibytes = 0;
      do {
        peakMebibytes = Math.max(peakMebibytes, highWater(status));
      } while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS));
      if (process.exitValue() != 0) {
        throw new IllegalStateException(
            String.join(" ", words) + " ended with " + process.exitValue());
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(String.join(" ", words) + " cannot be run", e);
    }
  }

  /** The kernel keeps the highest use of memory, so the last look before the end is enough. */
  private static double highWater(Path status) throws IOException {
    try {
      return Files.readAllLines(status).stream()
          .filter(line -> line.startsWith(HIGH_WATER))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElse(0);
    } catch (NoSuchFileException e) {
      return 0;
    } catch (IOException e) {
      if (Files.exists(status)) {
        throw e;
      }
      return 0;
    }
  }
}
