package io.github.koelectra.cli;

import io.github.koelectra.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;

/** What a model scored on parts of a task's data. For one thread. */
final class ScoreTable {
  static final String FILE = "eval_results.json";

  private static final int COLUMN = 17;

  private final SequencedMap<String, Object> about = new LinkedHashMap<>();
  private final SequencedMap<String, SequencedMap<String, Double>> scores = new LinkedHashMap<>();

  /** What the scores are of. */
  void say(String name, Object value) {
    about.put(name, value);
  }

  /** The metrics on a part of the data. */
  void add(String split, Map<String, Double> metrics) {
    scores.put(split, new LinkedHashMap<>(metrics));
  }

  /** One line of JSON. */
  String json() {
    SequencedMap<String, Object> members = new LinkedHashMap<>(about);
    members.putAll(scores);
    return Json.write(members);
  }

  /** Writes the JSON into {@code directory}. */
  void write(Path directory) throws IOException {
    Path part = directory.resolve(FILE + ".part");
    try {
      Files.writeString(part, json() + "\n");
      Files.move(part, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** Prints the JSON, or a table for people. */
  void print(PrintWriter out, boolean asJson) {
    if (asJson) {
      out.println(json());
    } else if (!scores.isEmpty()) {
      List<String> names = List.copyOf(scores.firstEntry().getValue().keySet());
      out.println(row("split", names));
      scores.forEach(
          (split, metrics) ->
              out.println(row(split, names.stream().map(n -> number(metrics, n)).toList())));
    }
    out.flush();
  }

  private static String number(Map<String, Double> metrics, String name) {
    double value = metrics.getOrDefault(name, Double.NaN);
    return Double.isNaN(value) ? "undefined" : String.format(Locale.ROOT, "%.4f", value);
  }

  private static String row(String first, List<String> others) {
    StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "%-6s", first));
    others.forEach(o -> row.append(String.format(Locale.ROOT, "%" + COLUMN + "s", o)));
    return row.toString();
  }
}
