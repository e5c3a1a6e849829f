package io.github.koelectra.bench.text;

import io.github.koelectra.bench.peers.MissingPeerException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The text that is taken to pieces.
 *
 * @param sentences the first lines of a file that are not blank
 * @param bytes their UTF-8 bytes
 */
record Corpus(List<String> sentences, long bytes) {
  /** The property that names the file: UTF-8, a sentence a line. */
  static final String FILE = "koelectra.corpus";

  /** The property that names the vocabulary. */
  static final String VOCABULARY = "koelectra.vocab";

  private static final int MOST_SENTENCES = 20_000;

  /** The file of the property {@code name}. */
  static Path path(String name) throws MissingPeerException {
    String value = System.getProperty(name, "");
    if (!Files.isRegularFile(Path.of(value))) {
      throw new MissingPeerException(
          "the tokenizers need -D" + name + "=FILE, and '" + value + "' is no file");
    }
    return Path.of(value);
  }

  static Corpus read(Path file) throws IOException {
    try (Stream<String> lines = Files.lines(file)) {
      List<String> sentences = lines.filter(line -> !line.isBlank()).limit(MOST_SENTENCES).toList();
      long bytes =
          sentences.stream().mapToLong(s -> s.getBytes(StandardCharsets.UTF_8).length).sum();
      return new Corpus(sentences, bytes);
    }
  }
}
