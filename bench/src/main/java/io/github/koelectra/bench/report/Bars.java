package io.github.koelectra.bench.report;

import static io.github.koelectra.bench.report.ModelTables.MIXED;
import static io.github.koelectra.bench.report.ModelTables.ONNX;
import static io.github.koelectra.bench.report.ModelTables.OURS;
import static io.github.koelectra.bench.report.ModelTables.OURS_ALONE;
import static io.github.koelectra.bench.report.ModelTables.TORCH;

import io.github.koelectra.bench.contest.Contest;
import io.github.koelectra.bench.contest.Samples;
import io.github.koelectra.bench.matmul.MatmulBenchmark;
import io.github.koelectra.bench.model.ModelBenchmark;
import io.github.koelectra.bench.model.ModelRoomBenchmark;
import io.github.koelectra.bench.model.Texts;
import io.github.koelectra.bench.peers.Peers;
import io.github.koelectra.bench.process.ColdStartBenchmark;
import io.github.koelectra.bench.process.StartBenchmark;
import io.github.koelectra.bench.text.TokenizerBenchmark;
import io.github.koelectra.bench.training.TrainingBenchmark;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** What the project promises itself, against what was measured. */
final class Bars {
  private static final List<String> GRID = List.of("1x16", "1x128", "8x128", "1x512");
  private static final double MOST_BYTES = 4096;
  private static final int HEADER = 64;

  private final Results results;
  private final JvmBars jvms;

  Bars(Results all) {
    results = all.against(Peers.ALL);
    jvms = new JvmBars(all);
  }

  /** All of them as a table. */
  String table() {
    Table table = new Table(List.of("measure", "bar", "measured", "met"));
    Stream.of(jvms.kernels(), jvms.models(), kernels(), models(), threads(), others())
        .flatMap(List::stream)
        .forEach(bar -> table.row(bar.row()));
    return table.toString();
  }

  private List<Bar> kernels() {
    return List.of(
        Bar.atMost("time / VectorBLAS, highest", 1, worst("VectorBLAS")),
        Bar.atMost("time / EJML, highest", 1, worst("EJML")),
        Bar.atMost("time / multik, highest", 1, worst("multik")),
        Bar.atMost("time / OpenBLAS, highest", 1, worst("OpenBLAS")),
        Bar.atMost("time / ONNX Runtime's packed MatMul, highest", 1.05, worst(ONNX)),
        Bar.atLeast(
                "product, 1 row: share of the read bandwidth, lowest",
                0.85,
                present(
                        results
                            .of(MatmulBenchmark.class)
                            .filter(cell -> cell.parameter("m").equals("1"))
                            .map(cell -> cell.share(OURS)))
                    .min())
            .as(Table::percent));
  }

  private OptionalDouble worst(String peer) {
    return matmul(cell -> cell.ratio(OURS, peer)).max();
  }

  private DoubleStream matmul(Function<Cell, OptionalDouble> value) {
    return present(
        results
            .of(MatmulBenchmark.class)
            .filter(cell -> !cell.parameter("m").equals("1"))
            .map(value));
  }

  private List<Bar> models() {
    List<Bar> bars = new ArrayList<>();
    bars.add(Bar.atMost("latency / PyTorch, Base, highest", 0.75, max("BASE", "1", TORCH)));
    bars.add(Bar.atMost("latency / PyTorch, Small, highest", 0.75, max("SMALL", "1", TORCH)));
    bars.add(Bar.atMost("mixed batch / ONNX Runtime padded, Base", 0.55, mixed("BASE")));
    bars.add(Bar.atMost("mixed batch / ONNX Runtime padded, Small", 0.55, mixed("SMALL")));
    bars.add(
        Bar.atMost("bytes allocated by a call besides its result, highest", MOST_BYTES, allocated())
            .as(Table::digits));
    return bars;
  }

  private OptionalDouble max(String size, String threads, String peer) {
    return grid(size, threads, peer).max();
  }

  private DoubleStream grid(String size, String threads, String peer) {
    return present(
        GRID.stream()
            .flatMap(point -> results.find(ModelBenchmark.class, size, threads, point).stream())
            .map(cell -> cell.ratio(OURS, peer)));
  }

  private OptionalDouble mixed(String size) {
    return one(
        results.find(ModelBenchmark.class, size, "1", MIXED).map(cell -> cell.ratio(OURS, ONNX)));
  }

  /** A logit has four bytes, and the matrix and its array have headers. */
  private OptionalDouble allocated() {
    return present(
            GRID.stream()
                .flatMap(
                    point ->
                        results
                            .of(ModelBenchmark.class)
                            .filter(cell -> cell.parameter("point").equals(point))
                            .map(cell -> besides(cell, tokens(point)))))
        .max();
  }

