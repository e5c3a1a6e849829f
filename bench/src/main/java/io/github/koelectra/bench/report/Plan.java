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
 * @param quick whether only to try everything out
 */
record Plan(
    Path home, Path models, List<Section> sections, Map<String, String> parameters, boolean quick) {
  /** Copies the collections. */
  Plan {
    sections = List.copyOf(sections);
    parameters = Map.copyOf(parameters);
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
