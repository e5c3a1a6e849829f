package io.github.koelectra.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.bench.contest.Contest;
import io.github.koelectra.bench.machine.Machine;
import io.github.koelectra.bench.matmul.MatmulBenchmark;
import io.github.koelectra.bench.model.ModelBenchmark;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class JvmTablesTest {
  /** A product of 1e9 operations that takes so long where the peak is 100 GFLOP/s. */
  private static Cell product(Jvm jvm, String shape, double millis) {
    return new Cell(
        MatmulBenchmark.class.getSimpleName(),
        jvm.beside(Map.of("shape", shape, "m", "16", "peers", "NONE")),
        Map.of(
            "koelectra",
            new double[] {millis},
            Contest.AMOUNT,
            new double[] {1e9},
            Contest.LIMIT,
            new double[] {100}));
  }

  private static Cell model(Jvm jvm, String size, double ours) {
    return new Cell(
        ModelBenchmark.class.getSimpleName(),
        jvm.beside(Map.of("size", size, "threads", "1", "point", "1x16", "peers", "ONNX")),
        Map.of(
            "koelectra", new double[] {ours},
            "ONNX Runtime", new double[] {10},
            "ONNX Runtime fused", new double[] {8}));
  }

  private static Results results(int bits, Cell... cells) {
    Machine machine = new Machine("cpu", "system", "jdk", "kernels", 2, bits, 100, 3);
    return new Results(machine, "2026-01-01", false, List.of(cells));
  }

  private static final Jvm SERIAL = new Jvm(256, Collector.SERIAL);
  private static final Jvm G1 = new Jvm(256, Collector.G1);

  @Test
  void collectorsAreComparedKernelByKernel() {
    JvmFigures figures =
        new JvmFigures(
            results(
                256,
                product(SERIAL, "A", 20),
                product(G1, "A", 12.5),
                product(SERIAL, "B", 20),
                product(G1, "B", 20)));
    List<Spread> products = figures.products(256);
    assertEquals(2, products.size());
    assertEquals(OptionalDouble.of(1.6), Spread.worst(products));
    assertEquals("a, 16", Spread.worstName(products));
    assertEquals(0.5, Spread.lowestShare(products).orElseThrow(), 1e-12);
    assertEquals(0.5, Spread.meanShare(products).orElseThrow(), 1e-12);
    assertTrue(figures.products(128).isEmpty());
  }

  @Test
  void oneCollectorAloneIsComparedWithNothing() {
    List<Spread> products = new JvmFigures(results(256, product(G1, "A", 10))).products(256);
    assertEquals(OptionalDouble.empty(), Spread.worst(products));
    assertEquals(1, Spread.meanShare(products).orElseThrow(), 1e-12);
    assertEquals(OptionalDouble.empty(), Spread.meanShare(List.of()));
  }

  @Test
  void barsOfAClassHoldOnItsProcessorsAlone() {
    Cell slow = model(new Jvm(256, Collector.LAUNCHER), "SMALL", 11);
    String here = new Bars(results(256, slow, model(G1, "SMALL", 9))).table();
    String avx2 =
        "| AVX2 (no AVX-512): one thread, latency / ONNX Runtime, both, highest over all"
            + " collectors and the launcher's flags | ≤ 1.05 | ";
    assertTrue(here.contains(avx2 + "1.10 | **no** |"), here);
    assertTrue(here.contains("| AVX-512: the same, Small | ≤ 0.80 | – | – |"), here);
    String there = new Bars(results(512, slow)).table();
    assertTrue(there.contains(avx2 + "– | – |"), there);
  }

  @Test
  void aModelHasARowForEachJvm() {
    String table = new JvmTables(results(256, model(G1, "BASE", 9))).models();
    assertTrue(table.contains("| base, 1, 256, G1 | 0.90 (1.13) | – | – | – |"), table);
    assertEquals(3, table.lines().count());
  }
}
