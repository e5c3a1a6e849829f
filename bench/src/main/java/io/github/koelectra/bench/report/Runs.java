package io.github.koelectra.bench.report;

import io.github.koelectra.bench.contest.Pace;
import io.github.koelectra.bench.contest.RoundProfiler;
import io.github.koelectra.bench.machine.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
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
  private final List<String> properties;
  private final List<String> launcher;

  /** Runs a plan; {@code inputs} are properties of the measured JVMs. */
  Runs(Plan plan, Map<String, String> inputs) throws IOException {
    this.plan = plan;
    this.launcher = Jvm.launcherFlags(plan.home().resolve("koelectra"));
    this.properties = new ArrayList<>();
    inputs.forEach((name, value) -> properties.add("-D" + name + "=" + value));
    if (plan.quick()) {
      properties.add("-D" + Pace.TURN + "=40");
      properties.add("-D" + Pace.WARM_UP + "=1000");
    }
  }

  /**
   * Runs a section and keeps the results of each contest as soon as it has ended. All JVMs hold a
   * contest one after the other, for what is compared is to be measured within a few seconds.
   *
   * @return how many contests failed
   */
  int run(Section section) throws IOException {
    Machine machine = Machine.here();
    System.out.println(machine.banner());
    List<Jvm> jvms = section.jvms(machine.bits()).stream().filter(plan::wants).toList();
    Path file = section.file(plan.results());
    Results results = results(machine, List.of());
    if (plan.some() && Files.exists(file)) {
      results = results.beside(ResultsFile.read(file));
    }
    int failed = 0;
    for (Class<?> benchmark : section.benchmarks()) {
      for (Map<String, String> contest : contests(section, benchmark, machine.processors())) {
        for (Jvm jvm : jvms.stream().filter(j -> j.holds(contest)).toList()) {
          Optional<Cell> cell = measure(benchmark, contest, jvm, machine.bits());
          failed += cell.isPresent() ? 0 : 1;
          results = results(machine, cell.stream().toList()).beside(results);
          ResultsFile.write(file, results);
        }
      }
    }
    return failed;
  }

  private Results results(Machine machine, List<Cell> cells) {
    return new Results(machine, LocalDate.now(ZoneOffset.UTC).toString(), plan.quick(), cells);
  }

  /** All processors are one thread where there is one processor. */
  private List<Map<String, String>> contests(Section section, Class<?> benchmark, int processors) {
    Map<String, String> parameters = new LinkedHashMap<>(section.parameters(plan.quick()));
    parameters.putAll(plan.parameters());
    if (processors == 1) {
      parameters.put("threads", "1");
    }
    return Contests.of(benchmark, parameters);
  }

  /** JMH leaves out without a word what failed. */
  private Optional<Cell> measure(
      Class<?> benchmark, Map<String, String> contest, Jvm jvm, int widest) {
    List<String> flags = new ArrayList<>(properties);
    flags.addAll(jvm.flags(widest, launcher));
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("^" + Pattern.quote(benchmark.getName()) + "\\.")
            .addProfiler(RoundProfiler.class)
            .timeout(TimeValue.minutes(30))
            .jvmArgs(flags.toArray(String[]::new));
    contest.forEach(options::param);
    if (plan.quick()) {
      options.measurementIterations(QUICK_ROUNDS);
    }
    try {
      return new Runner(options.build()).run().stream().findFirst().map(run -> cell(run, jvm));
    } catch (RunnerException e) {
      System.err.println(benchmark.getSimpleName() + " failed: " + e.getMessage());
      return Optional.empty();
    }
  }

  private static Cell cell(RunResult run, Jvm jvm) {
    Cell cell = ResultsFile.cell(run);
    return new Cell(cell.benchmark(), jvm.beside(cell.parameters()), cell.scores());
  }
}
