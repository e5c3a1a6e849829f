package io.github.koelectra.tensor.kernel.vector;

/**
 * A test that never succeeds and that the compiler cannot know to, between the steps of a loop that
 * is unrolled by hand: {@code if (p == never) break;}. HotSpot's second compiler orders the
 * instructions of a straight run of code by latency alone and so begins it with all its loads; with
 * 16 vector registers those of two steps do not fit beside the sums, which are then stored and
 * loaded again on every step. A branch ends the run. A comparison for equality is not mistaken for
 * a bound of the loop, which would be moved out of it.
 */
final class SchedulingBarrier {
  /** A step that no loop has. Not final: the test of a constant would be dropped. */
  static int step = -1;

  private SchedulingBarrier() {}
}
