package io.github.koelectra.cli;

import java.util.Optional;

/** One record that is known. */
final class SingleRow implements RowReader {
  private Optional<Entry> left;

  SingleRow(Row row) {
    left = Optional.of(new Entry.Good(row));
  }

  @Override
  public Optional<Entry> next() {
    Optional<Entry> next = left;
    left = Optional.empty();
    return next;
  }

  @Override
  public long bytes() {
    return 0;
  }

  @Override
  public void close() {}
}
