package io.github.koelectra.bench.report;

import io.github.koelectra.bench.machine.Machine;
import java.util.List;
import java.util.Optional;
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

  /** The contest of a benchmark whose parameters have these values, in any order. */
  Optional<Cell> find(Class<?> benchmark, String... values) {
    return of(benchmark)
        .filter(cell -> cell.parameters().values().containsAll(List.of(values)))
        .findFirst();
  }
}
