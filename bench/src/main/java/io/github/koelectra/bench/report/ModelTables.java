package io.github.koelectra.bench.report;

import io.github.koelectra.bench.contest.Contest;
import io.github.koelectra.bench.model.LoadBenchmark;
import io.github.koelectra.bench.model.ModelBenchmark;
import io.github.koelectra.bench.process.ColdStartBenchmark;
import io.github.koelectra.bench.process.StartBenchmark;
import io.github.koelectra.bench.text.TokenizerBenchmark;
import io.github.koelectra.bench.training.TrainingBenchmark;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** The tables of whole models, processes and the tokenizer. */
final class ModelTables {
  static final String OURS = "koelectra";
  static final String OURS_ALONE = "koelectra, 1 thread";
  static final String ONNX = "ONNX Runtime";
  static final String FUSED = "ONNX Runtime fused";
  static final String INT8 = "ONNX Runtime int8";
  static final String FUSED_INT8 = "ONNX Runtime int8 fused";
  static final String SPINNING = "ONNX Runtime spinning";
  static final String TORCH = "PyTorch";
  static final String MIXED = "mixed";

  private static final List<String> PEERS = List.of(ONNX, FUSED, TORCH, INT8, FUSED_INT8);
  private static final List<String> THREADED_PEERS =
      List.of(ONNX, SPINNING, FUSED, TORCH, INT8, FUSED_INT8);

  private final Results results;

  ModelTables(Results results) {
    this.results = results;
  }

  /** Our latency and its ratio to the peers', at every point. */
  String latency(String threads) {
    List<String> headings =
        new ArrayList<>(List.of("model, texts × tokens", "ms", "of the FMA peak"));
    List<String> peers = threads.equals("1") ? PEERS : THREADED_PEERS;
    peers.forEach(peer -> headings.add("/ " + peer));
    headings.add("B allocated");
    Table table = new Table(headings);
    cells(threads).forEach(cell -> table.row(latencyRow(cell, peers)));
    return table.toString();
  }

  private Stream<Cell> cells(String threads) {
    return results
        .of(ModelBenchmark.class)
        .filter(cell -> cell.parameter("threads").equals(threads))
        .sorted(Comparator.comparing(cell -> cell.parameter("size")));
  }

  private static List<String> latencyRow(Cell cell, List<String> peers) {
    List<String> row = new ArrayList<>();
    row.add(title(cell));
    row.add(Table.cell(cell.median(OURS), Table::digits));
    row.add(Table.cell(cell.share(OURS), Table::percent));
    peers.forEach(peer -> row.add(Table.cell(cell.ratio(OURS, peer), Table::ratio)));
    row.add(Table.cell(cell.median(OURS + Contest.BYTES), ModelTables::whole));
    return row;
  }

  private static String title(Cell cell) {
    return KernelTables.words(cell.parameter("size"))
        + ", "
        + cell.parameter("point").replace("x", " × ").replace("mi × ed", MIXED);
  }

  private static String whole(double value) {
    return String.format(Locale.ROOT, "%,.0f", value);
  }

  /** The batch of real lengths: ours packed against the peers padded and in one call each. */
  String mixed() {
    Table table =
        new Table(List.of("model, threads, peer", "ours / padded", "ours / one call each"));
    results
        .of(ModelBenchmark.class)
        .filter(cell -> cell.parameter("point").equals(MIXED))
        .forEach(
            cell ->
                PEERS.forEach(
                    peer ->
                        table.row(
                            List.of(
                                KernelTables.words(cell.parameter("size"))
                                    + ", "
                                    + cell.parameter("threads")
                                    + ", "
                                    + peer,
                                Table.cell(cell.ratio(OURS, peer), Table::ratio),
                                Table.cell(
                                    cell.ratio(OURS, peer + ModelBenchmark.APART),
                                    Table::ratio)))));
    return table.toString();
  }

  /** Ours on one thread over ours on all. */
  String scaling() {
    Table table = new Table(List.of("model, texts × tokens", "one thread / all threads"));
    cells("all")
        .filter(cell -> cell.find(OURS_ALONE).isPresent())
        .forEach(
            cell ->
                table.row(
                    List.of(title(cell), Table.cell(cell.ratio(OURS_ALONE, OURS), Table::ratio))));
    return table.toString();
  }

