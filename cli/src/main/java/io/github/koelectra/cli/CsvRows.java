package io.github.koelectra.cli;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * A table of comma-separated values (RFC 4180) with a header. Fields may have line ends; empty
 * lines of a table with several columns are passed over.
 *
 * <p>Bytes are parsed as they are, one a character, and each record is decoded by itself: so one
 * that is no text can be told from the others.
 */
final class CsvRows implements RowReader {
  private final String source;
  private final Counted in;
  private final CsvReader<CsvRecord> reader;
  private final Iterator<CsvRecord> records;
  private final Columns columns;

  /**
   * Reads a file.
   *
   * @throws IOException if it cannot be read, or its header lacks a column
   */
  CsvRows(Path file, TextNames texts) throws IOException {
    source = file.toString();
    in = new Counted(withoutMark(file));
    reader =
        CsvReader.builder()
            .skipEmptyLines(false)
            .allowUnclosedQuote(false)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .ofCsvRecord(new InputStreamReader(in, StandardCharsets.ISO_8859_1));
    records = reader.iterator();
    try {
      CsvRecord header =
          record().orElseThrow(() -> new IOException(file + ": empty, without a header"));
      List<String> names =
          text(header)
              .orElseThrow(() -> new IOException(where(header) + ": " + Utf8Lines.NOT_TEXT));
      columns = Columns.of(names, texts, source);
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  private static InputStream withoutMark(Path file) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(file));
    in.mark(Utf8Lines.BYTE_ORDER_MARK.length);
    if (!Arrays.equals(
        in.readNBytes(Utf8Lines.BYTE_ORDER_MARK.length), Utf8Lines.BYTE_ORDER_MARK)) {
      in.reset();
    }
    return in;
  }

  private Optional<CsvRecord> record() throws IOException {
    try {
      return records.hasNext() ? Optional.of(records.next()) : Optional.empty();
    } catch (CsvParseException e) {
      throw new IOException(source + ": not a table of CSV: " + reason(e), e);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String first = failure.getMessage();
    return cause.equals(failure) ? first : first + ": " + cause.getMessage();
  }

  @Override
  public Optional<Entry> next() throws IOException {
    Optional<CsvRecord> record = record();
    while (record.isPresent() && columns.names().size() > 1 && isEmpty(record.get())) {
      record = record();
    }
    return record.map(this::entry);
  }

  private static boolean isEmpty(CsvRecord record) {
    return record.getFieldCount() == 1 && record.getField(0).isEmpty();
  }

  private Entry entry(CsvRecord record) {
    return text(record)
        .map(fields -> columns.row(where(record), fields))
        .orElseGet(() -> new Entry.Bad(where(record), Utf8Lines.NOT_TEXT));
  }

  private String where(CsvRecord record) {
    return source + ", line " + record.getStartingLineNumber();
  }

  private static Optional<List<String>> text(CsvRecord record) {
    List<String> fields = new ArrayList<>();
    for (String field : record.getFields()) {
      Optional<String> text = Utf8Lines.text(field.getBytes(StandardCharsets.ISO_8859_1));
      if (text.isEmpty()) {
        return Optional.empty();
      }
      fields.add(text.get());
    }
    return Optional.of(fields);
  }

  @Override
  public long bytes() {
    return in.bytes;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }

  /** Counts what passes. */
  private static final class Counted extends FilterInputStream {
    private long bytes;

    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int count = super.read(into, offset, length);
      bytes += Math.max(0, count);
      return count;
    }
  }
}
