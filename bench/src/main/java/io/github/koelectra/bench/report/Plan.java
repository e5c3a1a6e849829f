package io.github.koelectra.bench.report;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What is to be run and where the results go.
 *
 * @param home the repository
 * @param models the directory of the models' directories
 * @param sections what to run
 * @param parameters values of benchmarks' parameters, commas between, where not all are wanted
 * @param bits the widths of vectors that are wanted, all if there are none
 * @param collectors the ways of starting a JVM that are wanted, all if there are none
 * @param quick whether only to try everything out
 */
record Plan(
    Path home,
    Path models,
    List<Section> sections,
    Map<String, String> parameters,
    List<Integer> bits,
    List<Collector> collectors,
    boolean quick) {
  /** Copies the collections. */
  Plan {
    sections = List.copyOf(sections);
    parameters = Map.copyOf(parameters);
    bits = List.copyOf(bits);
    collectors = List.copyOf(collectors);
  }

  /** Whether only some of a section's contests are wanted, and the others' results are kept. */
  boolean some() {
    return !parameters.isEmpty() || !bits.isEmpty() || !collectors.isEmpty();
  }

  /** Whether contests in such a JVM are wanted. */
  boolean wants(Jvm jvm) {
    return (bits.isEmpty() || bits.contains(jvm.bits()))
        && (collectors.isEmpty() || collectors.contains(jvm.collector()));
  }

  /** Where results are kept between runs; a trial's are apart from real ones. */
  Path results() {
    return home.resolve("bench/target").resolve(quick ? "results-quick" : "results");
  }

  /** The document; a trial writes another. */
  Path document() {
    return quick ? results().resolve("benchmarks.md") : home.resolve("docs/benchmarks.md");
  }
}
