package io.github.koelectra.cli;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Lines of bytes, so that one that is no text spoils no other. For one thread. */
final class Utf8Lines implements Closeable {
  /** What is said of bytes that are no text. */
  static final String NOT_TEXT =
      "not UTF-8 text; a file of Windows or Excel may be CP949: iconv -f CP949 -t UTF-8 converts it";

  private static final int BUFFER = 1 << 16;
  private static final int LONGEST = 1 << 26;

  /** What programs of Windows put before a text. */
  static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final InputStream in;
  private final String source;
  private final byte[] buffer = new byte[BUFFER];
  private int begin;
  private int end;
  private long bytes;
  private long number;

  /** Of a stream that messages call {@code source}. */
  Utf8Lines(InputStream in, String source) {
    this.in = in;
    this.source = source;
  }

  /** The next line without its end. A byte order mark before the first is left out. */
  Optional<byte[]> next() throws IOException {
    ByteArrayOutputStream parts = new ByteArrayOutputStream(0);
    boolean found = false;
    while (begin < end || fill()) {
      found = true;
      int lineEnd = begin;
      while (lineEnd < end && buffer[lineEnd] != '\n') {
        lineEnd++;
      }
      parts.write(buffer, begin, lineEnd - begin);
      begin = Math.min(lineEnd + 1, end);
      if (lineEnd < end) {
        return Optional.of(line(parts.toByteArray()));
      }
      if (parts.size() > LONGEST) {
        throw new IOException(where(number + 1) + ": the line is longer than 64 MB");
      }
    }
    return found ? Optional.of(line(parts.toByteArray())) : Optional.empty();
  }

  private boolean fill() throws IOException {
    begin = 0;
    try {
      end = Math.max(0, in.read(buffer, 0, buffer.length));
    } catch (IOException e) {
      throw new IOException(source + " cannot be read: " + e.getMessage(), e);
    }
    bytes += end;
    return end > 0;
  }

  private byte[] line(byte[] line) {
    boolean marked = number++ == 0 && Arrays.equals(line, 0, marked(line), BYTE_ORDER_MARK, 0, 3);
    int last = line.length > 0 && line[line.length - 1] == '\r' ? line.length - 1 : line.length;
    return Arrays.copyOfRange(line, marked ? BYTE_ORDER_MARK.length : 0, last);
  }

  private static int marked(byte[] line) {
    return Math.min(line.length, BYTE_ORDER_MARK.length);
  }

  /** The place of the line that came last. */
  String where() {
    return where(number);
  }

  private String where(long line) {
    return source + ", line " + line;
  }

  /** Whether a whole line can be read without waiting. */
  boolean ready() throws IOException {
    if (begin == end && in.available() > 0) {
      fill();
    }
    int at = begin;
    while (at < end && buffer[at] != '\n') {
      at++;
    }
    return at < end;
  }

  /** How many bytes were read. */
  long bytes() {
    return bytes - (end - begin);
  }

  /** The text that the bytes are; empty if they are none. */
  static Optional<String> text(byte[] utf8) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** The same text without a byte order mark before it. */
  static String withoutMark(String text) {
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
