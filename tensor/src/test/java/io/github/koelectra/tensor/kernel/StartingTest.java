package io.github.koelectra.tensor.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.tensor.kernel.scalar.ScalarKernels;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a process gets from its first, plain loops to vectors. */
@Timeout(60)
class StartingTest {
  private static final KernelProvider PLAIN = new ScalarKernels(16);

  /** A room whose products take a millisecond longer, as vectors do before they are compiled. */
  private static KernelProvider slow() {
    return proxy(TimeUnit.MILLISECONDS.toNanos(1), 512);
  }

  private static KernelProvider proxy(long nanos, int vectorBits) {
    return (KernelProvider)
        Proxy.newProxyInstance(
            StartingTest.class.getClassLoader(),
            new Class<?>[] {KernelProvider.class},
            (_, method, arguments) -> {
              if (method.getName().equals("vectorBits")) {
                return vectorBits;
              }
              long until = System.nanoTime() + nanos;
              while (method.getName().equals("multiply") && System.nanoTime() < until) {
                Thread.onSpinWait();
              }
              return method.invoke(PLAIN, arguments);
            });
  }

  @Test
  void theFasterRoomWins() {
    long ages = TimeUnit.MINUTES.toNanos(10);
    assertTrue(new Rehearsal(PLAIN, slow(), ages).untilFaster());
    assertFalse(new Rehearsal(slow(), PLAIN, TimeUnit.MILLISECONDS.toNanos(100)).untilFaster());
  }

  @Test
  void theRehearsalIsHeldOnceAndLate() throws InterruptedException {
    KernelProvider vector = proxy(0, 512);
    AtomicInteger held = new AtomicInteger();
    CountDownLatch go = new CountDownLatch(1);
    Thread here = Thread.currentThread();
    Starting starting =
        new Starting(
            PLAIN,
            () -> {
              assertNotEquals(here, Thread.currentThread());
              held.incrementAndGet();
              awaitOn(go);
              return vector;
            },
            1000);
    assertSame(PLAIN, starting.kernels(999));
    assertSame(PLAIN, starting.kernels(0));
    assertSame(PLAIN, starting.kernels(1));
    assertSame(PLAIN, starting.kernels(5000));
    go.countDown();
    while (starting.kernels(0).vectorBits() == 0) {
      Thread.onSpinWait();
    }
    assertSame(vector, starting.kernels(10_000));
    assertEquals(1, held.get());
  }

  private static void awaitOn(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
