package io.github.koelectra.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ctrl-C and SIGTERM in a process of its own. */
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StopTest {
  private static final Path KILL = Path.of("/bin/kill");

  @TempDir private Path folder;

  private List<String> command(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "finetune",
                "--task",
                "custom",
                "--model",
                TaskRows.DISCRIMINATOR,
                "--data",
                folder.resolve("data").toString(),
                "--output",
                folder.resolve("output").toString(),
                "--batch-size",
                "4",
                "--log-every",
                "1",
                "--threads",
                "1"));
    arguments.addAll(List.of(more));
    return arguments;
  }

  private Process start(List<String> arguments) throws IOException {
    List<String> java =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "--add-modules",
                "jdk.incubator.vector",
                "-cp",
                System.getProperty("java.class.path"),
                KoElectraCommand.class.getName()));
    java.addAll(arguments);
    return new ProcessBuilder(java)
        .redirectError(folder.resolve("err").toFile())
        .redirectOutput(folder.resolve("out").toFile())
        .start();
  }

  private String errors() throws IOException {
    return Files.readString(folder.resolve("err"), StandardCharsets.UTF_8);
  }

  private static void send(String signal, Process process)
      throws IOException, InterruptedException {
    new ProcessBuilder(KILL.toString(), "-" + signal, String.valueOf(process.pid()))
        .start()
        .waitFor();
  }

  /** Until it has logged some steps. */
  private void awaitSteps(Process process) throws IOException, InterruptedException {
    Path log = folder.resolve("output/metrics.jsonl");
    while (process.isAlive() && (Files.notExists(log) || Files.size(log) < 1000)) {
      Thread.sleep(20);
    }
    assertTrue(process.isAlive(), errors());
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void aSignalSavesAndStops(String signal, int code) throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(KILL), "no " + KILL + " here");
    TaskRows.write(folder.resolve("data"), TaskRows.sentiment(), ".tsv");
    Process process = start(command("--steps", "1000000"));
    try {
      awaitSteps(process);
      send(signal, process);
      assertEquals(code, process.waitFor(), errors());
    } finally {
      process.destroyForcibly();
    }
    assertTrue(errors().contains("stopping after this step"), errors());
    assertTrue(errors().contains("same command with --resume to continue"), errors());
    Ran other = Ran.of(command("--steps", "1000001", "--resume").toArray(String[]::new));
    other.failsAfterOutput(1, "steps was 1000000 and is now 1000001");
  }
}
