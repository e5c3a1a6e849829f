package io.github.koelectra.cli;

import java.io.Closeable;
import java.io.IOException;

/**
 * A page that shows results as they come. Closed without being finished, it leaves nothing.
 *
 * @param <R> the results
 */
interface Picture<R> extends Closeable {
  /**
   * Shows a result.
   *
   * @throws IOException if it cannot be written, or the page is full
   */
  void add(Row row, R result) throws IOException;

  /** Gives the page its name. */
  void finish() throws IOException;

  /** Where nobody wants one. */
  static <R> Picture<R> none() {
    return new Picture<>() {
      @Override
      public void add(Row row, R result) {}

      @Override
      public void finish() {}

      @Override
      public void close() {}
    };
  }
}
