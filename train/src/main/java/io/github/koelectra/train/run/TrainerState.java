package io.github.koelectra.train.run;

import io.github.koelectra.json.Json;
import io.github.koelectra.json.JsonException;
import io.github.koelectra.json.JsonObject;
import io.github.koelectra.json.JsonValue;
import io.github.koelectra.json.JsonValue.JsonString;
import io.github.koelectra.train.run.Interval.Mean;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeSet;

/**
 * Where a run is, but for its parameters, moments and ranks.
 *
 * @param position in the data
 * @param logBytes the length of the log
 * @param evaluatedStep the step of the last evaluation; 0 before the first
 * @param best the best evaluation
 * @param interval the means of the interval of the log that has begun
 * @param description what the run's bits follow from, by name
 */
record TrainerState(
    Position position,
    long logBytes,
    long evaluatedStep,
    Optional<Best> best,
    Interval.Means interval,
    Map<String, String> description) {

  /**
   * How far a run is.
   *
   * @param step the steps that are done
   * @param batches the batches that are used up
   * @param tokens the tokens in them
   */
  record Position(long step, long batches, long tokens) {
    static final Position START = new Position(0, 0, 0);

    Position after(int moreBatches, long moreTokens) {
      return new Position(step + 1, batches + moreBatches, tokens + moreTokens);
    }
  }

  /** The best evaluation so far. */
  record Best(long step, double value) {}

  /** One line of JSON. */
  String json() {
    SequencedMap<String, Object> members = new LinkedHashMap<>();
    members.put("step", position.step);
    members.put("batches", position.batches);
    members.put("tokens", position.tokens);
    members.put("log_bytes", logBytes);
    members.put("evaluated_step", evaluatedStep);
    best.ifPresent(b -> members.put("best", two("step", b.step, "value", b.value)));
    members.put("loss", json(interval.loss()));
    members.put("gradient_norm", json(interval.gradientNorm()));
    SequencedMap<String, Object> means = new LinkedHashMap<>();
    interval.others().forEach((name, mean) -> means.put(name, json(mean)));
    members.put("means", means);
    members.put("settings", description);
    return Json.write(members) + "\n";
  }

  private static SequencedMap<String, Object> json(Mean mean) {
    return two("sum", mean.sum(), "count", mean.count());
  }

  private static SequencedMap<String, Object> two(
      String first, Object firstValue, String second, Object secondValue) {
    SequencedMap<String, Object> two = new LinkedHashMap<>();
    two.put(first, firstValue);
    two.put(second, secondValue);
    return two;
  }

  static TrainerState read(Path file) throws IOException {
    JsonObject members = Json.readObject(file);
    Optional<JsonObject> best = members.findObject("best");
    Optional<Best> found =
        best.isPresent()
            ? Optional.of(new Best(integer(best.get(), "step"), real(best.get(), "value")))
            : Optional.empty();
    return new TrainerState(
        new Position(
            integer(members, "step"), integer(members, "batches"), integer(members, "tokens")),
        integer(members, "log_bytes"),
        integer(members, "evaluated_step"),
        found,
        new Interval.Means(
            mean(members, "loss"), mean(members, "gradient_norm"), means(object(members, "means"))),
        texts(object(members, "settings")));
  }

  private static SequencedMap<String, Mean> means(JsonObject interval) throws JsonException {
    SequencedMap<String, Mean> means = new LinkedHashMap<>();
    for (String name : interval.members().keySet()) {
      means.put(name, mean(interval, name));
    }
    return means;
  }

  private static Mean mean(JsonObject members, String name) throws JsonException {
    JsonObject mean = object(members, name);
    return new Mean(real(mean, "sum"), real(mean, "count"));
  }

  private static SequencedMap<String, String> texts(JsonObject settings) {
    SequencedMap<String, String> texts = new LinkedHashMap<>();
    for (Map.Entry<String, JsonValue> member : settings.members().entrySet()) {
      if (member.getValue() instanceof JsonString text) {
        texts.put(member.getKey(), text.value());
      }
    }
    return texts;
  }

  private static long integer(JsonObject members, String name) throws JsonException {
    return members.findLong(name).orElseThrow(() -> lacks(members, name));
  }

  /** What is not a number is written as null. */
  private static double real(JsonObject members, String name) throws JsonException {
    return members.findDouble(name).orElse(Double.NaN);
  }

  private static JsonObject object(JsonObject members, String name) throws JsonException {
    return members.findObject(name).orElseThrow(() -> lacks(members, name));
  }

  private static JsonException lacks(JsonObject members, String name) {
    return new JsonException(members.source() + ": \"" + name + "\" is missing");
  }

  /** All in which {@code other} is described otherwise, in words. */
  Optional<String> difference(Map<String, String> other) {
    TreeSet<String> names = new TreeSet<>(description.keySet());
    names.addAll(other.keySet());
    List<String> differences = new ArrayList<>();
    for (String name : names) {
      String before = description.getOrDefault(name, "not given");
      String now = other.getOrDefault(name, "not given");
      if (!before.equals(now)) {
        differences.add(name + " was " + before + " and is now " + now);
      }
    }
    return differences.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", differences));
  }
}
