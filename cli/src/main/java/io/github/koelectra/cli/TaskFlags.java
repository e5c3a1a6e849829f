package io.github.koelectra.cli;

import io.github.koelectra.core.InputOptions;
import io.github.koelectra.tensor.kernel.Kernels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that all tasks share. */
final class TaskFlags {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--model",
      paramLabel = ModelReference.LABEL,
      required = true,
      description =
          "A model's directory, its NAME[@REVISION] on the hub, or a model that comes with this"
              + " program.")
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

  /** Whether the model is the one of this name. */
  boolean isModel(String name) {
    return model.word().equals(name);
  }

  /** The model's directory, downloaded if need be. */
  Path directory() throws IOException {
    boolean given = spec.commandLine().getParseResult().hasMatchedOption("--model");
    Optional<Path> usual = given ? Optional.empty() : hub.bundled(model.word());
    return usual.isPresent() ? usual.get() : hub.directory(model);
  }

  /** The directory of another model. */
  Path directory(ModelReference other) throws IOException {
    return hub.directory(other);
  }

  /** Options of which the command line may have said something that cannot be. */
  <T> T checked(Supplier<T> options) {
    try {
      return options.get();
    } catch (IllegalArgumentException e) {
      throw usage(e.getMessage());
    }
  }

  /** What is wrong with the command line. */
  ParameterException usage(String problem) {
    return new ParameterException(spec.commandLine(), problem);
  }

  /**
   * Prepares to run a task.
   *
   * @throws IOException if the input is not there, or there is no place for the output
   */
  <R> TaskRun<R> run(TextNames texts, TaskFormat<R> format) throws IOException {
    kernels.check();
    output.check(input);
    return new TaskRun<>(
        spec.commandLine(), new TaskRun.Flags(input, output), texts, format, hub.terminal());
  }
}
