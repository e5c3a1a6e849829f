package io.github.koelectra.cli;

import io.github.koelectra.cli.html.TrainingView;
import io.github.koelectra.cli.html.TrainingView.Curve;
import io.github.koelectra.cli.html.TrainingView.Point;
import io.github.koelectra.json.Json;
import io.github.koelectra.json.JsonObject;
import io.github.koelectra.json.JsonValue;
import io.github.koelectra.json.JsonValue.JsonNumber;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.Set;

/** The log of a training run, read back. */
record MetricsFile(List<JsonObject> lines) {
  private static final String EVALUATED = "eval_";

  /** What tells where on a curve a line is. */
  private static final Set<String> PLACES = Set.of("step", "epoch", "tokens");

  /** The best evaluation of a run. */
  record Best(long step, OptionalDouble epoch, SequencedMap<String, Double> metrics) {}

  /** Copies the list. */
  MetricsFile {
    lines = List.copyOf(lines);
  }

  static MetricsFile read(Path file) throws IOException {
    List<JsonObject> lines = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      String where = file + ", line " + (lines.size() + 1);
      lines.add(Json.readObject(line.getBytes(StandardCharsets.UTF_8), where));
    }
    return new MetricsFile(lines);
  }

  /** The curves of all that is measured, in the order of the log. */
  TrainingView view() {
    SequencedMap<String, List<Point>> curves = new LinkedHashMap<>();
    for (JsonObject line : lines) {
      for (Map.Entry<String, JsonValue> member : line.members().entrySet()) {
        if (!PLACES.contains(member.getKey())) {
          number(member.getValue())
              .ifPresent(
                  value ->
                      curves
                          .computeIfAbsent(member.getKey(), _ -> new ArrayList<>())
                          .add(new Point(step(line), value)));
        }
      }
    }
    List<Curve> all = new ArrayList<>();
    curves.forEach((name, points) -> all.add(new Curve(name, points)));
    return new TrainingView(all);
  }

  private static OptionalDouble number(JsonValue value) {
    return value instanceof JsonNumber number
        ? OptionalDouble.of(Double.parseDouble(number.literal()))
        : OptionalDouble.empty();
  }

  private static long step(JsonObject line) {
    return line.members().get("step") instanceof JsonNumber number
        ? Long.parseLong(number.literal())
        : 0;
  }

  /** The last evaluation that was better than all before. */
  Optional<Best> best() throws IOException {
    Optional<Best> best = Optional.empty();
    for (JsonObject line : lines) {
      if (line.findBoolean("best").orElse(false)) {
        SequencedMap<String, Double> metrics = new LinkedHashMap<>();
        line.members().forEach((name, value) -> addMetric(metrics, name, value));
        OptionalDouble epoch = number(line.find("epoch").orElse(new JsonValue.JsonNull()));
        best = Optional.of(new Best(step(line), epoch, metrics));
      }
    }
    return best;
  }

  private static void addMetric(Map<String, Double> metrics, String name, JsonValue value) {
    if (name.startsWith(EVALUATED)) {
      metrics.put(name.substring(EVALUATED.length()), number(value).orElse(Double.NaN));
    }
  }
}
