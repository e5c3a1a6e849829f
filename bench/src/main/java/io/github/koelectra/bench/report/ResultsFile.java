package io.github.koelectra.bench.report;

import io.github.koelectra.bench.machine.Machine;
import io.github.koelectra.json.Json;
import io.github.koelectra.json.JsonException;
import io.github.koelectra.json.JsonObject;
import io.github.koelectra.json.JsonValue;
import io.github.koelectra.json.JsonValue.JsonArray;
import io.github.koelectra.json.JsonValue.JsonNumber;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;

/** Results as JSON, so that tables can be written again without measuring again. */
final class ResultsFile {
  private ResultsFile() {}

  /** The contest JMH ran. */
  static Cell cell(RunResult run) {
    List<IterationResult> rounds =
        run.getBenchmarkResults().stream().flatMap(b -> b.getIterationResults().stream()).toList();
    Map<String, double[]> scores = new LinkedHashMap<>();
    for (String name : run.getSecondaryResults().keySet()) {
      scores.put(
          name,
          rounds.stream()
              .mapToDouble(round -> round.getSecondaryResults().get(name).getScore())
              .toArray());
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String name : run.getParams().getParamsKeys()) {
      parameters.put(name, run.getParams().getParam(name));
    }
    String method = run.getParams().getBenchmark();
    String type = method.substring(0, method.lastIndexOf('.'));
    return new Cell(type.substring(type.lastIndexOf('.') + 1), parameters, scores);
  }

  static void write(Path file, Results results) throws IOException {
    Machine machine = results.machine();
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("cpu", machine.cpu());
    object.put("system", machine.system());
    object.put("jdk", machine.jdk());
    object.put("kernels", machine.kernels());
    object.put("processors", machine.processors());
    object.put("bits", machine.bits());
    object.put("peak", machine.peak());
    object.put("clock", machine.clock());
    object.put("date", results.date());
    object.put("quick", results.quick());
    object.put("cells", results.cells().stream().map(ResultsFile::object).toList());
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, Json.write(object) + "\n");
  }

  private static Map<String, Object> object(Cell cell) {
    Map<String, Object> scores = new LinkedHashMap<>();
    cell.scores()
        .forEach((name, values) -> scores.put(name, Arrays.stream(values).boxed().toList()));
    return Map.of("benchmark", cell.benchmark(), "parameters", cell.parameters(), "scores", scores);
  }

  static Results read(Path file) throws IOException {
    JsonObject object = Json.readObject(file);
    Machine machine =
        new Machine(
            string(object, "cpu"),
            string(object, "system"),
            string(object, "jdk"),
            string(object, "kernels"),
            (int) number(object, "processors"),
            (int) number(object, "bits"),
            number(object, "peak"),
            number(object, "clock"));
    List<Cell> cells = new ArrayList<>();
    for (JsonValue value : demand(object.findArray("cells"), object, "cells").values()) {
      cells.add(cell(object, value));
    }
    boolean quick = demand(object.findBoolean("quick"), object, "quick");
    return new Results(machine, string(object, "date"), quick, cells);
  }

  private static Cell cell(JsonObject file, JsonValue value) throws JsonException {
    if (!(value instanceof JsonObject object)) {
      throw new JsonException(file.source() + ": a contest is no object");
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    JsonObject given = demand(object.findObject("parameters"), object, "parameters");
    for (String name : given.members().keySet()) {
      parameters.put(name, string(given, name));
    }
    Map<String, double[]> scores = new LinkedHashMap<>();
    JsonObject measured = demand(object.findObject("scores"), object, "scores");
    for (String name : measured.members().keySet()) {
      scores.put(name, doubles(demand(measured.findArray(name), measured, name)));
    }
    return new Cell(string(object, "benchmark"), parameters, scores);
  }

  private static double[] doubles(JsonArray array) {
    return array.values().stream()
        .mapToDouble(v -> v instanceof JsonNumber n ? Double.parseDouble(n.literal()) : Double.NaN)
        .toArray();
  }

  private static String string(JsonObject object, String name) throws JsonException {
    return demand(object.findString(name), object, name);
  }

  private static double number(JsonObject object, String name) throws JsonException {
    return demand(object.findDouble(name), object, name);
  }

  private static <T> T demand(Optional<T> value, JsonObject object, String name)
      throws JsonException {
    return value.orElseThrow(
        () -> new JsonException(object.source() + ": no '" + name + "'; measure again"));
  }
}
