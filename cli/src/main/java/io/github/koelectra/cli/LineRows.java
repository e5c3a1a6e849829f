package io.github.koelectra.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** A text a line; two with a tab between them where a task reads pairs. */
final class LineRows implements RowReader {
  private final Utf8Lines lines;
  private final TextNames texts;

  LineRows(InputStream in, String source, TextNames texts) {
    lines = new Utf8Lines(in, source);
    this.texts = texts;
  }

  @Override
  public Optional<Entry> next() throws IOException {
    return lines.next().map(this::entry);
  }

  private Entry entry(byte[] line) {
    Optional<String> text = Utf8Lines.text(line);
    if (text.isEmpty()) {
      return new Entry.Bad(lines.where(), Utf8Lines.NOT_TEXT);
    }
    if (!texts.ownPairs()) {
      return new Entry.Good(texts.row(lines.where(), text.get(), Optional.empty()));
    }
    List<String> both = List.of(text.get().split("\t", -1));
    return both.size() == 2
        ? new Entry.Good(texts.row(lines.where(), both.getFirst(), Optional.of(both.getLast())))
        : new Entry.Bad(lines.where(), "two texts with one tab between them were expected");
  }

  @Override
  public boolean ready() throws IOException {
    return lines.ready();
  }

  @Override
  public long bytes() {
    return lines.bytes();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
