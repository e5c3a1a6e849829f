package io.github.koelectra.tensor.kernel.vector;

import jdk.incubator.vector.VectorShape;

/**
 * The shape of the room's panels and vectors, chosen once from the processor: 128, 256 or 512 bits.
 * Loads none of the classes that compute, which a process that has just started does without.
 */
public final class PanelShape {
  private static final int BITS =
      Math.clamp(VectorShape.preferredShape().vectorBitSize(), 128, 512);

  private PanelShape() {}

  /** Bits of a vector. */
  public static int bits() {
    return BITS;
  }

  /** Columns of a panel: two vectors. */
  public static int width() {
    return 2 * BITS / Float.SIZE;
  }
}
