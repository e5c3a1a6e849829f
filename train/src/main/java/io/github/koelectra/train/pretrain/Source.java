package io.github.koelectra.train.pretrain;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/**
 * Things that come one after the other out of files. For one thread.
 *
 * @param <T> what comes
 */
interface Source<T> extends Closeable {
  /**
   * The next one, or none at the end.
   *
   * @throws IOException if the files cannot be read or are malformed; the message says where
   */
  Optional<T> next() throws IOException;
}
