package io.github.koelectra.bench.report;

import io.github.koelectra.bench.matmul.MatmulBenchmark;
import io.github.koelectra.bench.room.RoomBenchmark;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The tables of the kernels. */
final class KernelTables {
  static final String OURS = "koelectra";
  private static final List<String> PEERS =
      List.of("VectorBLAS", "EJML", "multik", "OpenBLAS", "ONNX Runtime");

  private final Results results;

  KernelTables(Results results) {
    this.results = results;
  }

  /** GFLOP/s of products with several rows, and ours as a share of the peak. */
  String products() {
    return matmul(false, "of the FMA peak");
  }

  /** GB/s of products with one row, and ours as a share of the bandwidth. */
  String streaming() {
    return matmul(true, "of the read bandwidth");
  }

  private String matmul(boolean oneRow, String share) {
    List<String> headings = new ArrayList<>(List.of("layer, rows", OURS, share));
    headings.addAll(PEERS);
    Table table = new Table(headings);
    results
        .of(MatmulBenchmark.class)
        .filter(cell -> cell.parameter("m").equals("1") == oneRow)
        .forEach(cell -> table.row(row(cell)));
    return table.toString();
  }

  private static List<String> row(Cell cell) {
    List<String> row = new ArrayList<>();
    row.add(words(cell.parameter("shape")) + ", " + cell.parameter("m"));
    row.add(Table.cell(cell.rate(OURS), Table::digits));
    row.add(Table.cell(cell.share(OURS), Table::percent));
    PEERS.forEach(peer -> row.add(Table.cell(cell.rate(peer), Table::digits)));
    return row;
  }

  /** The other kernels, room against room. */
  String rooms() {
    Table table =
        new Table(List.of("kernel", "vector, ms", "scalar, ms", "scalar / vector", "vector, G/s"));
    results
        .of(RoomBenchmark.class)
        .forEach(
            cell ->
                table.row(
                    List.of(
                        words(cell.parameter("operation")),
                        Table.cell(cell.median("vector"), Table::digits),
                        Table.cell(cell.median("scalar"), Table::digits),
                        Table.cell(cell.ratio("scalar", "vector"), Table::ratio),
                        Table.cell(cell.rate("vector"), Table::digits))));
    return table.toString();
  }

  static String words(String constant) {
    return constant.toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
