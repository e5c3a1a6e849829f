package io.github.koelectra.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** The tables of kernels and models at every width, however the JVM was started. */
final class JvmTables {
  static final List<String> GRID = List.of("1x16", "1x128", "8x128", "1x512");
  static final List<String> SIZES = List.of("SMALL", "BASE");

  private final JvmFigures figures;

  private final int widest;

  JvmTables(Results results) {
    figures = new JvmFigures(results);
    widest = results.machine().bits();
  }

  /** Which classes of processors were measured. */
  String classes() {
    Table table = new Table(List.of("class", "measured"));
    table.row(List.of("AVX-512: 512 bits, 32 registers", measured(512)));
    table.row(List.of("AVX2: 256 bits, 16 registers", measured(256)));
    table.row(List.of("128 bits, as NEON has", measured(128)));
    return table.toString();
  }

  private String measured(int bits) {
    if (bits == widest) {
      return "yes";
    }
    boolean kernels = bits < widest && !figures.kernels(bits).isEmpty();
    return kernels ? "our kernels, by flags on a wider processor" : "no";
  }

  /** Groups of kernels: how much collectors differ, and shares of the peak. */
  String kernels() {
    Table table =
        new Table(
            List.of(
                "kernels, bits",
                "slowest / fastest collector, highest",
                "of",
                "share of the FMA peak, geometric mean",
                "lowest"));
    for (int bits : figures.widths()) {
      row(table, "products, 16 rows and more, " + bits, figures.products(bits));
      row(table, "products, one row, " + bits, figures.rows(bits));
      row(table, "gradients, " + bits, figures.gradients(bits));
      row(table, "the other kernels, " + bits, figures.others(bits));
    }
    return table.toString();
  }

  private static void row(Table table, String name, List<Spread> spreads) {
    if (!spreads.isEmpty()) {
      table.row(
          List.of(
              name,
              Table.cell(Spread.worst(spreads), Table::ratio),
              Spread.worstName(spreads),
              Table.cell(Spread.meanShare(spreads), Table::percent),
              Table.cell(Spread.lowestShare(spreads), Table::percent)));
    }
  }

  /** Our latency over ONNX Runtime's, and over that of its fused graph. */
  String models() {
    List<String> headings = new ArrayList<>(List.of("model, threads, bits, JVM"));
    GRID.forEach(point -> headings.add(point.replace("x", " × ")));
    Table table = new Table(headings);
    for (String size : SIZES) {
      for (String threads : List.of("1", "all")) {
        for (int bits : figures.widths()) {
          for (Collector collector : Collector.values()) {
            row(table, size, threads, new Jvm(bits, collector));
          }
        }
      }
    }
    return table.toString();
  }

  private void row(Table table, String size, String threads, Jvm jvm) {
    List<String> row = new ArrayList<>();
    row.add(
        String.join(
            ", ",
            KernelTables.words(size),
            threads,
            Integer.toString(jvm.bits()),
            jvm.collector().title()));
    for (String point : GRID) {
      OptionalDouble plain = figures.ratio(jvm, size, threads, point, ModelTables.ONNX);
      OptionalDouble fused = figures.ratio(jvm, size, threads, point, ModelTables.FUSED);
      row.add(
          plain.isEmpty()
              ? Table.NOTHING
              : Table.cell(plain, Table::ratio) + " (" + Table.cell(fused, Table::ratio) + ")");
    }
    if (row.stream().skip(1).anyMatch(cell -> !cell.equals(Table.NOTHING))) {
      table.row(row);
    }
  }
}
