package io.github.koelectra.cli;

import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.tensor.kernel.WeightType;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a command computes. */
final class KernelOptions {
  @Mixin private ThreadOptions threads;

  @Option(
      names = "--dtype",
      paramLabel = "TYPE",
      description =
          "f32, bf16 or f16: what weights are kept as in memory (default: f32); 16 bits need half the"
              + " memory and round weights that have more.")
  private WeightType weightType = WeightType.F32;

  /** Checks what can be wrong with them, before anything is opened. */
  void check() {
    threads.check();
  }

  Kernels kernels() {
    return threads.kernels().keepingWeightsAs(weightType);
  }
}
