package io.github.koelectra.tensor.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Real numbers where a checkpoint has them: little-endian, of any alignment, in memory or a mapped
 * file.
 *
 * @param segment all elements, one behind the other
 * @param type of each element
 */
public record StoredElements(MemorySegment segment, WeightType type) {
  private static final ValueLayout.OfFloat FLOATS =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfShort HALVES =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** Copies {@code length} elements from {@code first} on, widened to float. */
  void copyTo(long first, float[] destination, int offset, int length) {
    long from = first * type.bytes();
    if (type == WeightType.F32) {
      MemorySegment.copy(segment, FLOATS, from, destination, offset, length);
      return;
    }
    for (int i = 0; i < length; i++) {
      destination[offset + i] = type.widen(segment.get(HALVES, from + (long) i * Short.BYTES));
    }
  }
}
