package io.github.koelectra.tensor;

import java.util.Arrays;
import java.util.Objects;

/**
 * A row-major matrix {@code [rows, columns]} of floats: a view of consecutive elements of an array.
 * Everything the model computes is a matrix of tokens by features, so no other rank is needed. Not
 * copied and not guarded: whoever holds the array may change the elements.
 */
public final class Tensor {
  private final float[] array;
  private final int offset;
  private final int rows;
  private final int columns;

  private Tensor(float[] array, int offset, int rows, int columns) {
    this.array = array;
    this.offset = offset;
    this.rows = rows;
    this.columns = columns;
  }

  /**
   * The {@code [rows, columns]} elements of {@code array} from {@code offset}.
   *
   * @throws IndexOutOfBoundsException if the array has no such range
   */
  public static Tensor of(float[] array, int offset, int rows, int columns) {
    if (rows < 0 || columns < 0) {
      throw new IllegalArgumentException("negative shape [" + rows + ", " + columns + "]");
    }
    Objects.checkFromIndexSize(offset, Math.multiplyExact(rows, columns), array.length);
    return new Tensor(array, offset, rows, columns);
  }

  /** A new matrix of zeros. */
  public static Tensor zeros(int rows, int columns) {
    return of(new float[Math.multiplyExact(rows, columns)], 0, rows, columns);
  }

  /** The number of rows, usually tokens. */
  public int rows() {
    return rows;
  }

  /** The number of columns, usually features. */
  public int columns() {
    return columns;
  }

  /** The number of elements. */
  public int size() {
    return rows * columns;
  }

  /** The array this is a view of. */
  public float[] array() {
    return array;
  }

  /** Where the view begins in {@link #array()}. */
  public int offset() {
    return offset;
  }

  /**
   * The element in row {@code row} and column {@code column}.
   *
   * @throws IndexOutOfBoundsException if there is none
   */
  public float get(int row, int column) {
    Objects.checkIndex(row, rows);
    Objects.checkIndex(column, columns);
    return array[offset + row * columns + column];
  }

  /** A view of rows {@code from} (inclusive) to {@code to} (exclusive). */
  public Tensor rows(int from, int to) {
    Objects.checkFromToIndex(from, to, rows);
    return new Tensor(array, offset + from * columns, to - from, columns);
  }

  /** A view of the first {@code rows * columns} elements as a matrix of that shape. */
  public Tensor reshape(int rows, int columns) {
    if (rows < 0 || columns < 0 || (long) rows * columns > size()) {
      throw new IllegalArgumentException(
          this + " cannot be seen as [" + rows + ", " + columns + "]");
    }
    return new Tensor(array, offset, rows, columns);
  }

  @SuppressWarnings("ReferenceEquality") // whether it is the same array, not an equal one
  boolean isView(float[] array, int offset, int rows, int columns) {
    return this.array == array
        && this.offset == offset
        && this.rows == rows
        && this.columns == columns;
  }

  /** A copy of row {@code row}. */
  public float[] row(int row) {
    Objects.checkIndex(row, rows);
    int begin = offset + row * columns;
    return Arrays.copyOfRange(array, begin, begin + columns);
  }

  /** A copy of all elements, row by row. */
  public float[] toArray() {
    return Arrays.copyOfRange(array, offset, offset + size());
  }

  /** A copy that shares nothing with this. */
  public Tensor copy() {
    return new Tensor(toArray(), 0, rows, columns);
  }

  /** The shape in words: {@code [rows, columns]}. */
  @Override
  public String toString() {
    return "[" + rows + ", " + columns + "]";
  }
}
