package io.github.koelectra.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.json.Json;
import io.github.koelectra.json.JsonObject;
import io.github.koelectra.json.JsonValue;
import io.github.koelectra.testkit.PipelineFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class BenchTest {
  private static final String MODEL = PipelineFiles.path("sequence").toString();

  private static JsonObject object(String line) throws IOException {
    return Json.readObject(line.getBytes(StandardCharsets.UTF_8), "output");
  }

  @Test
  void everyLengthIsMeasured() throws IOException {
    String line =
        Ran.of("bench", "--model", MODEL, "--seconds", "0.01", "--lengths", "4,9", "--json")
            .succeeds()
            .out();
    JsonObject report = object(line);
    List<JsonValue> rows = report.findArray("latency").orElseThrow().values();
    assertEquals(2, rows.size());
    assertEquals(9, ((JsonObject) rows.get(1)).findLong("tokens").orElseThrow());
    for (JsonValue row : rows) {
      double p50 = ((JsonObject) row).findDouble("p50_ms").orElseThrow();
      double p95 = ((JsonObject) row).findDouble("p95_ms").orElseThrow();
      assertTrue(0 < p50 && p50 <= p95, row.toString());
    }
    assertTrue(report.findDouble("tokens_per_second").orElseThrow() > 0);
    long opened = report.findLong("open_ms").orElseThrow();
    assertTrue(opened <= report.findLong("first_answer_ms").orElseThrow());
  }

  /** The tiny model has 128 positions, so the longer ones of the usual lengths are left out. */
  @Test
  void theUsualLengthsAreThoseTheModelTakes() {
    String table = Ran.of("bench", "--model", MODEL, "--seconds", "0.001").succeeds().out();
    List<String> lengths =
        table
            .lines()
            .map(String::strip)
            .filter(line -> line.matches("\\d+ .*"))
            .map(line -> line.substring(0, line.indexOf(' ')))
            .toList();
    assertEquals(List.of("16", "32", "64", "128"), lengths);
  }

  @Test
  void whatCannotBeMeasuredIsNamed() {
    Ran.of("bench", "--model", MODEL, "--lengths", "129").failsInOneSentence(2, "128 positions");
    Ran.of("bench", "--model", MODEL, "--lengths", "0").failsInOneSentence(2, "--lengths", "[0]");
    Ran.of("bench", "--model", MODEL, "--seconds", "0").failsInOneSentence(2, "--seconds");
  }
}
