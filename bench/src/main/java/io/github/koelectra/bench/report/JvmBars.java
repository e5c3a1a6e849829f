package io.github.koelectra.bench.report;

import static io.github.koelectra.bench.report.JvmTables.GRID;
import static io.github.koelectra.bench.report.JvmTables.SIZES;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/** What is promised of every width, collector and class of processor. */
final class JvmBars {
  private static final int AVX_512 = 512;
  private static final int AVX2 = 256;

  private final JvmFigures figures;
  private final int widest;

  JvmBars(Results results) {
    figures = new JvmFigures(results);
    widest = results.machine().bits();
  }

  /** Of kernels at each width. */
  List<Bar> kernels() {
    List<Bar> bars = new ArrayList<>();
    for (int bits : figures.widths()) {
      List<Spread> products = figures.products(bits);
      String at = bits + " bits: ";
      bars.add(
          Bar.atMost(
              at + "slowest collector / fastest, highest over all kernels",
              1.08,
              Spread.worst(figures.kernels(bits))));
      bars.add(
          Bar.atLeast(
                  at
                      + "products, 16 rows and more, under the slowest collector: share of the true"
                      + " FMA peak, geometric mean",
                  0.80,
                  Spread.meanShare(products))
              .as(Table::percent));
      bars.add(
          Bar.atLeast(at + "the same, lowest", 0.74, Spread.lowestShare(products))
              .as(Table::percent));
    }
    return bars;
  }

  /** Of whole models on each class of processor; the machine is of one of them. */
  List<Bar> models() {
    return List.of(
        Bar.atMost(
            "AVX-512: one thread, latency / ONNX Runtime, Base, highest over all collectors and"
                + " the launcher's flags",
            0.88,
            highest(AVX_512, List.of("BASE"), "1")),
        Bar.atMost("AVX-512: the same, Small", 0.80, highest(AVX_512, List.of("SMALL"), "1")),
        Bar.atMost("AVX-512: the same, both, all threads", 1, highest(AVX_512, SIZES, "all")),
        Bar.atMost(
            "AVX2 (no AVX-512): one thread, latency / ONNX Runtime, both, highest over all"
                + " collectors and the launcher's flags",
            1.05,
            highest(AVX2, SIZES, "1")),
        Bar.atMost("AVX2 (no AVX-512): the same, all threads", 1.05, highest(AVX2, SIZES, "all")));
  }

  /** ONNX Runtime uses all the processor has, so only vectors of that width compare with it. */
  private OptionalDouble highest(int bits, List<String> sizes, String threads) {
    return bits != widest
        ? OptionalDouble.empty()
        : sizes.stream().flatMapToDouble(size -> ratios(bits, size, threads)).max();
  }

  private DoubleStream ratios(int bits, String size, String threads) {
    return Jvm.all(bits, List.of(Collector.values())).stream()
        .filter(jvm -> jvm.bits() == bits)
        .flatMap(
            jvm ->
                GRID.stream()
                    .map(point -> figures.ratio(jvm, size, threads, point, ModelTables.ONNX)))
        .filter(OptionalDouble::isPresent)
        .mapToDouble(OptionalDouble::getAsDouble);
  }
}
