package io.github.koelectra.train;

import java.io.IOException;
import java.util.Optional;

/**
 * The batches of a run, in an order that the run's seed decides. Belongs to one thread.
 *
 * @param <B> a batch
 */
public interface Batches<B> extends AutoCloseable {
  /**
   * The next batch, or none at the end of the last epoch.
   *
   * @throws IOException if the data cannot be read or is malformed; the message says where
   */
  Optional<B> next() throws IOException;

  /**
   * Passes over {@code count} batches, as if each had been asked for: how a run that is continued
   * finds its place.
   */
  void skip(long count) throws IOException;

  /** Gives back the files. */
  @Override
  void close() throws IOException;
}
