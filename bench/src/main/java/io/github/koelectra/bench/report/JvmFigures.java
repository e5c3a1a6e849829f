package io.github.koelectra.bench.report;

import static io.github.koelectra.bench.report.ModelTables.OURS;

import io.github.koelectra.bench.matmul.GradientBenchmark;
import io.github.koelectra.bench.matmul.MatmulBenchmark;
import io.github.koelectra.bench.model.ModelBenchmark;
import io.github.koelectra.bench.peers.Peers;
import io.github.koelectra.bench.room.RoomBenchmark;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The figures of kernels and models at every width, however the JVM was started. */
final class JvmFigures {
  private final Results results;

  JvmFigures(Results results) {
    this.results = results;
  }

  /** The widths that were measured, the widest first. */
  List<Integer> widths() {
    return Jvm.widths(results.machine().bits()).toList();
  }

  /** Products with 16 rows and more. */
  List<Spread> products(int bits) {
    return spreads(bits, MatmulBenchmark.class, OURS, cell -> !cell.parameter("m").equals("1"));
  }

  /** Products with one row. */
  List<Spread> rows(int bits) {
    return spreads(bits, MatmulBenchmark.class, OURS, cell -> cell.parameter("m").equals("1"));
  }

  /** The two products of the backward pass. */
  List<Spread> gradients(int bits) {
    return Stream.of("input", "weight")
        .flatMap(name -> spreads(bits, GradientBenchmark.class, name, _ -> true).stream())
        .toList();
  }

  /** What a layer does besides products with weights. */
  List<Spread> others(int bits) {
    return spreads(bits, RoomBenchmark.class, "vector", _ -> true);
  }

  /** All kernels. */
  List<Spread> kernels(int bits) {
    return Stream.of(products(bits), rows(bits), gradients(bits), others(bits))
        .flatMap(List::stream)
        .toList();
  }

  private List<Spread> spreads(
      int bits, Class<?> benchmark, String contender, Predicate<Cell> wanted) {
    Map<String, List<Cell>> contests = new LinkedHashMap<>();
    for (Collector collector : Collector.PLAIN) {
      results
          .against(Peers.NONE)
          .in(new Jvm(bits, collector))
          .of(benchmark)
          .filter(wanted)
          .forEach(cell -> contests.computeIfAbsent(name(cell), _ -> new ArrayList<>()).add(cell));
    }
    return contests.entrySet().stream()
        .map(contest -> Spread.of(contest.getKey(), contender, contest.getValue()))
        .toList();
  }

  /** The contest's own parameters. */
  private static String name(Cell cell) {
    return Stream.of("operation", "shape", "m", "tokens")
        .map(cell::parameter)
        .filter(value -> !value.isEmpty())
        .map(KernelTables::words)
        .reduce((a, b) -> a + ", " + b)
        .orElse("");
  }

  /** Our time over a peer's at a point, in one kind of JVM. */
  OptionalDouble ratio(Jvm jvm, String size, String threads, String point, String peer) {
    return results
        .against(Peers.ONNX)
        .in(jvm)
        .of(ModelBenchmark.class)
        .filter(cell -> cell.parameter("size").equals(size))
        .filter(cell -> cell.parameter("threads").equals(threads))
        .filter(cell -> cell.parameter("point").equals(point))
        .findFirst()
        .map(cell -> cell.ratio(OURS, peer))
        .orElse(OptionalDouble.empty());
  }
}
