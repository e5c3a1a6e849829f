package io.github.koelectra.weights;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Gives the pages of a mapped tensor back after they were copied: pages of a file that were read
 * count as this process's memory, and a model holds its own copy of most tensors. All pages of the
 * tensor go at once, because reading one maps its neighbours again; what another thread is just
 * reading is only mapped a second time.
 */
final class PagesRead {
  private static final long PART = 4 << 20;
  private static final long SMALL = 1 << 16;

  private final MemorySegment elements;
  private final long parts;
  private final AtomicLong bytesRead = new AtomicLong();

  PagesRead(MemorySegment elements) {
    this.elements = elements;
    this.parts = Math.ceilDiv(elements.byteSize(), PART);
  }

  /** Counts what was copied; gives back when a part of the tensor, or all of it, is complete. */
  void read(long bytes) {
    if (elements.byteSize() < SMALL || !elements.isMapped()) {
      return;
    }
    long total = bytesRead.addAndGet(bytes);
    if (part(total) != part(total - bytes)) {
      giveBack();
    }
  }

  private void giveBack() {
    try {
      elements.unload();
    } catch (Exception _) {
      // Pages that the host locked in memory cannot be given back; the JDK then throws an
      // undeclared IOException.
    }
  }

  private long part(long total) {
    return total / elements.byteSize() * parts
        + total % elements.byteSize() * parts / elements.byteSize();
  }
}
