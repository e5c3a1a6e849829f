package io.github.koelectra.train.finetune;

import io.github.koelectra.json.OneLine;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The lines of a file, strictly UTF-8. A byte order mark before the first and carriage returns
 * before their ends are left out. Belongs to one thread.
 */
final class Utf8Lines implements Closeable {
  private static final int BUFFER = 1 << 16;
  private static final int LONGEST = 1 << 26;

  private final Path file;
  private final InputStream in;
  private int number;

  private Utf8Lines(Path file, InputStream in) {
    this.file = file;
    this.in = in;
  }

  /**
   * Opens a file.
   *
   * @throws IOException if there is none, or it cannot be read
   */
  @SuppressWarnings("MustBeClosedChecker") // The caller closes it.
  static Utf8Lines open(Path file) throws IOException {
    checkFile(file);
    return new Utf8Lines(file, new BufferedInputStream(Files.newInputStream(file), BUFFER));
  }

  /** Says in one sentence why there is nothing to read, if so. */
  static void checkFile(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new IOException(file + ": there is no such file");
    }
    if (Files.isDirectory(file)) {
      throw new IOException(file + ": a directory, not a file");
    }
    if (Files.isRegularFile(file) && Files.size(file) == 0) {
      throw new IOException(file + ": the file is empty");
    }
  }

  /** The next line without its end. */
  Optional<String> next() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int next = in.read();
    if (next < 0) {
      return Optional.empty();
    }
    number++;
    for (; next >= 0 && next != '\n'; next = in.read()) {
      bytes.write(next);
      if (bytes.size() > LONGEST) {
        throw broken("the line is longer than 64 MB");
      }
    }
    return Optional.of(text(bytes.toByteArray()));
  }

  /** The next line that is not empty. */
  Optional<String> nextFull() throws IOException {
    Optional<String> line = next();
    while (line.isPresent() && line.get().isBlank()) {
      line = next();
    }
    return line;
  }

  private String text(byte[] utf8) throws IOException {
    try {
      String line = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
      int begin = number == 1 && line.startsWith("\uFEFF") ? 1 : 0;
      int end = line.endsWith("\r") ? line.length() - 1 : line.length();
      return line.substring(Math.min(begin, end), end);
    } catch (CharacterCodingException e) {
      IOException broken =
          broken("not UTF-8 text; iconv -f CP949 -t UTF-8 converts a file of Windows or Excel");
      broken.initCause(e);
      throw broken;
    }
  }

  /** The number of the line that came last, from 1. */
  int number() {
    return number;
  }

  /** What is wrong with the line that came last. */
  IOException broken(String problem) {
    return broken(file, number, problem);
  }

  /** What is wrong with a line. */
  static IOException broken(Path file, int line, String problem) {
    return new IOException(file + ", line " + line + ": " + OneLine.of(problem));
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
