package io.github.koelectra.cli;

import java.io.IOException;
import java.io.PrintWriter;

/** Results on standard output: at most a tenth of a second old there. */
final class OutputLines implements Sink {
  private static final long LONGEST_WAIT = 100_000_000; // nanoseconds

  private final PrintWriter out;
  private long flushed = System.nanoTime();

  OutputLines(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void write(String lines) {
    out.print(lines);
  }

  @Override
  public void flush() throws IOException {
    if (out.checkError()) {
      throw new TextInput.NobodyReads();
    }
    flushed = System.nanoTime();
  }

  @Override
  public void settled(Tally tally) throws IOException {
    if (System.nanoTime() - flushed > LONGEST_WAIT) {
      flush();
    }
  }
}
