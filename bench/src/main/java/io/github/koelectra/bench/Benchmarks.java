package io.github.koelectra.bench;

import io.github.koelectra.tensor.kernel.Kernels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Says what machine this is, then runs JMH with the arguments. */
public final class Benchmarks {
  private static final Path CPU = Path.of("/proc/cpuinfo");

  private Benchmarks() {}

  /** The entry point of the benchmark jar. */
  public static void main(String[] args) throws IOException {
    System.out.println(banner());
    org.openjdk.jmh.Main.main(args);
  }

  static String banner() throws IOException {
    return String.format(
        "CPU      %s%nJDK      %s%nkernels  %s, %d processors, FMA peak %s",
        cpu(),
        Runtime.version(),
        Kernels.best().description(),
        Runtime.getRuntime().availableProcessors(),
        Kernels.best().vectorBits() == 0
            ? "not measured without the vector module"
            : String.format("%.0f GFLOP/s a thread", FmaPeak.gigaflops()));
  }

  private static String cpu() throws IOException {
    if (!Files.isReadable(CPU)) {
      return System.getProperty("os.arch");
    }
    return Files.readString(CPU)
        .lines()
        .filter(line -> line.startsWith("model name"))
        .findFirst()
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .orElse(System.getProperty("os.arch"));
  }
}
