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

  /**
   * How far the sequences of an epoch are.
   *
   * @param texts the texts that are used up
   * @param waiting how many tokens of the last of them are to come in the next sequence
   */
  record Place(long texts, int waiting) {}

  /** Where the next sequence begins, if one can go there without the tokens before. */
  default Optional<Place> place() {
    return Optional.empty();
  }

  /**
   * Goes to a place that sequences of the same epoch gave, from the beginning.
   *
   * @throws IOException if the texts cannot be read, or end before
   */
  default void goTo(Place place) throws IOException {
    throw new UnsupportedOperationException("no place was given: " + place);
  }

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
