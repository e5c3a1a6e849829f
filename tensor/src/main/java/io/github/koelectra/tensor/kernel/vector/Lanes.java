package io.github.koelectra.tensor.kernel.vector;

import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** The vectors of the room. */
final class Lanes {
  /** Floats in vectors of the processor's width. */
  static final VectorSpecies<Float> SPECIES =
      VectorSpecies.of(float.class, VectorShape.forBitSize(PanelShape.bits()));

  /** How many floats a vector holds. */
  static final int COUNT = SPECIES.length();

  private Lanes() {}
}
