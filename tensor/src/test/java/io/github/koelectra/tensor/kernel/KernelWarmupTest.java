package io.github.koelectra.tensor.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;

/** When a candidate counts as compiled, on a clock that only the operations advance. */
class KernelWarmupTest {
  private static final long PLAIN = 100;
  private static final long COMPILED = 20;
  private static final long OBJECTS = 3000;

  private long now;

  /** An operation whose n-th run, from 0, takes as long as told. */
  private final class Operation implements Runnable {
    private final IntToLongFunction nanos;
    private int runs;

    Operation(IntToLongFunction nanos) {
      this.nanos = nanos;
    }

    @Override
    public void run() {
      now += nanos.applyAsLong(runs);
      runs++;
    }
  }

  private KernelWarmup warmup(Operation... candidates) {
    List<Runnable> present =
        List.of(candidates).stream().<Runnable>map(_ -> new Operation(_ -> PLAIN)).toList();
    return new KernelWarmup(List.of(candidates), present, () -> now);
  }

  private static boolean succeeds(KernelWarmup warmup) {
    return warmup.getAsLong() == KernelWarmup.COMPILED;
  }

  @Test
  void aFasterCandidateIsTakenAtOnce() {
    assertTrue(succeeds(warmup(new Operation(_ -> COMPILED), new Operation(_ -> COMPILED))));
  }

  @Test
  void aCandidateThatBecomesFastLateIsTaken() {
    Operation late = new Operation(run -> run < 20_000 ? OBJECTS : COMPILED);
    KernelWarmup warmup = warmup(late, new Operation(_ -> COMPILED));
    while (!succeeds(warmup)) {
      assertTrue(late.runs < 20_100, "not taken");
    }
    assertTrue(late.runs >= 20_000, "taken after " + late.runs);
  }

  @Test
  void oneOperationOfManyThatIsNotCompiledDecides() {
    Operation slow = new Operation(_ -> OBJECTS);
    Operation[] all = new Operation[8];
    for (int i = 0; i < all.length; i++) {
      all[i] = i == 3 ? slow : new Operation(_ -> 1);
    }
    assertNotEquals(KernelWarmup.COMPILED, warmup(all).getAsLong());
  }

  @Test
  void aCandidateThatIsCompiledAndNoFasterIsNotTaken() {
    assertNotEquals(KernelWarmup.COMPILED, warmup(new Operation(_ -> PLAIN)).getAsLong());
  }

  /** Preempted for a long time in two of three runs, whichever side it is. */
  @Test
  void interruptedRunsDoNotDecide() {
    IntToLongFunction interrupted = run -> (run % 3 == 1 ? 0 : 10_000_000) + COMPILED;
    assertTrue(succeeds(warmup(new Operation(run -> interrupted.applyAsLong(run + 1)))));
    Operation slow = new Operation(_ -> OBJECTS);
    List<Runnable> present = List.of(new Operation(run -> (run % 3 == 2 ? 0 : 10_000_000) + PLAIN));
    assertNotEquals(
        KernelWarmup.COMPILED, new KernelWarmup(List.of(slow), present, () -> now).getAsLong());
  }

  /** All runs of one attempt interrupted: the next one wins. */
  @Test
  void aLostAttemptIsRepeated() {
    KernelWarmup warmup = warmup(new Operation(run -> run < 2 ? 10_000_000 : COMPILED));
    assertNotEquals(KernelWarmup.COMPILED, warmup.getAsLong());
    assertEquals(KernelWarmup.COMPILED, warmup.getAsLong());
  }

  @Test
  void pausesGrowWithoutEndAndStayBelowTheLongest() {
    KernelWarmup warmup = warmup(new Operation(_ -> OBJECTS));
    for (int i = 0; i < KernelWarmup.FIRST_ATTEMPTS; i++) {
      assertEquals(KernelWarmup.SHORTEST_PAUSE, warmup.getAsLong());
    }
    long before = KernelWarmup.SHORTEST_PAUSE;
    while (before < KernelWarmup.LONGEST_PAUSE) {
      long pause = warmup.getAsLong();
      assertTrue(pause > before && pause <= before + before / 8, before + " " + pause);
      before = pause;
    }
    assertEquals(KernelWarmup.LONGEST_PAUSE, warmup.getAsLong());
  }

  @Test
  void progressShortensThePauses() {
    Operation late = new Operation(run -> run < 2000 ? OBJECTS : COMPILED);
    KernelWarmup warmup = warmup(late, new Operation(_ -> OBJECTS), new Operation(_ -> COMPILED));
    long longest = 0;
    while (late.runs < 2000) {
      longest = warmup.getAsLong();
    }
    assertTrue(longest > KernelWarmup.SHORTEST_PAUSE, "no growth");
    assertTrue(warmup.getAsLong() < longest);
  }

  /** In a JVM that never compiles vectors: an hour of attempts. */
  @Test
  void whatIsNeverCompiledCostsLittle() {
    KernelWarmup warmup = warmup(new Operation(_ -> 2_000_000), new Operation(_ -> 2_000_000));
    long paused = 0;
    while (paused < 3_600_000_000_000L) {
      paused += warmup.getAsLong();
    }
    assertTrue(now < paused / 100, now + " of " + paused);
  }

  @Test
  void theSampleOperationsOfVectorsAndPlainLoopsAreAsMany() {
    KernelProvider plain = Rooms.SCALAR.provider(0);
    assertEquals(
        SampleOperations.of(plain).size(), SampleOperations.of(Rooms.CHOSEN.provider(0)).size());
    SampleOperations.of(Rooms.CHOSEN.provider(0)).forEach(Runnable::run);
  }
}
