package io.github.koelectra.bench.report;

import io.github.koelectra.bench.SeededModel;
import io.github.koelectra.bench.model.Size;
import io.github.koelectra.bench.peers.MissingPeerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The {@code bench/report} command: runs benchmarks, then writes the document and its charts. */
@Command(
    name = "bench/report",
    mixinStandardHelpOptions = true,
    description = "Runs the benchmarks and writes docs/benchmarks.md with its charts.")
public final class Report implements Callable<Integer> {
  @Option(names = "--home", hidden = true, description = "the repository")
  private Path home = Path.of("");

  @Option(
      names = "--vocab",
      required = true,
      paramLabel = "FILE",
      description = "vocab.txt of KoELECTRA v3, 35,000 lines")
  private Path vocabulary;

  @Option(
      names = "--corpus",
      required = true,
      paramLabel = "FILE",
      description = "Korean text, UTF-8, a sentence a line")
  private Path corpus;

  @Option(
      names = "--models",
      paramLabel = "DIR",
      description = "where the models' directories are (bench/target/models)")
  private Optional<Path> models = Optional.empty();

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "SECTION",
      description = "run only these: ${COMPLETION-CANDIDATES}; the others' last results are kept")
  private List<Section> only = List.of(Section.values());

  @Option(
      names = "--tables",
      description = "run nothing; write the document again from the last results")
  private boolean tables;

  @Option(
      names = "--quick",
      description = "try everything out on Small; the document goes to bench/target/results-quick")
  private boolean quick;

  /** Picocli fills it in. */
  public Report() {}

  /** Runs the command line and ends the process with its exit code. */
  public static void main(String[] args) {
    CommandLine commandLine = new CommandLine(new Report());
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setExecutionExceptionHandler(
        (exception, command, _) -> {
          command.getErr().println("bench/report: " + exception.getMessage());
          return 1;
        });
    System.exit(commandLine.execute(args));
  }

  @Override
  public Integer call() throws IOException, MissingPeerException {
    Plan plan = plan();
    int failed = 0;
    if (!tables) {
      prepare(plan);
      Runs runs = new Runs(plan);
      for (Section section : plan.sections()) {
        failed += runs.run(section);
      }
    }
    Publication.write(plan);
    if (failed > 0) {
      System.err.println(failed + " contests failed; their reasons are above");
    }
    return failed > 0 ? 1 : 0;
  }

  private Plan plan() throws IOException {
    for (Path file : List.of(vocabulary, corpus)) {
      if (!Files.isRegularFile(file)) {
        throw new IOException(file + ": no such file");
      }
    }
    Path root = home.toAbsolutePath().normalize();
    Path directory = models.orElse(root.resolve("bench/target/models"));
    return new Plan(
        root,
        vocabulary.toAbsolutePath(),
        corpus.toAbsolutePath(),
        directory.toAbsolutePath(),
        only,
        quick);
  }

  /** Writes the models that are missing; what Python has to write must be there. */
  private static void prepare(Plan plan) throws IOException, MissingPeerException {
    System.setProperty(Size.MODELS, plan.models().toString());
    for (Size size : Size.values()) {
      if (!Files.isDirectory(size.directory())) {
        SeededModel.write(size.model(), plan.vocabulary(), size.directory());
      }
    }
    for (Size size : Size.values()) {
      size.exported(Size.ONNX);
      size.exported(Size.INT8);
      size.exported(Size.TORCH);
    }
  }
}
