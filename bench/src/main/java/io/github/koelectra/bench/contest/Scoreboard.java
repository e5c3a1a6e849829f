package io.github.koelectra.bench.contest;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Where a round leaves its scores for {@link RoundProfiler} to take to JMH. Static, for JMH makes
 * the profiler and the benchmark apart from each other; a fork runs one round at a time.
 */
public final class Scoreboard {
  private static final Map<String, ScalarResult> SCORES = new LinkedHashMap<>();

  private Scoreboard() {}

  /** Leaves a score. */
  public static synchronized void put(String name, double value, String unit) {
    SCORES.put(name, new ScalarResult(name, value, unit, AggregationPolicy.AVG));
  }

  /** Takes all scores away. */
  static synchronized Collection<ScalarResult> take() {
    List<ScalarResult> scores = new ArrayList<>(SCORES.values());
    SCORES.clear();
    return scores;
  }
}
