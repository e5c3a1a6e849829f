package io.github.koelectra.bench.report;

import io.github.koelectra.bench.SeededModel;
import io.github.koelectra.bench.model.Size;
import io.github.koelectra.bench.peers.MissingPeerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The {@code bench/report} command: runs benchmarks, then writes the document and its charts. */
@Command(
    name = "bench/report",
    mixinStandardHelpOptions = true,
    version = "bench/report 0.1.0",
    description = "Runs the benchmarks and writes docs/benchmarks.md with its charts.")
public final class Report implements Callable<Integer> {
  @Option(names = "--home", hidden = true, description = "the repository")
  private Path home = Path.of("");

  @Option(
      names = "--vocab",
      paramLabel = "FILE",
      description = "vocab.txt of KoELECTRA v3, 35,000 lines")
  private Optional<Path> vocabulary = Optional.empty();

  @Option(
      names = "--corpus",
      paramLabel = "FILE",
      description = "Korean text, UTF-8, a sentence a line")
  private Optional<Path> corpus = Optional.empty();

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
      names = "--param",
      paramLabel = "NAME=VALUES",
      description =
          "run only the contests with these values, as in --param point=1x16,1x64; the others' last"
              + " results are kept")
  private Map<String, String> parameters = Map.of();

  @Option(
      names = "--bits",
      split = ",",
      paramLabel = "BITS",
      description = "measure only vectors of so many bits, of 512, 256 and 128")
  private List<Integer> bits = List.of();

  @Option(
      names = "--collector",
      split = ",",
      paramLabel = "COLLECTOR",
      description = "measure only JVMs started so: ${COMPLETION-CANDIDATES}")
  private List<Collector> collectors = List.of();

  @Option(
      names = "--python",
      paramLabel = "FILE",
      description = "a Python that has PyTorch, to train with (python3)")
  private String python = "python3";

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
      Path vocab = demand("--vocab", vocabulary);
      Runs runs = new Runs(plan, inputs(plan, vocab, demand("--corpus", corpus)));
      prepare(plan, vocab);
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

  private Plan plan() {
    Path root = home.toAbsolutePath().normalize();
    Path directory = models.orElse(root.resolve("bench/target/models"));
    return new Plan(root, directory.toAbsolutePath(), only, parameters, bits, collectors, quick);
  }

  private Map<String, String> inputs(Plan plan, Path vocab, Path sentences) {
    return Map.of(
        Size.MODELS,
        plan.models().toString(),
        "koelectra.vocab",
        vocab.toString(),
        "koelectra.corpus",
        sentences.toString(),
        "koelectra.launcher",
        plan.home().resolve("koelectra").toString(),
        "koelectra.home",
        plan.home().toString(),
        "koelectra.python",
        python);
  }

  private static Path demand(String option, Optional<Path> file) throws IOException {
    Path path = file.orElseThrow(() -> new IOException(option + " FILE is needed (see --help)"));
    if (!Files.isRegularFile(path)) {
      throw new IOException(path + ": no such file");
    }
    return path.toAbsolutePath();
  }

  /** Writes the models that are missing; what Python has to write must be there. */
  private static void prepare(Plan plan, Path vocab) throws IOException, MissingPeerException {
    System.setProperty(Size.MODELS, plan.models().toString());
    for (Size size : Size.values()) {
      if (!Files.exists(size.directory().resolve(Size.WEIGHTS))) {
        System.out.println(size.directory() + " is written");
        SeededModel.write(size.model(), vocab, size.directory());
      }
    }
    for (Size size : Size.values()) {
      size.exported(Size.ONNX);
      size.exported(Size.FUSED);
      size.exported(Size.INT8);
      size.exported(Size.FUSED_INT8);
      size.exported(Size.TORCH);
    }
  }
}
