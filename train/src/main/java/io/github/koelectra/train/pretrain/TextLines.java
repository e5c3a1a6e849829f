package io.github.koelectra.train.pretrain;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The lines of text files, one file after the other, with an empty line between two files: no
 * document goes on in the next.
 */
final class TextLines implements Source<String> {
  private static final int BUFFER = 1 << 16;
  private static final int LONGEST = 1 << 26;

  private final List<Path> files;
  private final byte[] buffer = new byte[BUFFER];
  private int opened;
  private InputStream in = InputStream.nullInputStream();
  private int begin;
  private int end;
  private long number;

  /** Opens no file yet. */
  TextLines(List<Path> files) {
    this.files = files;
  }

  @Override
  public Optional<String> next() throws IOException {
    Optional<String> line = opened == 0 ? Optional.empty() : line();
    if (line.isPresent()) {
      return line;
    }
    close();
    if (opened == files.size()) {
      return Optional.empty();
    }
    boolean first = opened == 0;
    open(files.get(opened++));
    return first ? next() : Optional.of("");
  }

  private void open(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException(file + ": no such text file");
    }
    in = Files.newInputStream(file);
    begin = 0;
    end = 0;
    number = 0;
  }

  private Optional<String> line() throws IOException {
    ByteArrayOutputStream parts = new ByteArrayOutputStream(0);
    boolean found = false;
    while (begin < end || fill()) {
      found = true;
      int lineEnd = begin;
      while (lineEnd < end && buffer[lineEnd] != '\n') {
        lineEnd++;
      }
      int lineBegin = begin;
      begin = Math.min(lineEnd + 1, end);
      if (lineEnd < end && parts.size() == 0) {
        return Optional.of(text(buffer, lineBegin, lineEnd));
      }
      parts.write(buffer, lineBegin, lineEnd - lineBegin);
      if (lineEnd < end) {
        break;
      }
      if (parts.size() > LONGEST) {
        throw new IOException(where(number + 1) + ": the line is longer than 64 MB");
      }
    }
    return found ? Optional.of(text(parts.toByteArray(), 0, parts.size())) : Optional.empty();
  }

  private boolean fill() throws IOException {
    begin = 0;
    try {
      end = Math.max(0, in.read(buffer, 0, buffer.length));
    } catch (IOException e) {
      throw new IOException(files.get(opened - 1) + " cannot be read: " + e.getMessage(), e);
    }
    return end > 0;
  }

  /** The text of a line that ends before {@code lineEnd}, or one before that. */
  private String text(byte[] bytes, int lineBegin, int lineEnd) throws IOException {
    number++;
    int last = lineEnd > lineBegin && bytes[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
    try {
      ByteBuffer utf8 = ByteBuffer.wrap(bytes, lineBegin, last - lineBegin);
      String text = StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
      return number == 1 && text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new IOException(
          where(number)
              + ": not UTF-8 text; a file of Windows may be CP949: iconv -f CP949 -t UTF-8 converts"
              + " it",
          e);
    }
  }

  private String where(long line) {
    return files.get(opened - 1) + ", line " + line;
  }

  @Override
  public void close() throws IOException {
    in.close();
    in = InputStream.nullInputStream(); // The end may be asked for again.
  }
}
