package io.github.koelectra.bench.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.bench.contest.Contest;
import io.github.koelectra.bench.machine.Machine;
import io.github.koelectra.bench.model.ModelBenchmark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  private static final Machine MACHINE =
      new Machine("cpu", "system", "jdk", "kernels", 2, 512, 100, 3.125);

  @TempDir Path folder;

  /** A contest in which ours takes 10 ms a call and ONNX Runtime {@code onnx} ms. */
  private static Cell cell(String size, String threads, String point, double onnx) {
    return new Cell(
        ModelBenchmark.class.getSimpleName(),
        Map.of("size", size, "threads", threads, "point", point),
        Map.of(
            "koelectra",
            new double[] {10, 10, 30},
            "koelectra" + Contest.BYTES,
            new double[] {600, 600, 600},
            "ONNX Runtime",
            new double[] {onnx, onnx, 3 * onnx},
            "ONNX Runtime" + Contest.BYTES,
            new double[] {1, 1, 1},
            Contest.AMOUNT,
            new double[] {9e8, 9e8, 9e8},
            Contest.LIMIT,
            new double[] {100, 100, 50}));
  }

  private static Cell against(String peers, Cell cell) {
    Map<String, String> parameters = new HashMap<>(cell.parameters());
    parameters.put("peers", peers);
    return new Cell(cell.benchmark(), parameters, cell.scores());
  }

  private static Results results(Cell... cells) {
    return new Results(MACHINE, "2026-01-01", false, List.of(cells));
  }

  @Test
  void aCellComparesWithinRounds() {
    Cell cell = cell("SMALL", "1", "1x16", 20);
    assertEquals(OptionalDouble.of(10), cell.median("koelectra"));
    assertEquals(OptionalDouble.of(0.5), cell.ratio("koelectra", "ONNX Runtime"));
    assertEquals(OptionalDouble.of(90), cell.rate("koelectra"));
    assertEquals(0.9, cell.share("koelectra").orElseThrow(), 1e-12);
    assertEquals(OptionalDouble.empty(), cell.ratio("koelectra", "PyTorch"));
    assertEquals(2, cell.contenders().size());
  }

  @Test
  void resultsAreKept() throws IOException {
    Path file = folder.resolve("deep/results.json");
    Cell cell = cell("SMALL", "1", "1x16", 20.125);
    ResultsFile.write(file, results(cell));
    Results read = ResultsFile.read(file);
    assertEquals(MACHINE, read.machine());
    assertEquals(cell.parameters(), read.cells().getFirst().parameters());
    assertEquals(cell.scores().keySet(), read.cells().getFirst().scores().keySet());
    assertArrayEquals(
        cell.scores().get("ONNX Runtime"), read.cells().getFirst().scores().get("ONNX Runtime"));
    Files.writeString(file, "{}");
    assertThrows(IOException.class, () -> ResultsFile.read(file));
  }

  @Test
  void contestsMeasuredAgainReplaceTheirOwnResultsAlone() throws IOException {
    Cell again = cell("SMALL", "1", "1x16", 30);
    Cell kept = cell("SMALL", "all", "1x16", 20);
    Results all = results(again).beside(results(cell("SMALL", "1", "1x16", 20), kept));
    assertEquals(List.of(again, kept), all.cells());
    Machine other = new Machine("another", "system", "jdk", "kernels", 2, 512, 100, 3.125);
    Results elsewhere = new Results(other, "2026-01-01", false, List.of(kept));
    assertThrows(IOException.class, () -> results(again).beside(elsewhere));
  }

  @Test
  void aBarIsMetUpToItsLimit() {
    assertTrue(Bar.atMost("", 0.8, OptionalDouble.of(0.8)).met());
    assertFalse(Bar.atMost("", 0.8, OptionalDouble.of(0.801)).met());
    assertTrue(Bar.atLeast("", 0.8, OptionalDouble.of(0.8)).met());
    assertFalse(Bar.atLeast("", 0.8, OptionalDouble.of(0.799)).met());
    assertFalse(Bar.atMost("", 0.8, OptionalDouble.empty()).met());
    assertEquals("–", Bar.atMost("", 0.8, OptionalDouble.empty()).row().getLast());
  }

  @Test
  void peersAreComparedInContestsOfAllPeersAlone() {
    Cell all = against("ALL", cell("SMALL", "all", "1x16", 20));
    Cell onnx = against("ONNX", cell("SMALL", "all", "1x128", 8));
    String table = new Bars(results(all, onnx)).table();
    assertTrue(
        table.contains(
            "| latency / ONNX Runtime, all threads, geometric mean | ≤ 0.90 | 0.50 | yes |"),
        table);
    assertTrue(table.contains("| latency / PyTorch, Base, highest | ≤ 0.75 | – | – |"), table);
  }

  @Test
  void everyPlaceOfTheDocumentIsFilled() throws IOException {
    Path file = folder.resolve("benchmarks.md");
    Document document = new Document(results(cell("SMALL", "1", "1x16", 20)), "- here");
    document.write(file);
    String text = Files.readString(file);
    assertFalse(text.contains("{{"), text);
    assertTrue(text.contains("| small, 1 × 16 | 10.0 | 90 % | 0.50 | – | – | – | – | 600 |"), text);
    assertTrue(text.contains("Not measured."), text);
    assertThrows(IllegalStateException.class, () -> document.fill("{{no-such-thing}}"));
  }
}
