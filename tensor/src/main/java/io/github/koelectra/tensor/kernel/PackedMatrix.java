package io.github.koelectra.tensor.kernel;

/**
 * The right-hand side {@code [n, k]} of a product, packed for one room: panels of {@code width}
 * outputs, each {@code [k][width]}, the last one filled up with zeros. Immutable, safe to share
 * between threads.
 */
public final class PackedMatrix {
  /**
   * How many steps of k one chain of multiply-adds has: a constant of the arithmetic. Shorter is
   * truer and costs one addition per block. On the goldens the error relative to PyTorch's own is
   * 0.91 at 128, 0.71 at 64, 0.63 at 32 (geometric means), and no smaller at 16.
   */
  public static final int BLOCK = 32;

  /** Where the rows of the matrix come from; called by several threads at once. */
  @FunctionalInterface
  public interface Rows {
    /** Copies the {@code length} row-major elements from {@code first} on. */
    void copyTo(long first, float[] destination, int offset, int length);
  }

  /**
   * Where the panels begin: behind the 16 bytes of an array's header, 12 floats reach the next
   * cache line if the array begins one, as large arrays do under G1. A vector that crosses a line
   * is loaded twice.
   */
  private static final int FIRST = 12;

  /** Offsets stay below 2^30, which the rooms rely on. */
  private static final long LARGEST = (1 << 30) - 1024;

  private final int n;
  private final int k;
  private final int width;
  private final float[] panels;

  PackedMatrix(int n, int k, int width) {
    this.n = n;
    this.k = k;
    this.width = width;
    long rounded = (long) Math.ceilDiv(n, width) * width;
    Demand.that(rounded * k <= LARGEST, "pack", () -> "[" + n + ", " + k + "] is too large");
    this.panels = new float[FIRST + (int) rounded * k];
  }

  /** The number of outputs. */
  public int n() {
    return n;
  }

  /** The number of inputs. */
  public int k() {
    return k;
  }

  int width() {
    return width;
  }

  int panelCount() {
    return Math.ceilDiv(n, width);
  }

  float[] panels() {
    return panels;
  }

  int panelOffset(int panel) {
    return FIRST + panel * width * k;
  }

  /** Fills one panel; {@code scratch} holds at least {@code width * k} elements. */
  void fill(KernelProvider provider, int panel, Rows rows, float[] scratch) {
    int first = panel * width;
    int count = Math.min(width, n - first);
    rows.copyTo((long) first * k, scratch, 0, count * k);
    provider.packRows(count, k, scratch, 0, k, panels, panelOffset(panel));
  }
}
