package io.github.koelectra.cli;

import java.nio.file.Path;
import java.util.Optional;

/** How results are written. */
enum OutputFormat {
  /** Lines for people. */
  LINES,
  /** A JSON object a line. */
  JSON,
  /** Lines with tabs and a header; tabs and line ends in values are written \t, \n and \r. */
  TSV,
  /** Comma-separated values, RFC 4180, with a header. */
  CSV;

  /** What a file's name says; nothing if it says nothing. */
  static Optional<OutputFormat> of(Path file) {
    return switch (FileRows.ending(file)) {
      case "txt" -> Optional.of(LINES);
      case "jsonl", "ndjson", "json" -> Optional.of(JSON);
      case "tsv" -> Optional.of(TSV);
      case "csv" -> Optional.of(CSV);
      default -> Optional.empty();
    };
  }
}
