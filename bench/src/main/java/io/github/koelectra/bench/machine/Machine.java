package io.github.koelectra.bench.machine;

import io.github.koelectra.tensor.kernel.Kernels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What machine and JVM this is.
 *
 * @param cpu the processor's name
 * @param system the operating system
 * @param jdk the JVM and its version
 * @param kernels the room our kernels work in
 * @param processors how many this JVM may use
 * @param peak GFLOP/s of one thread, 0 where there is no Vector API to measure it with
 */
public record Machine(
    String cpu, String system, String jdk, String kernels, int processors, double peak) {
  private static final Path CPU = Path.of("/proc/cpuinfo");

  /** This machine at this moment. */
  public static Machine here() {
    Kernels kernels = Kernels.best();
    return new Machine(
        cpuName(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("java.vm.name") + " " + Runtime.version(),
        kernels.description(),
        Runtime.getRuntime().availableProcessors(),
        kernels.vectorBits() == 0 ? 0 : FmaPeak.gigaflops());
  }

  /** For the top of a run's output. */
  public String banner() {
    String limit =
        peak == 0
            ? "not measured without the vector module"
            : String.format("%.0f GFLOP/s a thread", peak);
    return String.format(
        "CPU      %s%nsystem   %s%nJDK      %s%nkernels  %s, %d processors, FMA peak %s",
        cpu, system, jdk, kernels, processors, limit);
  }

  private static String cpuName() {
    if (!Files.isReadable(CPU)) {
      return System.getProperty("os.arch");
    }
    try {
      return Files.readString(CPU)
          .lines()
          .filter(line -> line.startsWith("model name"))
          .findFirst()
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
