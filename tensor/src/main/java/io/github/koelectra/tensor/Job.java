package io.github.koelectra.tensor;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * A place for one job at a time, used again by job after job. Its {@code state} counts the jobs in
 * the upper half and the tasks that nobody has claimed yet in the lower: whoever lowers it by one
 * owns a task of just the job it looked at, for the next job changes the upper half.
 */
final class Job {
  private static final Parallel.Task NONE = (_, _) -> {};
  private static final long UNCLAIMED = 0xffff_ffffL;

  private final AtomicBoolean taken = new AtomicBoolean();
  private final AtomicLong state = new AtomicLong();
  private final AtomicInteger unfinished = new AtomicInteger();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private volatile Thread caller = Thread.currentThread();
  private volatile Parallel.Task task = NONE;
  private volatile int tasks;
  private volatile boolean waiting;

  /** Whether the place was free and now is the current thread's. */
  boolean take() {
    return !taken.get() && taken.compareAndSet(false, true);
  }

  void giveBack() {
    task = NONE; // what the last one refers to may be collected
    taken.set(false);
  }

  void publish(int tasks, Parallel.Task task) {
    this.task = task;
    this.tasks = tasks;
    caller = Thread.currentThread();
    failure.set(null);
    unfinished.set(tasks);
    long jobs = (state.get() >>> Integer.SIZE) + 1;
    state.set(jobs << Integer.SIZE | tasks);
  }

  boolean hasTasks() {
    return (state.get() & UNCLAIMED) != 0;
  }

  /** Does tasks until all are claimed. */
  void takePart(int worker) {
    for (long seen = state.get(); (seen & UNCLAIMED) != 0; seen = state.get()) {
      Parallel.Task mine = task;
      int number = tasks - (int) (seen & UNCLAIMED);
      if (state.compareAndSet(seen, seen - 1)) {
        run(mine, number, worker);
      }
    }
  }

  private void run(Parallel.Task mine, int number, int worker) {
    try {
      mine.run(number, worker);
    } catch (RuntimeException | Error e) {
      failure.compareAndSet(null, e);
    } finally {
      Thread owner = caller;
      if (unfinished.decrementAndGet() == 0 && waiting) {
        LockSupport.unpark(owner);
      }
    }
  }

  /** Waits for the tasks of others, first without sleeping, for they end about now. */
  void awaitEnd() {
    long since = System.nanoTime();
    while (unfinished.get() > 0 && System.nanoTime() - since < Parallel.PATIENCE_NANOS) {
      Thread.onSpinWait();
    }
    waiting = true;
    while (unfinished.get() > 0) {
      LockSupport.park(this);
    }
    waiting = false;
    switch (failure.get()) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
  }
}
