package io.github.koelectra.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.bench.matmul.MatmulBenchmark;
import io.github.koelectra.bench.model.ModelBenchmark;
import io.github.koelectra.bench.text.TokenizerBenchmark;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Param;

class ContestsTest {
  @Test
  void contestsAreAllCombinationsOfValues() {
    assertEquals(32, Contests.of(MatmulBenchmark.class, Map.of()).size());
    assertEquals(
        16, Contests.of(MatmulBenchmark.class, Map.of("m", "1,16", "size", "SMALL")).size());
    assertEquals(1, Contests.of(TokenizerBenchmark.class, Map.of("size", "SMALL")).size());
    assertEquals(
        List.of(
            Map.of("size", "BASE", "threads", "1", "point", "1x16", "peers", "ALL"),
            Map.of("size", "BASE", "threads", "1", "point", "mixed", "peers", "ALL")),
        Contests.of(
            ModelBenchmark.class, Map.of("size", "BASE", "threads", "1", "point", "1x16,mixed")));
  }

  @Test
  void sectionsNameParametersThatTheirBenchmarksHave() {
    for (Section section : Section.values()) {
      for (String name : section.parameters(false).keySet()) {
        assertTrue(
            section.benchmarks().stream().anyMatch(type -> hasParameter(type, name)),
            section + ": " + name);
      }
    }
  }

  private static boolean hasParameter(Class<?> benchmark, String name) {
    return Contests.of(benchmark, Map.of()).getFirst().containsKey(name);
  }

  @Test
  void everyParameterOfAContestIsGiven() {
    for (Section section : Section.values()) {
      for (Class<?> benchmark : section.benchmarks()) {
        long fields =
            List.of(benchmark.getDeclaredFields()).stream()
                .filter(field -> field.isAnnotationPresent(Param.class))
                .count();
        Contests.of(benchmark, section.parameters(true))
            .forEach(contest -> assertEquals(fields, contest.size(), contest.toString()));
      }
    }
  }
}
