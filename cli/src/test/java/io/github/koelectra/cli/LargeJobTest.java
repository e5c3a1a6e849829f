package io.github.koelectra.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.testkit.PipelineFiles;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files larger than memory, in a process of its own that may be killed. */
class LargeJobTest {
  private static final int ROWS = 200_000;
  private static final long HEAP_MEGABYTES = 40;

  @TempDir private Path folder;

  private Path input(String unit) throws IOException {
    Path file = folder.resolve("in.txt");
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (int i = 0; i < ROWS; i++) {
        out.write(unit.repeat(i % 3 == 0 ? 1 : 0) + "글 " + i + "\n");
      }
    }
    return file;
  }

  private Process classify(Path in, Path out, String... more) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--add-modules", "jdk.incubator.vector", "-XX:+UseSerialGC"));
    command.addAll(List.of("-Xmx" + HEAP_MEGABYTES + "m", "-Dfile.encoding=UTF-8"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(KoElectraCommand.class.getName());
    command.addAll(List.of("classify", "--model", PipelineFiles.path("sequence").toString()));
    command.addAll(List.of("--input", in.toString(), "--output", out.toString()));
    command.addAll(List.of(more));
    return new ProcessBuilder(command)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(folder.resolve("err").toFile())
        .start();
  }

  private String told() throws IOException {
    return Files.readString(folder.resolve("err"));
  }

  @Test
  @Timeout(300)
  void aFileLargerThanMemory() throws IOException, InterruptedException {
    Path in = input("가".repeat(300) + " ");
    assertTrue(Files.size(in) > HEAP_MEGABYTES * 1_500_000, "at least one and a half heaps");
    Path out = folder.resolve("out.csv");
    assertEquals(0, classify(in, out).waitFor(), told());
    assertTrue(told().contains("koelectra: 200000 texts, 0 skipped, 0 truncated, "), told());
    try (Stream<String> lines = Files.lines(out)) {
      assertEquals(ROWS + 1, lines.count());
    }
  }

  @Test
  @Timeout(300)
  void aProcessThatIsKilledIsContinued() throws IOException, InterruptedException {
    Path in = input("");
    Path out = folder.resolve("out.jsonl");
    Process killed = classify(in, out);
    while (killed.isAlive() && !Files.exists(PartFile.state(out))) {
      Thread.sleep(10);
    }
    killed.destroyForcibly();
    assertNotEquals(0, killed.waitFor(), "it was done before it could be killed");
    assertFalse(Files.exists(out));
    long before = JobState.read(PartFile.state(out)).tally().rows();
    assertTrue(0 < before && before < ROWS, before + " rows");
    assertEquals(0, classify(in, out, "--resume").waitFor(), told());
    assertTrue(told().contains("koelectra: 200000 texts"), told());
    Path whole = folder.resolve("whole.jsonl");
    assertEquals(0, classify(in, whole).waitFor(), told());
    assertEquals(-1, Files.mismatch(whole, out));
  }
}
