package io.github.koelectra.weights.tensorflow;

import io.github.koelectra.weights.WeightFormatException;
import io.github.koelectra.weights.WeightFormatException.Kind;
import java.nio.file.Path;
import java.util.Arrays;

/** A part of an index read from front to back; no read leaves the part. */
final class ByteCursor {
  private static final int MOST_VARINT_BYTES = 10;
  private static final int VARINT_BITS = 7;

  private final Path file;
  private final byte[] bytes;
  private final int end;
  private int at;

  ByteCursor(Path file, byte[] bytes, int begin, int end) {
    this.file = file;
    this.bytes = bytes;
    this.at = begin;
    this.end = end;
  }

  Path file() {
    return file;
  }

  int remaining() {
    return end - at;
  }

  /**
   * A number of 7 bits a byte, the lowest first; the highest bit of a byte says that more follow.
   */
  long varint() throws WeightFormatException {
    long value = 0;
    for (int i = 0; i < MOST_VARINT_BYTES && at < end; i++) {
      byte next = bytes[at++];
      value |= (long) (next & 0x7F) << (i * VARINT_BITS);
      if (next >= 0) {
        return value;
      }
    }
    throw wrong("a number in it does not end");
  }

  /** A number that says how many of the bytes to come belong together. */
  int length() throws WeightFormatException {
    return length(remaining());
  }

  /** A number that says how many of {@code most} bytes are meant. */
  int length(int most) throws WeightFormatException {
    long length = varint();
    if (length < 0 || length > most) {
      throw wrong("a length in it leads beyond the end of its block");
    }
    return (int) length;
  }

  byte[] take(int count) throws WeightFormatException {
    int begin = skip(count);
    return Arrays.copyOfRange(bytes, begin, at);
  }

  ByteCursor part(int count) throws WeightFormatException {
    int begin = skip(count);
    return new ByteCursor(file, bytes, begin, at);
  }

  /** Four bytes, the lowest first. */
  int fixed32() throws WeightFormatException {
    int begin = skip(Integer.BYTES);
    return (bytes[begin] & 0xFF)
        | ((bytes[begin + 1] & 0xFF) << 8)
        | ((bytes[begin + 2] & 0xFF) << 16)
        | (bytes[begin + 3] << 24);
  }

  int skip(int count) throws WeightFormatException {
    if (count < 0 || count > remaining()) {
      throw wrong("a value in it leads beyond the end of its block");
    }
    int begin = at;
    at += count;
    return begin;
  }

  WeightFormatException wrong(String what) {
    return wrong(Kind.HEADER, what + "; the index is damaged, download it again");
  }

  WeightFormatException wrong(Kind kind, String what) {
    return new WeightFormatException(kind, file + ": " + what);
  }
}