  /** How far the logits are from ours. */
  String agreement() {
    List<String> headings = new ArrayList<>(List.of("model, texts × tokens"));
    headings.addAll(PEERS);
    Table table = new Table(headings);
    cells("1")
        .forEach(
            cell -> {
              List<String> row = new ArrayList<>(List.of(title(cell)));
              PEERS.forEach(peer -> row.add(difference(cell, peer)));
              table.row(row);
            });
    return table.toString();
  }

  private static String difference(Cell cell, String peer) {
    OptionalDouble value = cell.median(peer + ModelBenchmark.DIFFERENCE);
    return Table.cell(value, v -> String.format(Locale.ROOT, "%.1e", v));
  }

  /** Opening a model. */
  String loading() {
    List<String> headings = new ArrayList<>(List.of("model", "ours, ms"));
    PEERS.forEach(peer -> headings.add("/ " + peer));
    Table table = new Table(headings);
    results
        .of(LoadBenchmark.class)
        .forEach(
            cell -> {
              List<String> row = new ArrayList<>();
              row.add(KernelTables.words(cell.parameter("size")));
              row.add(Table.cell(cell.median(OURS), Table::digits));
              PEERS.forEach(peer -> row.add(Table.cell(cell.ratio(OURS, peer), Table::ratio)));
              table.row(row);
            });
    return table.toString();
  }

  /** Whole processes. */
  String coldStart() {
    Table table =
        new Table(List.of("model, processors, process", "ms", "ours / this", "peak memory, MiB"));
    results
        .of(ColdStartBenchmark.class)
        .forEach(
            cell ->
                Stream.of(OURS, ColdStartBenchmark.HALVES, ONNX, FUSED, INT8)
                    .filter(name -> cell.find(name).isPresent())
                    .forEach(
                        name ->
                            table.row(
                                List.of(
                                    KernelTables.words(cell.parameter("size"))
                                        + ", "
                                        + cell.parameter("processors")
                                        + ", "
                                        + name,
                                    Table.cell(cell.median(name), Table::digits),
                                    Table.cell(cell.ratio(OURS, name), Table::ratio),
                                    Table.cell(
                                        cell.median(name + ColdStartBenchmark.PEAK),
                                        Table::digits)))));
    return table.toString();
  }

  /** Commands from start to end. */
  String start() {
    Table table = new Table(List.of("process", "ms", "/ " + StartBenchmark.HELLO));
    results
        .of(StartBenchmark.class)
        .forEach(
            cell ->
                cell.contenders()
                    .forEach(
                        name ->
                            table.row(
                                List.of(
                                    name,
                                    Table.cell(cell.median(name), Table::digits),
                                    Table.cell(
                                        cell.ratio(name, StartBenchmark.HELLO), Table::ratio)))));
    return table.toString();
  }

  /** Steps of fine-tuning. */
  String training() {
    Table table =
        new Table(List.of("model, threads, batches", "tokens/s", "PyTorch, tokens/s", "/ PyTorch"));
    results
        .of(TrainingBenchmark.class)
        .forEach(
            cell ->
                table.row(
                    List.of(
                        String.join(
                            ", ",
                            KernelTables.words(cell.parameter("size")),
                            cell.parameter("threads"),
                            cell.parameter("point").replace("x", " × ")),
                        tokensPerSecond(cell, OURS),
                        tokensPerSecond(cell, TORCH),
                        Table.cell(cell.ratio(TORCH, OURS), Table::ratio))));
    return table.toString();
  }

  private static String tokensPerSecond(Cell cell, String name) {
    double tokens = cell.median(TrainingBenchmark.TOKENS).orElseThrow();
    return Table.cell(cell.median(name), millis -> whole(1000 * tokens / millis));
  }

  /** The tokenizers. */
  String tokenizer() {
    Table table = new Table(List.of("tokenizer", "MB/s", "sentences/s", "ours / this in time"));
    results
        .of(TokenizerBenchmark.class)
        .forEach(cell -> cell.contenders().forEach(name -> table.row(tokenizerRow(cell, name))));
    return table.toString();
  }

  private static List<String> tokenizerRow(Cell cell, String name) {
    String same = name.endsWith(TokenizerBenchmark.ON_ALL) ? TokenizerBenchmark.ON_ALL : "";
    double sentences = cell.median(TokenizerBenchmark.SENTENCES).orElseThrow();
    return List.of(
        name,
        Table.cell(cell.rate(name), rate -> Table.digits(1000 * rate)),
        Table.cell(cell.median(name), millis -> whole(1000 * sentences / millis)),
        Table.cell(cell.ratio(OURS + same, name), Table::digits));
  }
}
