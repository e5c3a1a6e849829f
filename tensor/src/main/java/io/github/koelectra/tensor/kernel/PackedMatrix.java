package io.github.koelectra.tensor.kernel;

/**
 * The right-hand side {@code [n, k]} of a product, packed for one room: panels of {@code width}
 * outputs, each {@code [k][width]}, the last one filled up with zeros. Safe to share between
 * threads as long as nobody packs it again, which only a training step does.
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
  private final WeightType type;
  private final float[] panels;
  private final short[] halves;

  PackedMatrix(int n, int k, int width, WeightType type) {
    this.n = n;
    this.k = k;
    this.width = width;
    long rounded = (long) Math.ceilDiv(n, width) * width;
    Demand.that(rounded * k <= LARGEST, "pack", () -> "[" + n + ", " + k + "] is too large");
    this.type = type;
    int size = FIRST + (int) rounded * k;
    this.panels = new float[type == WeightType.F32 ? size : 0];
    this.halves = new short[type == WeightType.F32 ? 0 : size];
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

  WeightType type() {
    return type;
  }

  /** Writes {@code count} panels of a 16-bit type as floats. */
  void widen(KernelProvider provider, int panel, int count, float[] to, int toOffset) {
    provider.widen(type, count * width * k, halves, panelOffset(panel), to, toOffset);
  }

  int panelOffset(int panel) {
    return FIRST + panel * width * k;
  }

  /** Scratch memory of a thread that fills panels. */
  static final class Scratch {
    private final float[] rows;
    private final float[] panel;

    private Scratch(int size, WeightType type) {
      rows = new float[size];
      panel = new float[type == WeightType.F32 ? 0 : size];
    }
  }

  Scratch scratch() {
    return new Scratch(width * k, type);
  }

  /** Fills one panel. */
  void fill(KernelProvider provider, int panel, Rows rows, Scratch scratch) {
    int first = panel * width;
    int count = Math.min(width, n - first);
    rows.copyTo((long) first * k, scratch.rows, 0, count * k);
    if (type == WeightType.F32) {
      provider.packRows(count, k, scratch.rows, 0, k, panels, panelOffset(panel));
    } else {
      provider.packRows(count, k, scratch.rows, 0, k, scratch.panel, 0);
      narrow(scratch.panel, width * k, panelOffset(panel));
    }
  }

  /** Fills one panel of floats from consecutive rows of an array. */
  void fill(KernelProvider provider, int panel, float[] rows, int offset) {
    int count = Math.min(width, n - panel * width);
    provider.packRows(count, k, rows, offset, k, panels, panelOffset(panel));
  }

  private void narrow(float[] from, int length, int at) {
    for (int i = 0; i < length; i++) {
      float x = from[i];
      short bits = type.narrow(x);
      halves[at + i] = bits;
      if (Float.isFinite(x) && !Float.isFinite(type.widen(bits))) {
        throw new IllegalArgumentException(
            "a weight of " + x + " is too large for " + type + "; keep the weights as F32 or BF16");
      }
    }
  }
}
