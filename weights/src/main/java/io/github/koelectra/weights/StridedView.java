package io.github.koelectra.weights;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

/** Walks the elements of a strided tensor in row-major order. Safe to share between threads. */
final class StridedView {
  private final long[] shape;
  private final long[] strides;
  private final int width;

  /** A view of elements of {@code width} bytes. */
  StridedView(List<Long> shape, List<Long> strides, int width) {
    this.shape = shape.stream().mapToLong(Long::longValue).toArray();
    this.strides = strides.stream().mapToLong(Long::longValue).toArray();
    this.width = width;
  }

  /** The product of the dimensions, which readers have checked to fit. */
  static long size(List<Long> shape) {
    long size = 1;
    for (long dimension : shape) {
      size *= dimension;
    }
    return size;
  }

  static List<Long> denseStrides(List<Long> shape) {
    Long[] strides = new Long[shape.size()];
    long stride = 1;
    for (int i = strides.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= Math.max(1, shape.get(i));
    }
    return Arrays.asList(strides);
  }

  /** The stride of a dimension of one element says nothing, and no stride where there is none. */
  static boolean isDense(List<Long> shape, List<Long> strides) {
    List<Long> dense = denseStrides(shape);
    boolean same = true;
    for (int i = 0; i < shape.size(); i++) {
      same &= shape.get(i) == 1 || strides.get(i).equals(dense.get(i));
    }
    return same || size(shape) == 0;
  }

  /** Copies {@code count} elements from the row-major position {@code first} to {@code to}. */
  void gather(MemorySegment from, long first, int count, MemorySegment to) {
    long[] index = new long[shape.length];
    long rest = first;
    long at = 0;
    for (int i = shape.length - 1; i >= 0; i--) {
      index[i] = rest % shape[i];
      rest /= shape[i];
      at += index[i] * strides[i];
    }
    for (int done = 0; done < count; done++) {
      MemorySegment.copy(from, at * width, to, (long) done * width, width);
      at += step(index);
    }
  }

  /** Moves on to the next element; how far that lies from the last one. */
  private long step(long[] index) {
    long moved = 0;
    for (int i = shape.length - 1; i >= 0; i--) {
      moved += strides[i];
      if (++index[i] < shape[i]) {
        return moved;
      }
      moved -= index[i] * strides[i];
      index[i] = 0;
    }
    return moved;
  }
}
