package io.github.koelectra.tensor;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A fixed pool of threads that share the tasks of one job. The caller takes part, so a pool of one
 * has no thread of its own; callers on several threads share the pool's. Tasks are claimed in any
 * order: a task must write outputs no other task writes, which also makes the result the same for
 * any number of threads. Idle threads wait without spinning. Safe to share between threads.
 */
public final class Parallel implements AutoCloseable {
  /** One task of a job. */
  @FunctionalInterface
  public interface Task {
    /**
     * Does task {@code task}. No two tasks run at the same time with the same {@code worker}, which
     * is below {@link Parallel#threads()}.
     */
    void run(int task, int worker);
  }

  private static final class Shared {
    static final Parallel POOL = new Parallel(Runtime.getRuntime().availableProcessors());
  }

  private final int threads;
  private final ConcurrentLinkedQueue<Job> jobs = new ConcurrentLinkedQueue<>();
  private final Semaphore calls = new Semaphore(0);
  private volatile boolean closed;

  private Parallel(int threads) {
    this.threads = threads;
    for (int i = 1; i < threads; i++) {
      Thread.ofPlatform().daemon().name("koelectra-" + i).start(this::work);
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
    int helpers = Math.min(threads, tasks) - 1;
    if (helpers <= 0 || closed) {
      for (int t = 0; t < tasks; t++) {
        task.run(t, 0);
      }
      return;
    }
    Job job = new Job(tasks, task);
    for (int i = 0; i < helpers; i++) {
      jobs.add(job);
    }
    calls.release(helpers);
    job.takePart();
    while (jobs.remove(job)) {
      calls.tryAcquire();
    }
    job.await();
  }

  private void work() {
    while (true) {
      calls.acquireUninterruptibly();
      if (closed) {
        return;
      }
      Job job = jobs.poll();
      if (job != null) {
        job.takePart();
      }
    }
  }

  /** Lets the pool's threads end; jobs begun afterwards run on their caller alone. */
  @Override
  public void close() {
    if (this == Shared.POOL) {
      return;
    }
    closed = true;
    calls.release(threads);
  }

  private static final class Job {
    private final int tasks;
    private final Task task;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger joined = new AtomicInteger();
    private final AtomicInteger finished = new AtomicInteger();
    private final Semaphore done = new Semaphore(0);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    Job(int tasks, Task task) {
      this.tasks = tasks;
      this.task = task;
    }

    void takePart() {
      int worker = joined.getAndIncrement();
      for (int t = next.getAndIncrement(); t < tasks; t = next.getAndIncrement()) {
        try {
          task.run(t, worker);
        } catch (RuntimeException | Error e) {
          failure.compareAndSet(null, e);
        } finally {
          if (finished.incrementAndGet() == tasks) {
            done.release();
          }
        }
      }
    }

    void await() {
      done.acquireUninterruptibly();
      switch (failure.get()) {
        case null -> {}
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        case Throwable e -> throw new IllegalStateException(e);
      }
    }
  }
}
