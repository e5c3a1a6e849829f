package io.github.koelectra.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where a task's results go, and how they are written. */
final class OutputFlags {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(names = "--json", description = "One JSON object a line, with Hugging Face's names.")
  private boolean json;

  @Option(names = "--tsv", description = "Lines with tabs, and a header.")
  private boolean tsv;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description =
          "Write a .jsonl, .tsv, .csv or .txt file with the input's columns and the results; until"
              + " it is whole it is called FILE.part.")
  private Optional<Path> output = Optional.empty();

  @Option(
      names = "--resume",
      description =
          "Continue an --output that was cut off, with the bytes it would have had; without one to"
              + " continue, begin it.")
  private boolean resume;

  Optional<Path> output() {
    return output;
  }

  boolean resume() {
    return resume;
  }

  /** The format that is asked for, or the file's name means. */
  OutputFormat format() {
    if (json && tsv) {
      throw usage("--json and --tsv are two formats; give one");
    }
    if (json || tsv) {
      return json ? OutputFormat.JSON : OutputFormat.TSV;
    }
    return output
        .map(OutputFormat::of)
        .orElse(Optional.of(OutputFormat.LINES))
        .orElseThrow(
            () ->
                usage(
                    "--output "
                        + output.map(Path::toString).orElse("")
                        + ": of no known kind; call it .jsonl, .tsv, .csv or .txt, or give --json or"
                        + " --tsv"));
  }

  /**
   * Checks that the output can be there.
   *
   * @throws IOException if its folder is not there
   */
  void check(InputFlags input) throws IOException {
    if (resume && (output.isEmpty() || !input.ofFiles())) {
      throw usage("--resume needs an --input and an --output, files it can look at again");
    }
    if (output.isPresent()) {
      Path target = output.get();
      Path folder = target.toAbsolutePath().getParent();
      if (folder == null || !Files.isDirectory(folder)) {
        throw new IOException(target + ": there is no directory " + folder + " to put it in");
      }
      if (Files.exists(target) && !Files.isRegularFile(target)) {
        throw new IOException(target + ": is there and no file; name another place");
      }
      checkNotRead(input.files());
    }
  }

  /** Checks that no file that is read would be written over. */
  void checkNotRead(List<Path> files) throws IOException {
    if (output.isEmpty()) {
      return;
    }
    Path target = output.get();
    for (Path written : List.of(target, PartFile.part(target), PartFile.state(target))) {
      for (Path read : files) {
        if (Files.exists(written) && Files.exists(read) && Files.isSameFile(written, read)) {
          throw usage("--output is a file that is read: " + read + "; give another");
        }
      }
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
