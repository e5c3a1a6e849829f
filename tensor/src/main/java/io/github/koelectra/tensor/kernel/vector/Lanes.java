package io.github.koelectra.tensor.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** The shape of the vectors, chosen once from the processor: 128, 256 or 512 bits. */
final class Lanes {
  /** Floats in vectors of the processor's width. */
  static final VectorSpecies<Float> SPECIES =
      VectorSpecies.of(
          float.class,
          VectorShape.forBitSize(
              Math.clamp(FloatVector.SPECIES_PREFERRED.vectorBitSize(), 128, 512)));

  /** How many floats a vector holds. */
  static final int COUNT = SPECIES.length();

  /** How many vector registers there are. */
  static final int REGISTERS =
      SPECIES.vectorBitSize() == 512 || System.getProperty("os.arch").equals("aarch64") ? 32 : 16;

  private Lanes() {}
}
