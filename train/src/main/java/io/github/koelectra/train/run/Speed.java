package io.github.koelectra.train.run;

/** Tokens by time. For one thread. */
final class Speed {
  private static final double NANOS_PER_SECOND = 1e9;

  private long begin = System.nanoTime();
  private long tokens;

  void add(long more) {
    tokens += more;
  }

  double tokensPerSecond() {
    return tokens * NANOS_PER_SECOND / Math.max(1, System.nanoTime() - begin);
  }

  void restart() {
    begin = System.nanoTime();
    tokens = 0;
  }
}
