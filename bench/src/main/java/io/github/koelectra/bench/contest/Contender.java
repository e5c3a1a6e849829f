package io.github.koelectra.bench.contest;

/**
 * One of several that do the same work.
 *
 * @param name what results call it
 * @param before done before every timed stretch, not timed
 * @param call the work
 */
public record Contender(String name, Runnable before, Runnable call) {
  /** A contender that needs no preparation. */
  public static Contender of(String name, Runnable call) {
    return new Contender(name, () -> {}, call);
  }
}
