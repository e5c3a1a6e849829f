package io.github.koelectra.electra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.koelectra.electra.MadeCheckpoint.Shape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much memory a process ever held that opened a Base discriminator and ran it once. */
class LoadMemoryTest {
  private static final Path STATUS = Path.of("/proc/self/status");

  @TempDir private Path directory;

  /** The process whose memory is measured; prints the most it held, in bytes. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) throws IOException {
      try (var model = ElectraForPreTraining.fromPretrained(Path.of(args[0]))) {
        model.run(TokenBatch.of(new int[] {2, 11229, 3}));
      }
      String most =
          Files.readAllLines(STATUS).stream()
              .filter(line -> line.startsWith("VmHWM:"))
              .findFirst()
              .orElseThrow();
      System.out.println(Long.parseLong(most.replaceAll("\\D", "")) * 1024);
    }
  }

  @Test
  void atMostAQuarterMoreThanTheWeights() throws IOException, InterruptedException {
    assumeTrue(Files.exists(STATUS), "no /proc to read the memory of a process from");
    MadeCheckpoint base =
        new MadeCheckpoint("electra", "electra.", Shape.BASE).head(Head.PRE_TRAINING, 2);
    base.writeZeros(directory);
    Path out = directory.resolve("out");
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "-XX:+UseSerialGC", // as the launcher does
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                directory.toString())
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertEquals(0, child.waitFor());
    List<String> lines = Files.readAllLines(out, StandardCharsets.UTF_8);
    long most = Long.parseLong(lines.getLast());
    long weights = Float.BYTES * base.parameters();
    System.out.printf("Base: %d MB of weights, at most %d MB held%n", weights >> 20, most >> 20);
    assertTrue(weights > 430_000_000 && most > weights / 2, "this was no Base: " + weights);
    assertTrue(most <= weights * 5 / 4 + 150_000_000, most + " bytes for " + weights);
  }
}
