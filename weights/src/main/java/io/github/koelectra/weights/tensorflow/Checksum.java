package io.github.koelectra.weights.tensorflow;

import java.lang.foreign.MemorySegment;
import java.util.zip.CRC32C;

/** CRC-32C as such files store it: rotated and moved, so that sums of data with sums differ. */
final class Checksum {
  private static final int ROTATION = 15;
  private static final int DELTA = 0xA282EAD8;
  private static final long PART = 1 << 30;

  private Checksum() {}

  static int masked(byte[] bytes, int begin, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, begin, length);
    return masked(crc);
  }

  static int masked(MemorySegment bytes) {
    CRC32C crc = new CRC32C();
    for (long at = 0; at < bytes.byteSize(); at += PART) {
      crc.update(bytes.asSlice(at, Math.min(PART, bytes.byteSize() - at)).asByteBuffer());
    }
    return masked(crc);
  }

  private static int masked(CRC32C crc) {
    return Integer.rotateRight((int) crc.getValue(), ROTATION) + DELTA;
  }
}
