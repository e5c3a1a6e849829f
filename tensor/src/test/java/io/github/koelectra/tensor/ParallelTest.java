package io.github.koelectra.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ParallelTest {
  @Test
  @Timeout(60)
  void everyTaskRunsOnceAndWorkersAreApart() {
    try (Parallel parallel = Parallel.of(4)) {
      for (int tasks = 0; tasks < 300; tasks++) {
        AtomicIntegerArray runs = new AtomicIntegerArray(Math.max(1, tasks));
        AtomicIntegerArray busy = new AtomicIntegerArray(4);
        parallel.forEach(
            tasks,
            (task, worker) -> {
              assertEquals(1, busy.incrementAndGet(worker));
              runs.incrementAndGet(task);
              busy.decrementAndGet(worker);
            });
        for (int t = 0; t < tasks; t++) {
          assertEquals(1, runs.get(t));
        }
      }
    }
  }

  @Test
  @Timeout(60)
  void callersShareThePool() throws ExecutionException, InterruptedException {
    try (Parallel parallel = Parallel.of(3);
        ExecutorService callers = Executors.newFixedThreadPool(6)) {
      var results =
          IntStream.range(0, 200)
              .<Future<Long>>mapToObj(i -> callers.submit(() -> sum(parallel, i)))
              .toList();
      for (int i = 0; i < 200; i++) {
        assertEquals((long) i * (i - 1) / 2, results.get(i).get());
      }
    }
  }

  private static long sum(Parallel parallel, int tasks) {
    long[] squares = new long[tasks];
    parallel.forEach(tasks, (task, _) -> squares[task] = task);
    return IntStream.range(0, tasks).mapToLong(t -> squares[t]).sum();
  }

  @Test
  @Timeout(60)
  void aTaskMayHaveTasksOfItsOwn() {
    try (Parallel parallel = Parallel.of(3)) {
      for (int round = 0; round < 200; round++) {
        AtomicIntegerArray runs = new AtomicIntegerArray(49);
        parallel.forEach(
            7,
            (outer, _) ->
                parallel.forEach(7, (inner, _) -> runs.incrementAndGet(7 * outer + inner)));
        for (int i = 0; i < 49; i++) {
          assertEquals(1, runs.get(i));
        }
      }
    }
  }

  @Test
  @Timeout(60)
  void sleepingThreadsAreWokenAndAClosedPoolWorksOn() throws InterruptedException {
    Parallel parallel = Parallel.of(3);
    for (int round = 0; round < 30; round++) {
      Thread.sleep(1); // longer than a thread looks for work
      assertEquals(45, sum(parallel, 10));
    }
    parallel.close();
    assertEquals(45, sum(parallel, 10));
  }

  @Test
  @Timeout(60)
  void whatATaskThrowsReachesTheCaller() {
    try (Parallel parallel = Parallel.of(3)) {
      IllegalStateException e =
          assertThrows(
              IllegalStateException.class,
              () ->
                  parallel.forEach(
                      50,
                      (task, _) -> {
                        if (task == 17) {
                          throw new IllegalStateException("seventeen");
                        }
                      }));
      assertEquals("seventeen", e.getMessage());
    }
    assertThrows(IllegalArgumentException.class, () -> Parallel.of(0));
    assertTrue(Parallel.shared().threads() >= 1);
  }
}
