package io.github.koelectra.tensor.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.tensor.Parallel;
import io.github.koelectra.tensor.kernel.scalar.ScalarKernels;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a process gets from its first, plain loops to vectors. */
@Timeout(60)
class TieredKernelsTest {
  private static final KernelProvider PLAIN = new ScalarKernels(16);
  private static final KernelProvider VECTOR = vector();
  private static final long SOON = 1;
  private static final long FOR_EVER = Long.MAX_VALUE;

  private static KernelProvider vector() {
    return (KernelProvider)
        Proxy.newProxyInstance(
            TieredKernelsTest.class.getClassLoader(),
            new Class<?>[] {KernelProvider.class},
            (_, method, arguments) ->
                method.getName().equals("vectorBits") ? 512 : method.invoke(PLAIN, arguments));
  }

  private static TieredKernels tiered(LongSupplier attempts, long few, long patience) {
    return new TieredKernels(PLAIN, () -> VECTOR, _ -> attempts, few, patience);
  }

  private static Kernels kernels(TieredKernels tiered) {
    return Kernels.of(tiered, 512, PLAIN.panelWidth(), Parallel.of(1));
  }

  @Test
  void vectorsAreWarmedUpOnceAndLate() throws InterruptedException {
    AtomicInteger made = new AtomicInteger();
    CountDownLatch go = new CountDownLatch(1);
    Thread here = Thread.currentThread();
    TieredKernels tiered =
        new TieredKernels(
            PLAIN,
            () -> {
              assertNotEquals(here, Thread.currentThread());
              made.incrementAndGet();
              awaitOn(go);
              return VECTOR;
            },
            _ -> () -> KernelWarmup.COMPILED,
            1000,
            FOR_EVER);
    assertSame(PLAIN, tiered.kernels(999));
    assertSame(PLAIN, tiered.kernels(0));
    assertEquals(0, made.get());
    assertSame(PLAIN, tiered.kernels(1));
    assertSame(PLAIN, tiered.kernels(5000));
    go.countDown();
    assertTrue(tiered.warmUp());
    assertSame(VECTOR, tiered.kernels(10_000));
    assertEquals(1, made.get());
  }

  @Test
  void noNumberOfLostAttemptsIsFinal() throws InterruptedException {
    AtomicInteger attempts = new AtomicInteger();
    TieredKernels tiered =
        tiered(() -> attempts.incrementAndGet() < 500 ? SOON : KernelWarmup.COMPILED, 1, FOR_EVER);
    assertSame(PLAIN, tiered.kernels(1));
    assertTrue(tiered.warmUp());
    assertEquals(500, attempts.get());
    assertSame(VECTOR, tiered.kernels(1));
  }

  @Test
  void memoryThatIsShortIsNotFinalEither() throws InterruptedException {
    AtomicInteger attempts = new AtomicInteger();
    TieredKernels tiered =
        tiered(
            () -> {
              if (attempts.incrementAndGet() == 1) {
                throw new OutOfMemoryError("as a test");
              }
              return KernelWarmup.COMPILED;
            },
            FOR_EVER,
            FOR_EVER);
    assertTrue(tiered.warmUp());
    assertEquals(2, attempts.get());
  }

  /** The second attempt is due in ten minutes. */
  @Test
  void whoeverWaitsEndsALongPause() throws InterruptedException {
    AtomicInteger attempts = new AtomicInteger();
    CountDownLatch first = new CountDownLatch(1);
    TieredKernels tiered =
        tiered(
            () -> {
              first.countDown();
              return attempts.incrementAndGet() < 3
                  ? TimeUnit.MINUTES.toNanos(10)
                  : KernelWarmup.COMPILED;
            },
            1,
            FOR_EVER);
    assertSame(PLAIN, tiered.kernels(1));
    first.await();
    assertTrue(tiered.warmUp());
    assertEquals(3, attempts.get());
  }

  @Test
  void patienceEndsAndAttemptsDoNot() throws InterruptedException {
    AtomicInteger attempts = new AtomicInteger();
    CountDownLatch go = new CountDownLatch(1);
    TieredKernels tiered =
        tiered(
            () -> {
              attempts.incrementAndGet();
              return go.getCount() > 0 ? SOON : KernelWarmup.COMPILED;
            },
            FOR_EVER,
            TimeUnit.MILLISECONDS.toNanos(20));
    assertFalse(tiered.warmUp());
    int before = attempts.get();
    go.countDown();
    while (tiered.kernels(0) == PLAIN) {
      Thread.onSpinWait();
    }
    assertTrue(attempts.get() > before || before == 0, "no attempt since");
    assertTrue(tiered.warmUp());
  }

  @Test
  void waitingCanBeInterrupted() {
    CountDownLatch go = new CountDownLatch(1);
    TieredKernels tiered =
        tiered(() -> go.getCount() > 0 ? SOON : KernelWarmup.COMPILED, FOR_EVER, FOR_EVER);
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, tiered::warmUp);
    go.countDown();
  }

  @Test
  void theDescriptionTellsWhatIsInUse() throws InterruptedException {
    CountDownLatch go = new CountDownLatch(1);
    Kernels kernels =
        kernels(tiered(() -> go.getCount() > 0 ? SOON : KernelWarmup.COMPILED, 1, FOR_EVER));
    assertEquals("scalar until vectors of 512 bits are compiled", kernels.description());
    assertEquals(512, kernels.vectorBits());
    go.countDown();
    assertTrue(kernels.warmUp());
    assertEquals("vector, 512 bits", kernels.description());
  }

  @Test
  void whereThereIsNothingToWaitForWarmingUpReturns() throws InterruptedException {
    assertTrue(Rooms.SCALAR.warmUp());
    assertTrue(Rooms.CHOSEN.warmUp());
    assertEquals("scalar", Rooms.SCALAR.description());
  }

  /** The real ones, in this JVM. */
  @Test
  void theKernelsOfThisProcessBecomeTheFastest() throws InterruptedException {
    Kernels best = Kernels.best();
    assertTrue(best.warmUp());
    assertEquals(
        best.vectorBits() == 0 ? "scalar" : "vector, " + best.vectorBits() + " bits",
        best.description());
  }

  private static void awaitOn(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
