package io.github.koelectra.bench.report;

import io.github.koelectra.bench.machine.Machine;
import io.github.koelectra.bench.peers.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** Writes the document and its charts from the last results of every section. */
final class Publication {
  private Publication() {}

  /**
   * Writes them.
   *
   * @throws IOException if there are no results, or no document can be written
   */
  static void write(Plan plan) throws IOException {
    List<Cell> cells = new ArrayList<>();
    List<Results> sections = new ArrayList<>();
    StringJoiner measured = new StringJoiner("\n");
    for (Section section : Section.values()) {
      Path file = section.file(plan.results());
      if (Files.exists(file)) {
        Results results = ResultsFile.read(file);
        sections.add(results);
        cells.addAll(results.cells());
        measured.add("- " + section.title() + ": " + where(results));
      }
    }
    if (sections.isEmpty()) {
      throw new IOException(plan.results() + ": no results there; run without --tables");
    }
    Results last = sections.getLast();
    Results together = new Results(last.machine(), last.date(), plan.quick(), cells);
    new Document(together, measured.toString()).write(plan.document());
    new Charts(together.against(Peers.ALL), plan.document().resolveSibling("benchmarks")).write();
    System.out.println(plan.document() + " is written");
  }

  private static String where(Results results) {
    Machine machine = results.machine();
    return String.format(
        "%s, %s, %d processors, %s; %s; %s; %s",
        results.date(),
        machine.cpu(),
        machine.processors(),
        machine.limit(),
        machine.system(),
        machine.jdk(),
        machine.kernels());
  }
}
