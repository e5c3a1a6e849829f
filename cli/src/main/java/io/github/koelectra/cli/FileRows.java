package io.github.koelectra.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The records of files, one file after the other. */
final class FileRows implements RowReader {
  private static final Set<String> ENDINGS = Set.of("txt", "tsv", "csv", "jsonl", "ndjson");

  private final Iterator<Path> files;
  private final TextNames texts;
  private final boolean whole;
  private Optional<RowReader> open = Optional.empty();
  private long bytes;

  /**
   * Of these files.
   *
   * @param whole whether a {@code .txt} file is one text, not a text a line
   */
  FileRows(List<Path> files, TextNames texts, boolean whole) {
    this.files = files.iterator();
    this.texts = texts;
    this.whole = whole;
  }

  /**
   * The files that are meant: of a folder those of a known kind directly in it, by their names.
   *
   * @throws IOException if one is not there, of no known kind, or a folder without any
   */
  static List<Path> expand(List<Path> paths) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path path : paths) {
      if (Files.isDirectory(path)) {
        files.addAll(in(path));
      } else if (ENDINGS.contains(ending(path))) {
        Files.size(path); // It is there.
        files.add(path);
      } else {
        throw new IOException(
            path + ": of an unknown kind; what is read is .txt, .tsv, .csv, .jsonl or a folder");
      }
    }
    return files;
  }

  private static List<Path> in(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      List<Path> known =
          all.filter(f -> ENDINGS.contains(ending(f)) && Files.isRegularFile(f)).sorted().toList();
      if (known.isEmpty()) {
        throw new IOException(folder + ": a folder without .txt, .tsv, .csv or .jsonl files");
      }
      return known;
    }
  }

  /** What a file's name ends in, in lower case. */
  static String ending(Path file) {
    String name = file.toString();
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  @Override
  public Optional<Entry> next() throws IOException {
    while (open.isPresent() || files.hasNext()) {
      if (open.isEmpty()) {
        open = Optional.of(open(files.next()));
      }
      Optional<Entry> next = open.get().next();
      if (next.isPresent()) {
        return next;
      }
      bytes += open.get().bytes();
      close();
    }
    return Optional.empty();
  }

  private RowReader open(Path file) throws IOException {
    return switch (ending(file)) {
      case "tsv" -> TsvRows.open(file, texts);
      case "csv" -> new CsvRows(file, texts);
      case "jsonl", "ndjson" -> new JsonRows(file, texts);
      default -> openText(file);
    };
  }

  /** Tables of Korean corpora are called so, too; a column is asked for only if it is one. */
  private RowReader openText(Path file) throws IOException {
    if (texts.column().isPresent()) {
      return TsvRows.open(file, texts);
    }
    return whole
        ? new WholeFile(file, texts)
        : new LineRows(Files.newInputStream(file), file.toString(), texts);
  }

  @Override
  public long bytes() {
    return bytes + open.map(RowReader::bytes).orElse(0L);
  }

  @Override
  public void close() throws IOException {
    if (open.isPresent()) {
      open.get().close();
      open = Optional.empty();
    }
  }
}
