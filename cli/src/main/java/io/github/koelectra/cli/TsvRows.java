package io.github.koelectra.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A table of lines with tabs and a header, as Korean corpora come: quotes are characters like any
 * other. Empty lines of a table with several columns are passed over.
 */
final class TsvRows implements RowReader {
  private final Utf8Lines lines;
  private final Columns columns;

  private TsvRows(Utf8Lines lines, Columns columns) {
    this.lines = lines;
    this.columns = columns;
  }

  /**
   * Reads a file.
   *
   * @throws IOException if it cannot be read, or its header lacks a column
   */
  @SuppressWarnings("MustBeClosedChecker") // The reader closes it.
  static TsvRows open(Path file, TextNames texts) throws IOException {
    Utf8Lines lines = new Utf8Lines(Files.newInputStream(file), file.toString());
    try {
      byte[] header =
          lines.next().orElseThrow(() -> new IOException(file + ": empty, without a header"));
      String names =
          Utf8Lines.text(header)
              .orElseThrow(() -> new IOException(lines.where() + ": " + Utf8Lines.NOT_TEXT));
      return new TsvRows(lines, Columns.of(fields(names), texts, file.toString()));
    } catch (IOException e) {
      lines.close();
      throw e;
    }
  }

  private static List<String> fields(String line) {
    return List.of(line.split("\t", -1));
  }

  @Override
  public Optional<Entry> next() throws IOException {
    Optional<byte[]> line = lines.next();
    while (line.isPresent() && line.get().length == 0 && columns.names().size() > 1) {
      line = lines.next();
    }
    return line.map(this::entry);
  }

  private Entry entry(byte[] line) {
    return Utf8Lines.text(line)
        .map(text -> columns.row(lines.where(), fields(text)))
        .orElseGet(() -> new Entry.Bad(lines.where(), Utf8Lines.NOT_TEXT));
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
