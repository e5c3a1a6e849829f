package io.github.koelectra.weights.torch;

import io.github.koelectra.weights.WeightFormatException.Kind;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Reads a file's bytes one behind the other; what would go beyond them is refused before. */
final class Cursor {
  private static final int LONGEST_LINE = 256;
  private static final ValueLayout.OfShort I16 =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt I32 =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong I64 =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final MemorySegment bytes;
  private long position;

  Cursor(MemorySegment bytes) {
    this.bytes = bytes;
  }

  long position() {
    return position;
  }

  long left() {
    return bytes.byteSize() - position;
  }

  /** Steps over {@code count} bytes, any number above 2^63 written as a negative one. */
  long skip(long count) throws PickleException {
    if (count < 0 || count > left()) {
      throw new PickleException(
          Kind.TRUNCATED,
          "cut off: "
              + Long.toUnsignedString(count)
              + " bytes should follow byte "
              + position
              + ", but only "
              + left()
              + " do; download it again");
    }
    long at = position;
    position += count;
    return at;
  }

  int u8() throws PickleException {
    return bytes.get(ValueLayout.JAVA_BYTE, skip(Byte.BYTES)) & 0xFF;
  }

  int u16() throws PickleException {
    return bytes.get(I16, skip(Short.BYTES)) & 0xFFFF;
  }

  int i32() throws PickleException {
    return bytes.get(I32, skip(Integer.BYTES));
  }

  long u32() throws PickleException {
    return Integer.toUnsignedLong(i32());
  }

  long i64() throws PickleException {
    return bytes.get(I64, skip(Long.BYTES));
  }

  byte[] take(long count) throws PickleException {
    long at = skip(count);
    return bytes.asSlice(at, count).toArray(ValueLayout.JAVA_BYTE);
  }

  String text(long count) throws PickleException {
    return new String(take(count), StandardCharsets.UTF_8);
  }

  /** The text up to the next line feed, which is stepped over. */
  String line() throws PickleException {
    long begin = position;
    while (u8() != '\n') {
      if (position - begin > LONGEST_LINE) {
        throw new PickleException(
            Kind.RESOURCES,
            "a line of more than " + LONGEST_LINE + " bytes at byte " + begin + " of its pickle");
      }
    }
    long end = position - 1;
    return new String(
        bytes.asSlice(begin, end - begin).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
  }
}
