package io.github.koelectra.weights;

import java.util.Optional;

/** The element types of safetensors files, by their names there. */
public enum DType {
  /** A byte that is 0 or 1. */
  BOOL(8),
  /** 4-bit float. */
  F4(4),
  /** 6-bit float with 2 exponent bits. */
  F6_E2M3(6),
  /** 6-bit float with 3 exponent bits. */
  F6_E3M2(6),
  /** Unsigned byte. */
  U8(8),
  /** Signed byte. */
  I8(8),
  /** 8-bit float with 5 exponent bits. */
  F8_E5M2(8),
  /** 8-bit float with 4 exponent bits. */
  F8_E4M3(8),
  /** 8-bit exponent. */
  F8_E8M0(8),
  /** 8-bit float with 4 exponent bits, no negative zero. */
  F8_E4M3FNUZ(8),
  /** 8-bit float with 5 exponent bits, no negative zero. */
  F8_E5M2FNUZ(8),
  /** Signed 16-bit integer. */
  I16(16),
  /** Unsigned 16-bit integer. */
  U16(16),
  /** IEEE half precision. */
  F16(16),
  /** The upper half of a 32-bit float. */
  BF16(16),
  /** Signed 32-bit integer. */
  I32(32),
  /** Unsigned 32-bit integer. */
  U32(32),
  /** IEEE single precision. */
  F32(32),
  /** Two 32-bit floats. */
  C64(64),
  /** IEEE double precision. */
  F64(64),
  /** Signed 64-bit integer. */
  I64(64),
  /** Unsigned 64-bit integer. */
  U64(64);

  private final int bits;

  DType(int bits) {
    this.bits = bits;
  }

  /** Bits of one element. */
  public int bits() {
    return bits;
  }

  /** Whether elements are real numbers this engine computes with. */
  public boolean isReal() {
    return this == F32 || this == F16 || this == BF16 || this == F64;
  }

  /** The type of that name. */
  public static Optional<DType> named(String name) {
    for (DType type : values()) {
      if (type.name().equals(name)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
