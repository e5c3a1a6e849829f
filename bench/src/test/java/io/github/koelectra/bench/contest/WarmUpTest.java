package io.github.koelectra.bench.contest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WarmUpTest {
  @Test
  void whatIsWarmedUpIsCalledAtLeastTwiceAndThenNoMore() {
    AtomicInteger calls = new AtomicInteger();
    WarmUp.of(calls::incrementAndGet, Duration.ofNanos(1));
    int called = calls.get();
    assertTrue(called >= 2, () -> called + " calls");
    WarmUp.of(calls::incrementAndGet, Duration.ofMillis(20));
    assertTrue(calls.get() > called + 2, calls::toString);
  }

  @Test
  void whatFailsIsNotCalledAgain() {
    AtomicInteger calls = new AtomicInteger();
    Runnable failing =
        () -> {
          calls.incrementAndGet();
          throw new IllegalStateException();
        };
    assertThrows(IllegalStateException.class, () -> WarmUp.of(failing, Duration.ofSeconds(1)));
    assertEquals(1, calls.get());
  }
}
