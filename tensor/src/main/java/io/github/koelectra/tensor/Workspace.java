package io.github.koelectra.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Scratch memory that is used again by every forward pass, so that the steady state allocates no
 * arrays. A stack: {@link #take} hands out matrices one behind the other, {@link #release} gives
 * back everything taken since a {@link #mark}. What it hands out holds arbitrary numbers and is
 * valid until it is released. Operations keep their own objects here too, for the same reason.
 * Belongs to one thread at a time.
 */
public final class Workspace {
  private static final int ALIGNMENT = 16;

  /** As in a {@code PackedMatrix}: from here on, matrices begin at cache lines. */
  private static final int FIRST = 12;

  /** Offsets stay below 2^30, which the kernels rely on. */
  private static final int LARGEST = (1 << 30) - FIRST;

  /** How many matrices are remembered, so that the next pass need not make them again. */
  private static final int REMEMBERED = 64;

  private final List<Tensor> views = new ArrayList<>();
  private final List<Object> operations = new ArrayList<>();
  private float[] slab = new float[0];
  private int height;
  private int peak;

  /** The present height of the stack, for {@link #release}. */
  public int mark() {
    return height;
  }

  /** A matrix {@code [rows, columns]} of arbitrary numbers. */
  public Tensor take(int rows, int columns) {
    int size = Math.multiplyExact(rows, columns);
    int begin = height;
    height = Math.addExact(begin, Math.multiplyExact(Math.ceilDiv(size, ALIGNMENT), ALIGNMENT));
    if (height > LARGEST) {
      height = begin;
      throw new IllegalArgumentException(
          "a batch this large needs more than 4 GiB of scratch memory; take fewer sequences at once");
    }
    peak = Math.max(peak, height);
    if (FIRST + height <= slab.length) {
      return view(FIRST + begin, rows, columns);
    }
    return Tensor.zeros(rows, columns); // only until the stack is empty and the slab can grow
  }

  private Tensor view(int offset, int rows, int columns) {
    for (int i = 0; i < views.size(); i++) {
      if (views.get(i).isView(slab, offset, rows, columns)) {
        return views.get(i);
      }
    }
    if (views.size() == REMEMBERED) {
      views.clear();
    }
    Tensor view = Tensor.of(slab, offset, rows, columns);
    views.add(view);
    return view;
  }

  /** The operation of this class that was made first on this workspace, to be used again. */
  public <T> T operation(Class<T> kind, Supplier<T> make) {
    for (int i = 0; i < operations.size(); i++) {
      if (kind.isInstance(operations.get(i))) {
        return kind.cast(operations.get(i));
      }
    }
    T made = make.get();
    operations.add(made);
    return made;
  }

  /** Gives back everything taken since {@code mark}; an empty stack grows to its highest use. */
  public void release(int mark) {
    if (mark < 0 || mark > height) {
      throw new IllegalArgumentException("no such mark: " + mark);
    }
    height = mark;
    if (mark == 0 && FIRST + peak > slab.length) {
      slab = new float[FIRST + peak];
      views.clear();
    }
  }
}
