package io.github.koelectra.cli.measure;

/**
 * How long texts of one length take, one at a time.
 *
 * @param tokens their length
 * @param runs how many were measured
 * @param p50 the median, in milliseconds
 * @param p95 what 95 of 100 stay below, in milliseconds
 */
public record Latency(int tokens, int runs, double p50, double p95) {
  /** Tokens a second at the median. */
  public double tokensPerSecond() {
    return 1000 * tokens / p50;
  }
}
