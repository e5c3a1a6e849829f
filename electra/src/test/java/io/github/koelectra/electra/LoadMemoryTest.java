package io.github.koelectra.electra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.koelectra.electra.MadeCheckpoint.Shape;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.tensor.kernel.WeightType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How much memory a process ever held that opened a Base discriminator and ran it once. */
class LoadMemoryTest {
  private static final Path STATUS = Path.of("/proc/self/status");

  @TempDir private Path directory;

  /** The process whose memory is measured; prints the most it held, in bytes. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) throws IOException {
      Kernels kernels = Kernels.best().keepingWeightsAs(WeightType.valueOf(args[1]));
      try (var model = ElectraForPreTraining.fromPretrained(Path.of(args[0]), kernels)) {
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

  @ParameterizedTest
  @EnumSource(WeightType.class)
  void atMostAQuarterMoreThanTheWeights(WeightType type) throws IOException, InterruptedException {
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
                "-XX:PretenureSizeThreshold=256k",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                directory.toString(),
                type.name())
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertEquals(0, child.waitFor());
    List<String> lines = Files.readAllLines(out, StandardCharsets.UTF_8);
    long most = Long.parseLong(lines.getLast());
    long weights = type.bytes() * base.parameters();
    System.out.printf(
        "Base: %d MiB of weights as %s, at most %d MiB held%n", weights >> 20, type, most >> 20);
    assertTrue(
        base.parameters() > 108_000_000 && most > weights / 2, "this was no Base: " + weights);
    assertTrue(most <= weights * 5 / 4 + 150_000_000, most + " bytes for " + weights);
  }
}
