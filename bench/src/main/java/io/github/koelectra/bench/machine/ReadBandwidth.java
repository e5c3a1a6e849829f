package io.github.koelectra.bench.machine;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.apache.commons.statistics.descriptive.Median;

/** How fast this machine reads memory at this moment, on one thread. */
public final class ReadBandwidth {
  /** Bytes that no cache holds. */
  public static final long UNCACHED = 256L << 20;

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  /** Floats between two looks at the clock: 4 MiB, too short to be interrupted often. */
  private static final int STRETCH = 1 << 20;

  /** Floats per call: short, so that the loop is called often and soon compiled. */
  private static final int BLOCK = 1 << 14;

  /** Behind an array's header of 16 bytes, 12 floats reach the next cache line. */
  private static final int FIRST = 12;

  @SuppressWarnings("UnusedVariable") // written so that the loop is not optimised away
  private static volatile float sink;

  private static final class Memory {
    static final float[] ARRAY = filled();

    private static float[] filled() {
      float[] array = new float[FIRST + (int) (UNCACHED / Float.BYTES)];
      Arrays.fill(array, 1f);
      return array;
    }
  }

  private ReadBandwidth() {}

  /** GB/s, a billion bytes each: the median over stretches of memory that no cache holds. */
  public static double gigabytes() {
    double[] rates = new double[Memory.ARRAY.length / STRETCH];
    for (int s = 0; s < rates.length; s++) {
      long start = System.nanoTime();
      sink = stretch(FIRST + s * STRETCH);
      rates[s] = (double) STRETCH * Float.BYTES / (System.nanoTime() - start);
    }
    return Median.withDefaults().evaluate(rates);
  }

  private static float stretch(int first) {
    float sum = 0;
    for (int from = first; from < first + STRETCH; from += BLOCK) {
      sum += sum(Memory.ARRAY, from, from + BLOCK);
    }
    return sum;
  }

  private static float sum(float[] array, int from, int to) {
    int step = SPECIES.length();
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    for (int i = from; i < to; i += 4 * step) {
      s0 = s0.add(FloatVector.fromArray(SPECIES, array, i));
      s1 = s1.add(FloatVector.fromArray(SPECIES, array, i + step));
      s2 = s2.add(FloatVector.fromArray(SPECIES, array, i + 2 * step));
      s3 = s3.add(FloatVector.fromArray(SPECIES, array, i + 3 * step));
    }
    return s0.add(s1).add(s2.add(s3)).reduceLanes(VectorOperators.ADD);
  }
}
