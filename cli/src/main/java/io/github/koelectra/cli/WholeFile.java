package io.github.koelectra.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A file that is one text. Its row says which file that is. */
final class WholeFile implements RowReader {
  private static final long LARGEST = 1 << 26;

  private final Path file;
  private final TextNames texts;
  private long bytes;
  private boolean read;

  WholeFile(Path file, TextNames texts) {
    this.file = file;
    this.texts = texts;
  }

  @Override
  public Optional<Entry> next() throws IOException {
    if (read) {
      return Optional.empty();
    }
    read = true;
    if (Files.size(file) > LARGEST) {
      return Optional.of(new Entry.Bad(file.toString(), "longer than 64 MB"));
    }
    byte[] content = Files.readAllBytes(file);
    bytes = content.length;
    return Optional.of(
        Utf8Lines.text(content)
            .<Entry>map(text -> new Entry.Good(row(Utf8Lines.withoutMark(text))))
            .orElseGet(() -> new Entry.Bad(file.toString(), Utf8Lines.NOT_TEXT)));
  }

  private Row row(String text) {
    Row plain = texts.row(file.toString(), text, Optional.empty());
    Map<String, Object> columns = new LinkedHashMap<>();
    columns.put("file", file.toString());
    columns.putAll(plain.columns());
    return new Row(plain.where(), columns, plain.text(), plain.pair());
  }

  @Override
  public long bytes() {
    return bytes;
  }

  @Override
  public void close() {}
}
