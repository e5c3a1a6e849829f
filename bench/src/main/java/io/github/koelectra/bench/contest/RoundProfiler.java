package io.github.koelectra.bench.contest;

import java.util.Collection;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;

/** Hands the scores of every round to JMH, which prints, keeps and writes them. */
public final class RoundProfiler implements InternalProfiler {
  /** JMH makes it. */
  public RoundProfiler() {}

  @Override
  public String getDescription() {
    return "The scores of each contender, round by round";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {}

  @Override
  @SuppressWarnings("rawtypes") // as JMH declares it
  public Collection<? extends Result> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    return Scoreboard.take();
  }
}