  private static OptionalDouble besides(Cell cell, int tokens) {
    OptionalDouble bytes = cell.median(OURS + Contest.BYTES);
    return bytes.isPresent()
        ? OptionalDouble.of(bytes.getAsDouble() - Float.BYTES * tokens - HEADER)
        : bytes;
  }

  private static int tokens(String point) {
    return Stream.of(point.split("x", -1)).mapToInt(Integer::parseInt).reduce(1, (a, b) -> a * b);
  }

  private List<Bar> threads() {
    double[] all =
        Stream.of("BASE", "SMALL").flatMapToDouble(size -> grid(size, "all", ONNX)).toArray();
    return List.of(
        Bar.atMost("latency / ONNX Runtime, all threads, geometric mean", 0.9, mean(all)),
        Bar.atLeast("one thread / all, Base 8x128", 1.8, speedUp("8x128")),
        Bar.atLeast("one thread / all, Base mixed", 1.8, speedUp(MIXED)));
  }

  private OptionalDouble speedUp(String point) {
    return one(
        results
            .find(ModelBenchmark.class, "BASE", "all", point)
            .map(cell -> cell.ratio(OURS_ALONE, OURS)));
  }

  private List<Bar> others() {
    String all = TokenizerBenchmark.ON_ALL;
    return List.of(
        Bar.atLeast("tokenizer: DJL's time / ours", 15, tokenizers("Hugging Face by DJL", OURS)),
        Bar.atLeast("tokenizer: one thread / all", 1.8, onSeveral(tokenizers(OURS, OURS + all))),
        Bar.atMost("one core: cold start / ONNX Runtime, Small", 1, coldStart("SMALL")),
        Bar.atMost("one core: cold start / ONNX Runtime, Base", 0.8, coldStart("BASE")),
        Bar.atLeast(
            "fine-tuning Small, 32 × 128 tokens, all threads, the launcher's flags: tokens/s /"
                + " PyTorch's",
            1.25,
            training("32x128")),
        Bar.atLeast("the same, reviews of real length", 3, training(Texts.REVIEWS)),
        Bar.atMost("koelectra --help / a Hello World of the same JVM", 2, start("--help")),
        Bar.atMost("koelectra --version / a Hello World of the same JVM", 2, start("--version")),
        Bar.atMost(
            "koelectra classify of one text, the embedded model / a Hello World of the same JVM",
            6,
            start("classify")),
        Bar.atMost(
                "peak memory after the first logits, Base, MiB",
                520,
                one(
                    results
                        .find(ColdStartBenchmark.class, "BASE", "all")
                        .map(cell -> cell.median(OURS + ColdStartBenchmark.PEAK))))
            .as(Table::digits),
        Bar.atMost(
                "the same, weights kept as BF16, MiB",
                320,
                one(
                    results
                        .find(ColdStartBenchmark.class, "BASE", "all")
                        .map(
                            cell ->
                                cell.median(ColdStartBenchmark.HALVES + ColdStartBenchmark.PEAK))))
            .as(Table::digits),
        Bar.atMost(
            "scalar / vector room, Small 1x128",
            4,
            one(
                results
                    .of(ModelRoomBenchmark.class)
                    .findFirst()
                    .map(cell -> cell.ratio("scalar", "vector")))));
  }

  private OptionalDouble tokenizers(String name, String other) {
    return one(
        results.of(TokenizerBenchmark.class).findFirst().map(cell -> cell.ratio(name, other)));
  }

  /** One processor cannot show what several would do. */
  private OptionalDouble onSeveral(OptionalDouble value) {
    return results.machine().processors() > 1 ? value : OptionalDouble.empty();
  }

  private OptionalDouble start(String command) {
    return one(
        results
            .of(StartBenchmark.class)
            .findFirst()
            .map(cell -> cell.ratio(command, StartBenchmark.HELLO)));
  }

  private OptionalDouble training(String point) {
    return one(
        results.find(TrainingBenchmark.class, "all", point).map(cell -> cell.ratio(TORCH, OURS)));
  }

  private OptionalDouble coldStart(String size) {
    return one(
        results.find(ColdStartBenchmark.class, size, "1").map(cell -> cell.ratio(OURS, ONNX)));
  }

  private static OptionalDouble one(Optional<OptionalDouble> value) {
    return value.orElse(OptionalDouble.empty());
  }

  private static OptionalDouble mean(double[] values) {
    return values.length == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(Samples.geometricMean(values));
  }

  private static DoubleStream present(Stream<OptionalDouble> values) {
    return values.filter(OptionalDouble::isPresent).mapToDouble(OptionalDouble::getAsDouble);
  }
}
