package io.github.koelectra.train.pretrain;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * Shuffles what is too much for memory: keeps a buffer full, and gives any of what is in it. A
 * buffer for one leaves the order as it is.
 *
 * @param <T> what is shuffled
 */
final class ShuffleBuffer<T> implements Source<T> {
  /** How large a thing may be on average, in a full buffer. */
  private static final long AVERAGE = 256;

  private final Source<T> source;
  private final ToIntFunction<T> size;
  private final int capacity;
  private final Draws draws;
  private final List<T> kept = new ArrayList<>();
  private long sizes;
  private boolean ended;

  /**
   * Shuffles {@code source}.
   *
   * @param size how large a thing is, in chars or tokens
   * @param capacity how many things are kept at most; fewer, if they are large
   */
  ShuffleBuffer(Source<T> source, ToIntFunction<T> size, int capacity, Draws draws) {
    this.source = source;
    this.size = size;
    this.capacity = capacity;
    this.draws = draws;
  }

  @Override
  public Optional<T> next() throws IOException {
    fill();
    if (kept.isEmpty()) {
      return Optional.empty();
    }
    T last = kept.removeLast();
    int drawn = draws.below(kept.size() + 1);
    T chosen = drawn < kept.size() ? kept.set(drawn, last) : last;
    sizes -= size.applyAsInt(chosen);
    return Optional.of(chosen);
  }

  private void fill() throws IOException {
    while (!ended && kept.size() < capacity && (kept.isEmpty() || sizes < AVERAGE * capacity)) {
      Optional<T> next = source.next();
      ended = next.isEmpty();
      next.ifPresent(this::keep);
    }
  }

  private void keep(T thing) {
    kept.add(thing);
    sizes += size.applyAsInt(thing);
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
