package io.github.koelectra.train.pretrain;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/** The sequences of one epoch. For one thread. */
interface Sequences extends Closeable {
  /**
   * The next sequence, or none at the end of the epoch.
   *
   * @param number how many sequences of the run came before, for what is drawn by it
   */
  Optional<TokenSequence> next(long number) throws IOException;

  /** Passes over the next sequence; whether there was one. */
  boolean skip() throws IOException;

  /** Sequences that are made already. */
  static Sequences of(Source<TokenSequence> made) {
    return new Sequences() {
      @Override
      public Optional<TokenSequence> next(long number) throws IOException {
        return made.next();
      }

      @Override
      public boolean skip() throws IOException {
        return made.next().isPresent();
      }

      @Override
      public void close() throws IOException {
        made.close();
      }
    };
  }
}
