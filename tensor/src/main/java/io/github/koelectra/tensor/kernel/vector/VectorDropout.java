package io.github.koelectra.tensor.kernel.vector;

import static io.github.koelectra.tensor.kernel.vector.Lanes.COUNT;
import static io.github.koelectra.tensor.kernel.vector.Lanes.SPECIES;
import static io.github.koelectra.tensor.kernel.vector.VectorMath.all;

import io.github.koelectra.tensor.kernel.Dropout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Dropout: the hash of {@link Dropout}, a vector of places at once. */
final class VectorDropout {
  private static final VectorSpecies<Integer> INTS = SPECIES.withLanes(int.class);

  private VectorDropout() {}

  /** For a whole number of vectors. */
  static void apply(
      Dropout dropout, int place, int n, float[] x, int offset, float[] out, int outOffset) {
    IntVector key = IntVector.broadcast(INTS, dropout.key());
    IntVector threshold = IntVector.broadcast(INTS, dropout.threshold());
    IntVector step = IntVector.broadcast(INTS, COUNT * Dropout.STRIDE);
    IntVector mixer1 = IntVector.broadcast(INTS, Dropout.MIXER_1);
    IntVector mixer2 = IntVector.broadcast(INTS, Dropout.MIXER_2);
    IntVector places = IntVector.zero(INTS).addIndex(1).add(place).mul(Dropout.STRIDE).add(key);
    FloatVector scale = all(dropout.scale());
    FloatVector zero = all(0f);
    for (int i = 0; i < n; i += COUNT) {
      IntVector h = places.lanewise(VectorOperators.XOR, places.lanewise(VectorOperators.LSHR, 16));
      h = h.mul(mixer1).add(key);
      h = h.lanewise(VectorOperators.XOR, h.lanewise(VectorOperators.LSHR, 15)).mul(mixer2);
      h = h.lanewise(VectorOperators.XOR, h.lanewise(VectorOperators.LSHR, 16));
      IntVector draw = h.lanewise(VectorOperators.LSHR, 8);
      VectorMask<Float> dropped = draw.compare(VectorOperators.LT, threshold).cast(SPECIES);
      FloatVector factor = scale.blend(zero, dropped);
      FloatVector.fromArray(SPECIES, x, offset + i).mul(factor).intoArray(out, outOffset + i);
      places = places.add(step);
    }
  }
}
