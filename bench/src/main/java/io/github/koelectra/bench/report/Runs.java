package io.github.koelectra.bench.report;

import io.github.koelectra.bench.contest.Pace;
import io.github.koelectra.bench.contest.RoundProfiler;
import io.github.koelectra.bench.machine.Machine;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs sections with JMH. */
final class Runs {
  private static final int QUICK_ROUNDS = 3;

  private final Plan plan;
  private final Path vocabulary;
  private final Path corpus;

  /** Runs a plan with the vocabulary of v3 and a file of Korean sentences, one a line. */
  Runs(Plan plan, Path vocabulary, Path corpus) {
    this.plan = plan;
    this.vocabulary = vocabulary;
    this.corpus = corpus;
  }

  /**
   * Runs a section and keeps its results.
   *
   * @return how many contests failed
   */
  int run(Section section) throws IOException {
    Machine machine = Machine.here();
    System.out.println(machine.banner());
    List<Cell> cells = new ArrayList<>();
    int failed = 0;
    for (Class<?> benchmark : section.benchmarks()) {
      Map<String, String> parameters = parameters(section, machine.processors());
      Collection<RunResult> runs = measure(benchmark, parameters);
      runs.stream().map(ResultsFile::cell).forEach(cells::add);
      failed += contests(benchmark, parameters) - runs.size();
    }
    String date = LocalDate.now(ZoneOffset.UTC).toString();
    Path file = section.file(plan.results());
    Results results = new Results(machine, date, plan.quick(), cells);
    boolean some = !plan.parameters().isEmpty() && Files.exists(file);
    ResultsFile.write(file, some ? results.beside(ResultsFile.read(file)) : results);
    return failed;
  }

  /** All processors are one thread where there is one processor. */
  private Map<String, String> parameters(Section section, int processors) {
    Map<String, String> parameters = new LinkedHashMap<>(section.parameters(plan.quick()));
    parameters.putAll(plan.parameters());
    if (processors == 1) {
      parameters.put("threads", "1");
    }
    return parameters;
  }

  /** How many contests a benchmark has: JMH leaves out without a word those that failed. */
  static int contests(Class<?> benchmark, Map<String, String> parameters) {
    int contests = 1;
    for (Field field : benchmark.getDeclaredFields()) {
      Param param = field.getAnnotation(Param.class);
      if (param != null) {
        String given = parameters.getOrDefault(field.getName(), "");
        boolean all = param.value()[0].equals(Param.BLANK_ARGS);
        int own = all ? field.getType().getEnumConstants().length : param.value().length;
        contests *= given.isEmpty() ? own : given.split(",", -1).length;
      }
    }
    return contests;
  }

  private Collection<RunResult> measure(Class<?> benchmark, Map<String, String> parameters) {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("^" + Pattern.quote(benchmark.getName()) + "\\.")
            .addProfiler(RoundProfiler.class)
            .timeout(TimeValue.minutes(30))
            .jvmArgs(properties());
    parameters.forEach((name, values) -> options.param(name, values.split(",", -1)));
    if (plan.quick()) {
      options.measurementIterations(QUICK_ROUNDS);
    }
    try {
      return new Runner(options.build()).run();
    } catch (RunnerException e) {
      System.err.println(benchmark.getSimpleName() + " failed: " + e.getMessage());
      return List.of();
    }
  }

  private String[] properties() {
    List<String> properties =
        new ArrayList<>(
            List.of(
                "-Dkoelectra.models=" + plan.models(),
                "-Dkoelectra.vocab=" + vocabulary,
                "-Dkoelectra.corpus=" + corpus,
                "-Dkoelectra.launcher=" + plan.home().resolve("koelectra")));
    if (plan.quick()) {
      properties.add("-D" + Pace.TURN + "=40");
      properties.add("-D" + Pace.WARM_UP + "=1000");
    }
    return properties.toArray(String[]::new);
  }
}
