package io.github.koelectra.tensor.kernel.vector;

import jdk.incubator.vector.VectorShape;

/**
 * The shape of the room's panels and vectors, chosen once from the processor: 128, 256 or 512 bits.
 * Loads none of the classes that compute, which a process that has just started does without.
 */
public final class PanelShape {
  private static final int BITS =
      Math.clamp(VectorShape.preferredShape().vectorBitSize(), 128, 512);

  /** How many vector registers there are. */
  private static final int REGISTERS =
      BITS == 512 || System.getProperty("os.arch").equals("aarch64") ? 32 : 16;

  private PanelShape() {}

  /** Bits of a vector. */
  public static int bits() {
    return BITS;
  }

  /** How many vectors the columns of a panel are: what the product's tile has in a row. */
  static int vectors() {
    return REGISTERS == 32 ? WideTile.VECTORS : NarrowTile.VECTORS;
  }

  /** Columns of a panel. */
  public static int width() {
    return vectors() * BITS / Float.SIZE;
  }
}
