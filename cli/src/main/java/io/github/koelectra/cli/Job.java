package io.github.koelectra.cli;

import io.github.koelectra.core.Outcome;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Takes rows through a pipeline, in constant memory. The pipeline reads ahead, to pack batches, but
 * never waits for rows while there are some to answer. For one thread, once.
 *
 * @param <I> the pipeline's inputs
 * @param <R> its results
 */
final class Job<I, R> {
  /** So many rows at most wait for a pipeline that wants more, should all of them be bad. */
  private static final int MOST_WAITING = 4096;

  private final RowReader rows;
  private final Function<Row, I> input;
  private final Function<Stream<I>, Stream<Outcome<R>>> outcomes;
  private final RowWriter<R> writer;
  private final TaskFormat<R> format;
  private final Picture<R> picture;

  /** Rows that were read and are not settled. */
  private final Deque<Entry> waiting = new ArrayDeque<>();

  private Optional<IOException> unreadable = Optional.empty();
  private boolean first = true;
  private boolean ended;

  Job(
      RowReader rows,
      Function<Row, I> input,
      Function<Stream<I>, Stream<Outcome<R>>> outcomes,
      Looks<R> looks) {
    this.rows = rows;
    this.input = input;
    this.outcomes = outcomes;
    format = looks.format;
    picture = looks.picture;
    writer = new RowWriter<>(looks.written, format);
  }

  /**
   * How results look.
   *
   * @param written how they are written
   * @param format what is written of one
   * @param picture the page they are shown on
   */
  record Looks<R>(OutputFormat written, TaskFormat<R> format, Picture<R> picture) {}

  /** What becomes of a row that cannot be taken. */
  interface Refusals {
    /**
     * It is left out.
     *
     * @throws IOException if it must not be
     */
    void refused(String sentence) throws IOException;
  }

  /**
   * Runs it.
   *
   * @param before rows that a run before has settled, and {@link #pass} has read
   * @throws IOException if the input cannot be read, or the output not written, or a row is refused
   */
  Tally run(Tally before, Sink sink, Refusals refusals, Consumer<Tally> watcher)
      throws IOException {
    Settling settling = new Settling(sink, refusals, watcher, before);
    while (!ended) {
      try (Stream<Outcome<R>> burst = outcomes.apply(stream(new Burst()))) {
        Iterator<Outcome<R>> all = burst.iterator();
        while (all.hasNext()) {
          settling.settle(all.next());
        }
      }
      settling.settleBad();
      if (unreadable.isPresent()) {
        throw unreadable.get();
      }
      sink.flush();
    }
    return settling.tally;
  }

  /** Reads over rows that a run before has settled; the first says what the columns are. */
  void pass(long count) throws IOException {
    for (long i = 0; i < count; i++) {
      Entry entry = rows.next().orElseThrow(() -> new IOException("the input has become shorter"));
      if (first && entry instanceof Entry.Good(Row row)) {
        writer.header(row);
        first = false;
      }
    }
  }

  private static <T> Stream<T> stream(Iterator<T> iterator) {
    int known = Spliterator.ORDERED | Spliterator.NONNULL;
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(iterator, known), false);
  }

  /** Inputs as far as they can be had without waiting, but at least one. */
  private final class Burst implements Iterator<I> {
    private Optional<Row> next = Optional.empty();

    /** Once it has come to its end it stays there: whoever asks again must not wait. */
    private boolean over;

    @Override
    public boolean hasNext() {
      while (next.isEmpty() && !over) {
        over = ended || unreadable.isPresent() || !mayRead();
        if (!over) {
          read();
        }
      }
      return next.isPresent();
    }

    private boolean mayRead() {
      try {
        return waiting.isEmpty() || (waiting.size() < MOST_WAITING && rows.ready());
      } catch (IOException e) {
        unreadable = Optional.of(e);
        return false;
      }
    }

    private void read() {
      try {
        Optional<Entry> entry = rows.next();
        ended = entry.isEmpty();
        entry.ifPresent(waiting::add);
        next =
            entry.flatMap(
                e -> e instanceof Entry.Good(Row row) ? Optional.of(row) : Optional.empty());
      } catch (IOException e) {
        unreadable = Optional.of(e);
      }
    }

    @Override
    public I next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Row row = next.orElseThrow();
      next = Optional.empty();
      return input.apply(row);
    }
  }

  /** What became of the rows goes where it belongs, in their order. */
  private final class Settling {
    private final Sink sink;
    private final Refusals refusals;
    private final Consumer<Tally> watcher;
    private Tally tally;

    Settling(Sink sink, Refusals refusals, Consumer<Tally> watcher, Tally before) {
      this.sink = sink;
      this.refusals = refusals;
      this.watcher = watcher;
      tally = before;
    }

    void settle(Outcome<R> outcome) throws IOException {
      settleBad();
      if (!(waiting.remove() instanceof Entry.Good(Row row))) {
        throw new IllegalStateException("an outcome without a row");
      }
      if (first) {
        sink.write(writer.header(row));
        first = false;
      }
      switch (outcome) {
        case Outcome.Done<R>(R result) -> write(row, result);
        case Outcome.Refused<R>(String reason) -> refuse(row.where(), reason);
      }
    }

    private void write(Row row, R result) throws IOException {
      String lines;
      try {
        lines = writer.lines(row, result);
      } catch (IllegalArgumentException e) {
        refuse(row.where(), e.getMessage());
        return;
      }
      sink.write(lines);
      picture.add(row, result);
      settled(tally.done(format.truncated(result)));
    }

    /** Whatever stands before the next row. */
    void settleBad() throws IOException {
      while (waiting.peek() instanceof Entry.Bad(String where, String reason)) {
        waiting.remove();
        refuse(where, reason);
      }
    }

    private void refuse(String where, String reason) throws IOException {
      refusals.refused(where.isEmpty() ? reason : where + ": " + reason);
      settled(tally.skippedOne());
    }

    private void settled(Tally now) throws IOException {
      tally = now;
      sink.settled(now);
      watcher.accept(now);
    }
  }
}
