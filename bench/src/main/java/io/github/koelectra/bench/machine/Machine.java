package io.github.koelectra.bench.machine;

import io.github.koelectra.tensor.Parallel;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.tensor.kernel.Room;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What machine and JVM this is.
 *
 * @param cpu the processor's name
 * @param system the operating system
 * @param jdk the JVM and its version
 * @param kernels our kernels in words
 * @param processors how many this JVM may use
 * @param bits how many bits a vector has, 0 where there is no Vector API
 * @param peak GFLOP/s of one thread, 0 where there is no Vector API to measure it with
 * @param clock GHz of its core while that was measured
 */
public record Machine(
    String cpu,
    String system,
    String jdk,
    String kernels,
    int processors,
    int bits,
    double peak,
    double clock) {
  private static final Path CPU = Path.of("/proc/cpuinfo");

  /** This machine at this moment. */
  public static Machine here() {
    Kernels kernels = Kernels.of(Room.fastest(), Parallel.of(1));
    int bits = kernels.vectorBits();
    return new Machine(
        cpuName(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("java.vm.name") + " " + Runtime.version(),
        kernels.description(),
        Runtime.getRuntime().availableProcessors(),
        bits,
        bits == 0 ? 0 : FmaPeak.gigaflops(),
        CoreClock.gigahertz());
  }

  /** For the top of a run's output. */
  public String banner() {
    return String.format(
        "CPU      %s%nsystem   %s%nJDK      %s%nkernels  %s, %d processors, %s",
        cpu, system, jdk, kernels, processors, limit());
  }

  /**
   * The peak in words, with the clock and how many multiply-adds of vectors a cycle that makes:
   * were it no whole number, it would not be the peak.
   */
  public String limit() {
    return bits == 0
        ? "FMA peak not measured without the vector module"
        : String.format(
            Locale.ROOT,
            "FMA peak %.0f GFLOP/s a thread: %.2f multiply-adds of %d bits a cycle at %.2f GHz",
            peak,
            multiplyAddsPerCycle(),
            bits,
            clock);
  }

  /** How many multiply-adds of vectors the core begins in a cycle. */
  double multiplyAddsPerCycle() {
    return peak / (2.0 * bits / Float.SIZE) / clock;
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
