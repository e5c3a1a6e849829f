package io.github.koelectra.tensor;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A fixed pool of threads that share the tasks of jobs. The caller takes part, so a pool of one has
 * no thread of its own. Callers on several threads share the pool: its threads help only while
 * fewer than {@link #threads()} are at work, and a caller nobody helps does its job alone. Tasks
 * are claimed in any order: a task must write outputs no other task writes, which also makes the
 * result the same for any number of threads. There is no lock, and nothing is allocated by a job; a
 * thread without work looks for some for a few microseconds, as long as a pause between two jobs of
 * a forward pass, and then sleeps. Safe to share between threads.
 */
public final class Parallel implements AutoCloseable {
  /** One task of a job. */
  @FunctionalInterface
  public interface Task {
    /**
     * Does task {@code task}. No two tasks of a job run at the same time with the same {@code
     * worker}, which is below {@link Parallel#threads()}.
     */
    void run(int task, int worker);
  }

  private static final class Shared {
    static final Parallel POOL = new Parallel(Runtime.getRuntime().availableProcessors());
  }

  /** How long a thread looks for work, or for the end of its job, before it sleeps. */
  static final long PATIENCE_NANOS = 50_000;

  private final int threads;
  private final Worker[] workers;
  private final Job[] jobs;
  private final AtomicInteger atWork = new AtomicInteger();
  private volatile boolean closed;

  private Parallel(int threads) {
    this.threads = threads;
    this.jobs = new Job[threads == 1 ? 0 : 2 * threads];
    Arrays.setAll(jobs, i -> new Job());
    this.workers = new Worker[threads - 1];
    Arrays.setAll(workers, i -> new Worker(i + 1));
    for (Worker worker : workers) {
      worker.thread.start();
    }
  }

  /** A new pool of {@code threads} threads, the caller of each job counted. */
  public static Parallel of(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("a pool needs at least 1 thread, not " + threads);
    }
    return new Parallel(threads);
  }

  /** The pool of this JVM, sized by the processors its container grants; it is never closed. */
  public static Parallel shared() {
    return Shared.POOL;
  }

  /** The most threads that work on one job. */
  public int threads() {
    return threads;
  }

  /** Runs tasks 0 to {@code tasks - 1} and returns when all are done; rethrows what one threw. */
  public void forEach(int tasks, Task task) {
    if (tasks > 1 && !closed) {
      for (Job job : jobs) {
        if (job.take()) {
          share(job, tasks, task);
          return;
        }
      }
    }
    for (int t = 0; t < tasks; t++) {
      task.run(t, 0);
    }
  }

  private void share(Job job, int tasks, Task task) {
    atWork.incrementAndGet();
    try {
      job.publish(tasks, task);
      wake(Math.min(tasks, threads) - 1);
      job.takePart(0);
      job.awaitEnd();
    } finally {
      atWork.decrementAndGet();
      job.giveBack();
    }
  }

  private void wake(int wanted) {
    int left = wanted;
    for (int i = 0; i < workers.length && left > 0; i++, left--) {
      if (workers[i].asleep) {
        LockSupport.unpark(workers[i].thread);
      }
    }
  }

  /** Takes part in every job that has tasks left, unless enough threads are at work. */
  private boolean help(int worker) {
    boolean helped = false;
    for (Job job : jobs) {
      if (job.hasTasks()) {
        if (atWork.incrementAndGet() <= threads) {
          job.takePart(worker);
          helped = true;
        }
        atWork.decrementAndGet();
      }
    }
    return helped;
  }

  /** Lets the pool's threads end; jobs begun afterwards run on their caller alone. */
  @Override
  public void close() {
    if (this == Shared.POOL) {
      return;
    }
    closed = true;
    for (Worker worker : workers) {
      LockSupport.unpark(worker.thread);
    }
  }

  private final class Worker {
    private final int number;
    private final Thread thread;
    private volatile boolean asleep;

    Worker(int number) {
      this.number = number;
      this.thread = Thread.ofPlatform().daemon().name("koelectra-" + number).unstarted(this::work);
    }

    private void work() {
      long idleSince = System.nanoTime();
      while (!closed) {
        if (help(number)) {
          idleSince = System.nanoTime();
        } else if (System.nanoTime() - idleSince < PATIENCE_NANOS) {
          Thread.onSpinWait();
        } else {
          sleep();
          idleSince = System.nanoTime();
        }
      }
    }

    /** Whoever published a job before this thread said that it sleeps is not missed. */
    private void sleep() {
      asleep = true;
      if (!help(number) && !closed) {
        LockSupport.park(this);
      }
      asleep = false;
    }
  }
}
