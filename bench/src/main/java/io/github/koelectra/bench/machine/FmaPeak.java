package io.github.koelectra.bench.machine;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The most multiply-adds this machine does at this moment, on one thread. */
public final class FmaPeak {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int CHAINS = 12;
  private static final int STEPS = 1_000_000;

  @SuppressWarnings("UnusedVariable") // written so that the loop is not optimised away
  private static volatile float sink;

  private FmaPeak() {}

  /** GFLOP/s, a multiply-add counted as two; the best of a few tries of about 10 ms. */
  public static double gigaflops() {
    double best = 0;
    for (int attempt = 0; attempt < 8; attempt++) {
      long start = System.nanoTime();
      sink = run();
      double nanos = System.nanoTime() - start;
      best = Math.max(best, 2.0 * STEPS * CHAINS * SPECIES.length() / nanos);
    }
    return best;
  }

  private static float run() {
    FloatVector a = FloatVector.broadcast(SPECIES, 0.999f);
    FloatVector b = FloatVector.broadcast(SPECIES, 1e-9f);
    FloatVector c0 = b;
    FloatVector c1 = b;
    FloatVector c2 = b;
    FloatVector c3 = b;
    FloatVector c4 = b;
    FloatVector c5 = b;
    FloatVector c6 = b;
    FloatVector c7 = b;
    FloatVector c8 = b;
    FloatVector c9 = b;
    FloatVector c10 = b;
    FloatVector c11 = b;
    for (int i = 0; i < STEPS; i++) {
      c0 = c0.fma(a, b);
      c1 = c1.fma(a, b);
      c2 = c2.fma(a, b);
      c3 = c3.fma(a, b);
      c4 = c4.fma(a, b);
      c5 = c5.fma(a, b);
      c6 = c6.fma(a, b);
      c7 = c7.fma(a, b);
      c8 = c8.fma(a, b);
      c9 = c9.fma(a, b);
      c10 = c10.fma(a, b);
      c11 = c11.fma(a, b);
    }
    FloatVector low = c0.add(c1).add(c2).add(c3).add(c4).add(c5);
    return low.add(c6).add(c7).add(c8).add(c9).add(c10).add(c11).lane(0);
  }
}
