package io.github.koelectra.cli;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/** Reads records one after the other. For one thread. */
interface RowReader extends Closeable {
  /**
   * The next record, or what stands in its place.
   *
   * @throws IOException if nothing more can be read
   */
  Optional<Entry> next() throws IOException;

  /** Whether there is no need to wait for the next: those before it can be answered first if so. */
  default boolean ready() throws IOException {
    return true; // What is in files is there.
  }

  /** How many bytes were read. */
  long bytes();
}
