package io.github.koelectra.bench.report;

import io.github.koelectra.bench.machine.Machine;
import io.github.koelectra.bench.peers.Peers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What a section's run measured.
 *
 * @param machine where
 * @param date when, as ISO 8601 writes it
 * @param quick whether it was only tried out
 * @param cells by contest
 */
record Results(Machine machine, String date, boolean quick, List<Cell> cells) {
  /** Copies the cells. */
  Results {
    cells = List.copyOf(cells);
  }

  /** The contests of a benchmark. */
  Stream<Cell> of(Class<?> benchmark) {
    return cells.stream().filter(cell -> cell.benchmark().equals(benchmark.getSimpleName()));
  }

  /** Those contests alone in which these took part, and those of benchmarks without peers. */
  Results against(Peers peers) {
    return where(
        cell ->
            !cell.parameters().containsKey("peers")
                || cell.parameter("peers").equals(peers.name()));
  }

  /** Those contests alone that were held in such a JVM. */
  Results in(Jvm jvm) {
    return where(jvm::measured);
  }

  private Results where(Predicate<Cell> wanted) {
    return new Results(machine, date, quick, cells.stream().filter(wanted).toList());
  }

  /** The contest of a benchmark whose parameters have these values, in any order. */
  Optional<Cell> find(Class<?> benchmark, String... values) {
    return of(benchmark)
        .filter(cell -> cell.parameters().values().containsAll(List.of(values)))
        .findFirst();
  }

  /**
   * Earlier results, with these in the places of those of the same contests.
   *
   * @throws IOException if they are of another machine or another kind of run
   */
  Results beside(Results earlier) throws IOException {
    Machine other = earlier.machine();
    boolean same =
        machine.cpu().equals(other.cpu())
            && machine.jdk().equals(other.jdk())
            && machine.processors() == other.processors();
    if (!same || quick != earlier.quick()) {
      throw new IOException("the last results are of another machine; measure the whole section");
    }
    List<Cell> all = new ArrayList<>(earlier.cells());
    all.replaceAll(old -> cells.stream().filter(old::isSameContest).findFirst().orElse(old));
    cells.stream().filter(cell -> !all.contains(cell)).forEach(all::add);
    return new Results(machine, date, quick, all);
  }
}
