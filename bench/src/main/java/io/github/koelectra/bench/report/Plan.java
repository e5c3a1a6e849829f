package io.github.koelectra.bench.report;

import java.nio.file.Path;
import java.util.List;

/**
 * What is to be run and where the results go.
 *
 * @param home the repository
 * @param models the directory of the models' directories
 * @param sections what to run
 * @param quick whether only to try everything out
 */
record Plan(Path home, Path models, List<Section> sections, boolean quick) {
  /** Copies the sections. */
  Plan {
    sections = List.copyOf(sections);
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
