package io.github.koelectra.cli.measure;

import io.github.koelectra.electra.ElectraConfig;
import io.github.koelectra.electra.TaskModel;
import io.github.koelectra.electra.TokenBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.statistics.descriptive.Quantile;

/**
 * Times a model on random tokens, which take as long as any others. Each figure is measured after
 * as long a time of warming up, and the first after a longer one on a long text: a JVM that is warm
 * from short ones alone is measured half compiled.
 */
public final class Stopwatch {
  private static final int LEAST_RUNS = 5;
  private static final double NANOS = 1e9;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double HIGH = 0.95;

  private final TaskModel model;
  private final double seconds;
  private final SplittableRandom random = new SplittableRandom(1);

  /**
   * A watch.
   *
   * @param seconds how long each figure is measured
   */
  public Stopwatch(TaskModel model, double seconds) {
    this.model = model;
    this.seconds = seconds;
  }

  /** Warms up on texts of {@code tokens} tokens, the longest to come. */
  public void warmUp(int tokens) {
    TokenBatch batch = TokenBatch.of(ids(tokens));
    run(batch);
    run(batch);
  }

  /** How long texts of {@code tokens} tokens take, one at a time. */
  public Latency latency(int tokens) {
    TokenBatch batch = TokenBatch.of(ids(tokens));
    run(batch);
    double[] nanos = run(batch);
    double[] quantiles = Quantile.withDefaults().evaluate(nanos, 0.5, HIGH);
    return new Latency(
        tokens, nanos.length, quantiles[0] / NANOS_PER_MILLI, quantiles[1] / NANOS_PER_MILLI);
  }

  /** Tokens a second where texts of these lengths go through the model together. */
  public double throughput(List<Integer> lengths) {
    int[][] texts = lengths.stream().map(this::ids).toArray(int[][]::new);
    TokenBatch batch = TokenBatch.of(texts);
    run(batch);
    double median = Quantile.withDefaults().evaluate(run(batch), 0.5);
    return NANOS * batch.tokens() / median;
  }

  private int[] ids(int tokens) {
    ElectraConfig config = model.config();
    return random.ints(tokens, 0, config.vocabSize()).toArray();
  }

  /** The nanoseconds of each run. */
  private double[] run(TokenBatch batch) {
    List<Double> nanos = new ArrayList<>();
    long begin = System.nanoTime();
    while (nanos.size() < LEAST_RUNS || System.nanoTime() - begin < seconds * NANOS) {
      long before = System.nanoTime();
      model.run(batch);
      nanos.add((double) (System.nanoTime() - before));
    }
    return nanos.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
