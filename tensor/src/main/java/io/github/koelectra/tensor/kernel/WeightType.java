package io.github.koelectra.tensor.kernel;

/**
 * How weights are kept in memory. Whatever they are kept as, they are widened to float before they
 * are computed with, so that the arithmetic is the same.
 */
public enum WeightType {
  /** 32-bit floats, as in most checkpoints. */
  F32(Float.BYTES),
  /** IEEE half precision: 11 bits of significand, up to 65504. */
  F16(Short.BYTES),
  /** The upper half of a 32-bit float: 8 bits of significand. */
  BF16(Short.BYTES);

  private static final int QUIET = 0x40;

  private final int bytes;

  WeightType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of one weight. */
  public int bytes() {
    return bytes;
  }

  /** The nearest number of a 16-bit type, ties to even, as its bits. */
  public short narrow(float x) {
    return switch (this) {
      case F16 -> Float.floatToFloat16(x);
      case BF16 -> bfloat16(x);
      case F32 -> throw new IllegalStateException("F32 has 32 bits");
    };
  }

  private static short bfloat16(float x) {
    int bits = Float.floatToRawIntBits(x);
    int upper = bits >>> Short.SIZE;
    if (Float.isNaN(x)) {
      return (short) (upper | QUIET);
    }
    int half = Short.MAX_VALUE + (upper & 1);
    return (short) ((bits + half) >>> Short.SIZE);
  }

  /** The float that the bits of a 16-bit type stand for, exactly. */
  public float widen(short bits) {
    return switch (this) {
      case F16 -> Float.float16ToFloat(bits);
      case BF16 -> Float.intBitsToFloat(bits << Short.SIZE);
      case F32 -> throw new IllegalStateException("F32 has 32 bits");
    };
  }

  /** Widens n numbers; loops over arrays, which the compiler turns into vectors. */
  public void widen(int n, short[] from, int offset, float[] to, int toOffset) {
    switch (this) {
      case F16 -> widenF16(n, from, offset, to, toOffset);
      case BF16 -> widenBf16(n, from, offset, to, toOffset);
      case F32 -> throw new IllegalStateException("F32 has 32 bits");
    }
  }

  private static void widenF16(int n, short[] from, int offset, float[] to, int toOffset) {
    for (int i = 0; i < n; i++) {
      to[toOffset + i] = Float.float16ToFloat(from[offset + i]);
    }
  }

  private static void widenBf16(int n, short[] from, int offset, float[] to, int toOffset) {
    for (int i = 0; i < n; i++) {
      to[toOffset + i] = Float.intBitsToFloat(from[offset + i] << Short.SIZE);
    }
  }
}
