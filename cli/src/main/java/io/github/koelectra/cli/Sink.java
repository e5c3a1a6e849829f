package io.github.koelectra.cli;

import java.io.IOException;

/** Where results go. For one thread. */
interface Sink {
  /** Writes lines. */
  void write(String lines) throws IOException;

  /** Shows what was written to whoever waits for it. */
  void flush() throws IOException;

  /** What was written until now are the results of so many rows. */
  void settled(Tally tally) throws IOException;
}
