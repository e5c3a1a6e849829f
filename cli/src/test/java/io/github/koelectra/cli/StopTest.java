package io.github.koelectra.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
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
        TaskRows.finetune(folder, "--batch-size", "4", "--log-every", "1", "--threads", "1");
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

  /** One of many rows, which the run is in for seconds after its first step. */
  @Test
  void anEvaluationIsCutShortAndMadeAgain() throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(KILL), "no " + KILL + " here");
    TaskRows.write(folder.resolve("data"), TaskRows.sentiment(), ".tsv");
    String more = TaskRows.sentiment().substring("text\tlabel\n".length());
    Files.writeString(folder.resolve("data/dev.tsv"), "text\tlabel\n" + more.repeat(2000));
    Process process = start(command("--steps", "2", "--evaluate-every", "1"));
    try {
      Path log = folder.resolve("output/metrics.jsonl");
      while (process.isAlive() && (Files.notExists(log) || Files.size(log) == 0)) {
        Thread.sleep(5);
      }
      send("TERM", process);
      assertEquals(143, process.waitFor(), errors());
      assertFalse(Files.readString(log).contains("eval_"));
    } finally {
      process.destroyForcibly();
    }
    assertTrue(errors().contains("stopped after step 1, saved "), errors());
    Ran resumed =
        Ran.of(command("--steps", "2", "--evaluate-every", "1", "--resume").toArray(String[]::new));
    assertEquals(0, resumed.code(), resumed.err());
    List<String> evaluations =
        Files.readAllLines(folder.resolve("output/metrics.jsonl")).stream()
            .filter(line -> line.contains("eval_"))
            .toList();
    assertEquals(2, evaluations.size());
    assertTrue(evaluations.getFirst().startsWith("{\"step\":1,"), evaluations.getFirst());
  }
}
