package io.github.koelectra.tensor.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** All numbers of the 16-bit types, and what is between them. */
class WeightTypeTest {
  private static final int ALL = 1 << Short.SIZE;
  private static final int EXPONENT_BITS = 0x7f800000;

  @ParameterizedTest
  @EnumSource(names = {"F16", "BF16"})
  void everyNumberIsItself(WeightType type) {
    for (int bits = 0; bits < ALL; bits++) {
      float x = type.widen((short) bits);
      if (Float.isNaN(x)) {
        assertTrue(Float.isNaN(type.widen(type.narrow(x))), Integer.toHexString(bits));
      } else {
        assertEquals((short) bits, type.narrow(x), Integer.toHexString(bits));
      }
    }
  }

  /**
   * Between two neighbours the nearer one is taken, in the middle the one with an even last bit.
   */
  @ParameterizedTest
  @EnumSource(names = {"F16", "BF16"})
  void whatIsBetweenGoesToTheNearer(WeightType type) {
    for (int bits = 0; bits < Short.MAX_VALUE; bits++) {
      float low = type.widen((short) bits);
      float high = type.widen((short) (bits + 1));
      if (!Float.isFinite(high)) {
        break;
      }
      float middle = (float) (((double) low + high) / 2);
      short even = (short) (bits + (bits & 1));
      assertEquals(even, type.narrow(middle), Float.toString(middle));
      assertEquals((short) bits, type.narrow(Math.nextDown(middle)));
      assertEquals((short) (bits + 1), type.narrow(Math.nextUp(middle)));
      assertEquals(type.narrow(-middle), (short) (type.narrow(middle) | Short.MIN_VALUE));
    }
  }

  @ParameterizedTest
  @EnumSource(WeightType.class)
  void storedElementsAreWidened(WeightType type) {
    float[] values = {0f, -0f, 1f, -2.5f, 0.15625f, Float.intBitsToFloat(EXPONENT_BITS)};
    MemorySegment bytes = MemorySegment.ofArray(new byte[1 + values.length * type.bytes()]);
    for (int i = 0; i < values.length; i++) {
      long at = 1 + (long) i * type.bytes();
      if (type == WeightType.F32) {
        bytes.set(
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), at, values[i]);
      } else {
        bytes.set(
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN),
            at,
            type.narrow(values[i]));
      }
    }
    float[] out = new float[5];
    new StoredElements(bytes.asSlice(1), type).copyTo(2, out, 1, 4);
    assertArrayEquals(new float[] {0f, 1f, -2.5f, 0.15625f, Float.POSITIVE_INFINITY}, out);
  }
}
