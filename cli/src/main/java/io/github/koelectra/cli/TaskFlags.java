package io.github.koelectra.cli;

import io.github.koelectra.core.InputOptions;
import io.github.koelectra.tensor.kernel.Kernels;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that all tasks share. */
final class TaskFlags {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--model",
      paramLabel = ModelReference.LABEL,
      required = true,
      description = "A model's directory, or its NAME[@REVISION] on the hub.")
  private ModelReference model;

  @Mixin private InputFlags input;
  @Mixin private OutputFlags output;
  @Mixin private ReadingFlags reading;
  @Mixin private KernelOptions kernels;
  @Mixin private HubModels hub;

  /** Where the texts come from. */
  InputFlags input() {
    return input;
  }

  /** A task's usual options with what the command line says. */
  InputOptions reading(InputOptions usual) {
    return reading.over(usual);
  }

  Kernels kernels() {
    return kernels.kernels();
  }

  /** The model's directory, downloaded if need be. */
  Path directory() throws IOException {
    return hub.directory(model);
  }

  /**
   * Prepares to run a task.
   *
   * @throws IOException if the input is not there, or there is no place for the output
   */
  <R> TaskRun<R> run(TextNames texts, TaskFormat<R> format) throws IOException {
    output.check(input);
    return new TaskRun<>(
        spec.commandLine(), new TaskRun.Flags(input, output), texts, format, hub.terminal());
  }
}
