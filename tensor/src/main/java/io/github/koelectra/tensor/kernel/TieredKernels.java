package io.github.koelectra.tensor.kernel;

import io.github.koelectra.tensor.kernel.scalar.ScalarKernels;
import io.github.koelectra.tensor.kernel.vector.PanelShape;
import io.github.koelectra.tensor.kernel.vector.VectorKernels;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The kernels of a process that has just started: plain loops first, vectors as soon as they are
 * compiled. Until HotSpot's second compiler has compiled the vector kernels each of their vectors
 * is an object, and plain loops over the same panels are several times faster; the bits are the
 * same. When the process turns out to have more to do than a first short text, or somebody waits
 * for it, a thread warms the vector kernels up. It ends when they are in use, and not before.
 */
final class TieredKernels implements KernelSelector {
  /** More than a first pass of a Base model over 16 tokens has. */
  private static final long FEW = 1_500_000_000L;

  /** The longest pause while somebody waits. */
  private static final long LONGEST_AWAITED_PAUSE = TimeUnit.MILLISECONDS.toNanos(200);

  /** Enough for a JVM that has a tenth of a processor. */
  private static final long PATIENCE = TimeUnit.MINUTES.toNanos(3);

  private final KernelProvider plain;
  private final Supplier<KernelProvider> vectors;
  private final Function<KernelProvider, LongSupplier> warmup;
  private final long few;
  private final long patience;

  private final AtomicLong done = new AtomicLong();
  private final AtomicBoolean started = new AtomicBoolean();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private int waiting;
  private volatile KernelProvider present;

  /**
   * Begins with plain loops.
   *
   * @param plain the plain loops
   * @param vectors makes the vector kernels; called once, on the thread that warms them up
   * @param warmup of the vector kernels: attempts that say how many nanoseconds to pause before the
   *     next, or {@link KernelWarmup#COMPILED}; made and called on the same thread
   * @param few how many multiplications are done before vectors are warmed up unasked
   * @param patience after how many nanoseconds nobody is kept waiting any longer
   */
  TieredKernels(
      KernelProvider plain,
      Supplier<KernelProvider> vectors,
      Function<KernelProvider, LongSupplier> warmup,
      long few,
      long patience) {
    this.plain = plain;
    this.vectors = vectors;
    this.warmup = warmup;
    this.few = few;
    this.patience = patience;
    this.present = plain;
  }

  private static final class Holder {
    private static final KernelProvider PLAIN = new ScalarKernels(PanelShape.width());
    static final TieredKernels INSTANCE =
        new TieredKernels(PLAIN, VectorKernels::new, Holder::warmup, FEW, PATIENCE);

    private static LongSupplier warmup(KernelProvider vectors) {
      return new KernelWarmup(
          SampleOperations.of(vectors), SampleOperations.of(PLAIN), System::nanoTime);
    }
  }

  /** What was compiled is the process's, so there is one. */
  static TieredKernels instance() {
    return Holder.INSTANCE;
  }

  /** The plain loops it begins with. */
  KernelProvider plain() {
    return plain;
  }

  @Override
  public KernelProvider kernels(long multiplications) {
    KernelProvider kernels = present;
    if (multiplications > 0 && kernels.vectorBits() == 0) {
      count(multiplications);
    }
    return kernels;
  }

  private void count(long multiplications) {
    if (!started.getPlain() && done.addAndGet(multiplications) >= few) {
      start();
    }
  }

  private void start() {
    if (started.compareAndSet(false, true)) {
      Thread.ofPlatform().daemon().name("koelectra-warmup").start(this::useVectorsOnceCompiled);
    }
  }

  private void useVectorsOnceCompiled() {
    KernelProvider candidate = vectors.get();
    LongSupplier attempts = warmup.apply(candidate);
    long pause = attempt(attempts);
    while (pause != KernelWarmup.COMPILED) {
      pause(pause);
      pause = attempt(attempts);
    }
    lock.lock();
    try {
      present = candidate;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Memory that is short now may not be short the next time. */
  private static long attempt(LongSupplier attempts) {
    try {
      return attempts.getAsLong();
    } catch (OutOfMemoryError e) {
      return KernelWarmup.LONGEST_PAUSE;
    }
  }

  /** Is cut short when somebody begins to wait. */
  private void pause(long nanos) {
    lock.lock();
    try {
      long left = nanos;
      while (left > 0) {
        left = changed.awaitNanos(waiting > 0 ? Math.min(left, LONGEST_AWAITED_PAUSE) : left);
      }
    } catch (InterruptedException e) {
      // Nobody has a reason to interrupt this thread; a pause is shorter, no more.
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean warmUp() throws InterruptedException {
    start();
    lock.lockInterruptibly();
    try {
      waiting++;
      changed.signalAll();
      long left = patience;
      while (present.vectorBits() == 0 && left > 0) {
        left = changed.awaitNanos(left);
      }
    } finally {
      waiting--;
      lock.unlock();
    }
    return present.vectorBits() > 0 || notYet();
  }

  private static boolean notYet() {
    System.getLogger(Kernels.class.getName())
        .log(
            Level.WARNING,
            "This JVM has not compiled the vector kernels: computing in plain loops until it has");
    return false;
  }
}
