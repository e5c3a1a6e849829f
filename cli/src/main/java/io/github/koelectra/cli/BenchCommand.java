package io.github.koelectra.cli;

import io.github.koelectra.cli.measure.Latency;
import io.github.koelectra.cli.measure.PeakMemory;
import io.github.koelectra.cli.measure.Stopwatch;
import io.github.koelectra.core.KoElectra;
import io.github.koelectra.electra.TaskModel;
import io.github.koelectra.json.Json;
import io.github.koelectra.tensor.kernel.Kernels;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures a model on the machine at hand. */
@Command(
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Texts are random tokens, of the given lengths one at a time, then of mixed lengths",
      "together. The first answer counts from the start of the process. Close other programs",
      "first, and run it twice: figures that differ tell of a machine that is not at rest.",
      "",
      "Example:",
      "  koelectra bench --model monologg/koelectra-small-v3-discriminator"
    })
final class BenchCommand implements Callable<Integer> {
  private static final int BATCH_TOKENS = 2048;
  private static final int SHORTEST = 8;
  private static final int LONGEST = 128;
  private static final double MOST_SECONDS = 600;
  private static final double MEGA = 1 << 20;

  @Spec private CommandSpec spec;

  @Option(
      names = "--model",
      paramLabel = ModelReference.LABEL,
      required = true,
      description = "A model's directory, or its NAME[@REVISION] on the hub.")
  private ModelReference model;

  @Option(
      names = "--lengths",
      paramLabel = "N",
      split = ",",
      defaultValue = "16,32,64,128,256,512",
      description = "How many tokens the texts have (default: ${DEFAULT-VALUE}).")
  private List<Integer> lengths = List.of();

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "2",
      description = "How long each figure is measured, after as long (default: ${DEFAULT-VALUE}).")
  private double seconds;

  @Option(names = "--json", description = "One JSON object.")
  private boolean json;

  @Mixin private KernelOptions kernels;
  @Mixin private HubModels hub;

  /**
   * What was measured.
   *
   * @param model the directory
   * @param kernels the room and its vectors
   * @param threads how many computed
   * @param opened milliseconds from the start of the process until the model was open
   * @param answered milliseconds until the first answer
   * @param latencies of texts one at a time
   * @param tokensPerSecond of texts together
   * @param peak the most bytes the process held, if the system tells
   */
  private record Report(
      Path model,
      String kernels,
      int threads,
      long opened,
      long answered,
      List<Latency> latencies,
      double tokensPerSecond,
      OptionalLong peak) {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    check();
    Kernels computing = kernels.kernels();
    Path directory = hub.directory(model);
    try (KoElectra<TaskModel> open = KoElectra.open(directory, computing)) {
      checkLengths(open.model().config().maxPositionEmbeddings());
      long opened = sinceStart();
      open.run(open.encode("한국어 ELECTRA를 공유합니다."));
      long answered = sinceStart();
      boolean _ = open.warmUp(); // The report says which kernels were in use.
      Report report = measured(directory, computing, open.model(), opened, answered);
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.println(json(report));
      } else {
        print(report, out);
      }
    }
    return 0;
  }

  private void check() {
    if (!(seconds > 0 && seconds <= MOST_SECONDS)) {
      throw usage("--seconds must be above 0 and at most " + (int) MOST_SECONDS);
    }
    if (lengths.stream().anyMatch(length -> length < 1)) {
      throw usage("--lengths must be positive, not " + lengths);
    }
  }

  private void checkLengths(int positions) {
    boolean standard = !spec.commandLine().getParseResult().hasMatchedOption("--lengths");
    if (standard) {
      lengths = lengths.stream().filter(length -> length <= positions).toList();
    }
    if (lengths.stream().anyMatch(length -> length > positions)) {
      throw usage("--lengths must be at most the model's " + positions + " positions");
    }
  }

  private ParameterException usage(String problem) {
    return new ParameterException(spec.commandLine(), problem);
  }

  private static long sinceStart() {
    Instant start = ProcessHandle.current().info().startInstant().orElseGet(Instant::now);
    return Duration.between(start, Instant.now()).toMillis();
  }

  private Report measured(
      Path directory, Kernels computing, TaskModel loaded, long opened, long answered) {
    Stopwatch stopwatch = new Stopwatch(loaded, seconds);
    stopwatch.warmUp(lengths.stream().max(Integer::compare).orElseThrow());
    List<Latency> latencies = lengths.stream().map(stopwatch::latency).toList();
    double throughput = stopwatch.throughput(mixed(loaded.config().maxPositionEmbeddings()));
    return new Report(
        directory,
        computing.description(),
        computing.parallel().threads(),
        opened,
        answered,
        latencies,
        throughput,
        PeakMemory.bytes());
  }

  /** Lengths between those of a short comment and of a paragraph, a batch together. */
  private static List<Integer> mixed(int positions) {
    SplittableRandom random = new SplittableRandom(2);
    int longest = Math.min(LONGEST, positions);
    List<Integer> mixed = new ArrayList<>();
    for (int tokens = 0; tokens < BATCH_TOKENS; tokens += mixed.getLast()) {
      mixed.add(random.nextInt(Math.min(SHORTEST, longest), longest + 1));
    }
    return mixed;
  }

  private static void print(Report report, PrintWriter out) {
    out.printf(Locale.ROOT, "model     %s%n", report.model);
    out.printf(Locale.ROOT, "computed  %s, %d threads%n", report.kernels, report.threads);
    out.printf(
        Locale.ROOT,
        "start     %d ms until open, %d ms to the first answer%n",
        report.opened,
        report.answered);
    report.peak.ifPresent(
        peak -> out.printf(Locale.ROOT, "memory    %.0f MiB at most%n", peak / MEGA));
    out.printf(
        Locale.ROOT, "together  %.0f tokens/s, texts of mixed lengths%n", report.tokensPerSecond);
    out.printf(
        Locale.ROOT,
        "%n%8s %10s %10s %12s %6s%n",
        "tokens",
        "p50 ms",
        "p95 ms",
        "tokens/s",
        "runs");
    for (Latency latency : report.latencies) {
      out.printf(
          Locale.ROOT,
          "%8d %10.2f %10.2f %12.0f %6d%n",
          latency.tokens(),
          latency.p50(),
          latency.p95(),
          latency.tokensPerSecond(),
          latency.runs());
    }
  }

  private static String json(Report report) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("model", report.model.toString());
    object.put("kernels", report.kernels);
    object.put("threads", report.threads);
    object.put("open_ms", report.opened);
    object.put("first_answer_ms", report.answered);
    report.peak.ifPresent(peak -> object.put("peak_bytes", peak));
    object.put("tokens_per_second", report.tokensPerSecond);
    List<Object> rows = new ArrayList<>();
    for (Latency latency : report.latencies) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("tokens", latency.tokens());
      row.put("p50_ms", latency.p50());
      row.put("p95_ms", latency.p95());
      row.put("tokens_per_second", latency.tokensPerSecond());
      row.put("runs", latency.runs());
      rows.add(row);
    }
    object.put("latency", rows);
    return Json.write(object);
  }
}
