package io.github.koelectra.cli;

import io.github.koelectra.train.run.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where a training run goes. */
final class RunFlags {
  static final String METRICS = "metrics.jsonl";
  static final String PAGE = "training.html";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      required = true,
      description = "The folder for the model, its checkpoints and the log.")
  private Path output;

  @Option(
      names = "--resume",
      description =
          "Continue the run in --output from its last checkpoint, to the same bits; where there is"
              + " none, begin.")
  private boolean resume;

  @Option(names = "--overwrite", description = "Begin again where --output has a run.")
  private boolean overwrite;

  Path output() {
    return output;
  }

  /**
   * Checks that a run may begin there, and that nothing that is read would be written over.
   *
   * @param read files and directories
   * @throws IOException if one of them is the output, or in it, or the other way round
   */
  void check(List<Path> read) throws IOException {
    if (resume && overwrite) {
      throw new ParameterException(
          spec.commandLine(), "--resume and --overwrite exclude each other; give one");
    }
    RunDirectory.check(output, mode());
    Path to = real(output);
    for (Path path : read) {
      if (real(path).startsWith(to)) {
        throw new IOException(output + ": holds what is read, " + path + "; name another --output");
      }
    }
  }

  private static Path real(Path path) throws IOException {
    return Files.exists(path) ? path.toRealPath() : path.toAbsolutePath().normalize();
  }

  /**
   * Opens it.
   *
   * @param results the names of the files and folders that a run of this command leaves there,
   *     besides the log and the page of any run
   */
  RunDirectory open(Set<String> results) throws IOException {
    Set<String> all = new HashSet<>(results);
    all.add(PAGE);
    return RunDirectory.open(output, mode(), all);
  }

  private RunDirectory.Mode mode() {
    if (resume) {
      return RunDirectory.Mode.RESUME;
    }
    return overwrite ? RunDirectory.Mode.OVERWRITE : RunDirectory.Mode.NEW;
  }
}
