package io.github.koelectra.tensor.kernel;

import io.github.koelectra.tensor.kernel.scalar.ScalarKernels;
import io.github.koelectra.tensor.kernel.vector.PanelShape;
import io.github.koelectra.tensor.kernel.vector.VectorKernels;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * The vector room of a process that has just started. Until HotSpot's second compiler has compiled
 * the vector kernels each of their vectors is an object, and plain loops over the same panels are
 * several times faster; the bits are the same. When the process turns out to have more to do than a
 * first short text, a thread rehearses the vector kernels until they are faster, and from then on
 * they are used.
 */
final class Starting implements Choice {
  /** More than a first pass of a Base model over 16 tokens has. */
  private static final long FEW = 1_500_000_000L;

  private static final long LONGEST = TimeUnit.SECONDS.toNanos(30);

  private final KernelProvider plain;
  private final Supplier<KernelProvider> rehearsal;
  private final long few;
  private final AtomicLong done = new AtomicLong();
  private volatile KernelProvider present;

  /**
   * Begins with {@code plain}; goes on with what the rehearsal says after a few multiplications.
   */
  Starting(KernelProvider plain, Supplier<KernelProvider> rehearsal, long few) {
    this.plain = plain;
    this.rehearsal = rehearsal;
    this.few = few;
    this.present = plain;
  }

  private static final class Holder {
    private static final KernelProvider PLAIN = new ScalarKernels(PanelShape.width());
    static final Starting INSTANCE = new Starting(PLAIN, () -> rehearse(PLAIN), FEW);
  }

  /** What was compiled is the process's, so there is one. */
  static Starting instance() {
    return Holder.INSTANCE;
  }

  private static KernelProvider rehearse(KernelProvider plain) {
    KernelProvider vector = new VectorKernels();
    if (new Rehearsal(vector, plain, LONGEST).untilFaster()) {
      return vector;
    }
    System.getLogger(Kernels.class.getName())
        .log(
            System.Logger.Level.INFO,
            "Vectors are no faster than plain loops in this JVM: computing in plain loops");
    return plain;
  }

  /** The plain loops it begins with. */
  KernelProvider plain() {
    return plain;
  }

  @Override
  public KernelProvider kernels(long multiplications) {
    KernelProvider kernels = present;
    if (kernels.vectorBits() == 0 && multiplications > 0) {
      count(multiplications);
    }
    return kernels;
  }

  private void count(long multiplications) {
    long before = done.getAndAdd(multiplications);
    if (before < few && before + multiplications >= few) {
      Thread.ofPlatform()
          .daemon()
          .name("koelectra-rehearsal")
          .start(() -> present = rehearsal.get());
    }
  }
}
