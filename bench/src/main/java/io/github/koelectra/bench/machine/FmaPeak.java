package io.github.koelectra.bench.machine;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The most multiply-adds this processor does at this moment, on one thread, with vectors of the
 * preferred width.
 *
 * <p>The loop leaves the compiler nothing to spoil, whatever the collector, the vectors' width and
 * the number of registers. The sum is the addend, {@code a.fma(b, c)}, which the processor's
 * instruction overwrites: with {@code c.fma(a, b)} the addend is {@code b}, and each step must copy
 * it first, which cost a fifth of the peak. Sums begin as local zeros, for a vector from a field
 * stays an object; twelve of them hide any latency times throughput up to twelve and leave four of
 * sixteen registers. A call is short and the loop warmed up before, so that it is never measured as
 * it was compiled in the middle of a run, with vectors that came in as objects.
 *
 * <p>Whether it is the peak is seen from {@link CoreClock}: divided by the clock and the lanes it
 * must be the whole number of multiply-adds that the processor begins in a cycle. On Zen 4 it is
 * 1.00 at 512 bits, for its units have 256, and 2.00 at 256 and 128, under Serial, Parallel, G1 and
 * ZGC alike; a loop in assembly measures the same within a hundredth at 512 and 256 bits.
 */
public final class FmaPeak {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int SUMS = 12;
  private static final int STEPS = 10_000;
  private static final Rate RATE = new Rate(FmaPeak::run, (long) STEPS * SUMS);

  private FmaPeak() {}

  /** GFLOP/s, a multiply-add counted as two: the best of many short tries. */
  public static synchronized double gigaflops() {
    return 2.0 * SPECIES.length() * RATE.measure();
  }

  private static float run() {
    FloatVector a = FloatVector.broadcast(SPECIES, 0.999f);
    FloatVector b = FloatVector.broadcast(SPECIES, 1e-9f);
    FloatVector c0 = FloatVector.zero(SPECIES);
    FloatVector c1 = c0;
    FloatVector c2 = c0;
    FloatVector c3 = c0;
    FloatVector c4 = c0;
    FloatVector c5 = c0;
    FloatVector c6 = c0;
    FloatVector c7 = c0;
    FloatVector c8 = c0;
    FloatVector c9 = c0;
    FloatVector c10 = c0;
    FloatVector c11 = c0;
    for (int i = 0; i < STEPS; i++) {
      c0 = a.fma(b, c0);
      c1 = a.fma(b, c1);
      c2 = a.fma(b, c2);
      c3 = a.fma(b, c3);
      c4 = a.fma(b, c4);
      c5 = a.fma(b, c5);
      c6 = a.fma(b, c6);
      c7 = a.fma(b, c7);
      c8 = a.fma(b, c8);
      c9 = a.fma(b, c9);
      c10 = a.fma(b, c10);
      c11 = a.fma(b, c11);
    }
    FloatVector low = c0.add(c1).add(c2).add(c3).add(c4).add(c5);
    return low.add(c6).add(c7).add(c8).add(c9).add(c10).add(c11).lane(0);
  }
}
