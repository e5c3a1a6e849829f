package io.github.koelectra.tensor.kernel.vector;

import static io.github.koelectra.tensor.kernel.vector.Lanes.COUNT;
import static io.github.koelectra.tensor.kernel.vector.Lanes.SPECIES;
import static io.github.koelectra.tensor.kernel.vector.RegisterTile.WIDTH;
import static io.github.koelectra.tensor.kernel.vector.RegisterTile.place;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** Fills panels. Their width is a constant here, without which every index would be checked. */
final class VectorPacking {
  private static final VectorSpecies<Short> HALVES =
      VectorSpecies.of(short.class, VectorShape.forBitSize(PanelShape.bits() / 2));
  private static final VectorSpecies<Integer> INTS = SPECIES.withLanes(int.class);

  private VectorPacking() {}

  /** See {@link io.github.koelectra.tensor.kernel.KernelProvider#packRows}. */
  static void rows(
      int columns, int k, float[] rows, int offset, int stride, float[] panel, int panelOffset) {
    if (columns < WIDTH) {
      Arrays.fill(panel, panelOffset, panelOffset + k * WIDTH, 0f);
    }
    int j = 0;
    for (; j + 4 <= columns; j += 4) {
      fourRows(k, rows, offset + j * stride, stride, panel, panelOffset + j);
    }
    for (; j < columns; j++) {
      oneRow(k, rows, offset + j * stride, panel, panelOffset + j);
    }
  }

  private static void fourRows(
      int k, float[] rows, int offset, int stride, float[] panel, int panelOffset) {
    int row0 = place(offset);
    int row1 = place(offset + stride);
    int row2 = place(offset + 2 * stride);
    int row3 = place(offset + 3 * stride);
    int to = place(panelOffset);
    for (int p = 0; p < k; p++) {
      panel[to + p * WIDTH] = rows[row0 + p];
      panel[to + p * WIDTH + 1] = rows[row1 + p];
      panel[to + p * WIDTH + 2] = rows[row2 + p];
      panel[to + p * WIDTH + 3] = rows[row3 + p];
    }
  }

  private static void oneRow(int k, float[] rows, int offset, float[] panel, int panelOffset) {
    for (int p = 0; p < k; p++) {
      panel[panelOffset + p * WIDTH] = rows[offset + p];
    }
  }

  /** See {@link io.github.koelectra.tensor.kernel.KernelProvider#packColumns}. */
  static void columns(
      int columns, int k, float[] matrix, int offset, int stride, float[] panel, int panelOffset) {
    if (columns < WIDTH) {
      Arrays.fill(panel, panelOffset, panelOffset + k * WIDTH, 0f);
      for (int p = 0; p < k; p++) {
        System.arraycopy(matrix, offset + p * stride, panel, panelOffset + p * WIDTH, columns);
      }
      return;
    }
    for (int p = 0; p < k; p++) {
      int from = offset + p * stride;
      int to = panelOffset + p * WIDTH;
      FloatVector.fromArray(SPECIES, matrix, from).intoArray(panel, to);
      FloatVector.fromArray(SPECIES, matrix, from + COUNT).intoArray(panel, to + COUNT);
      if (WIDTH > 2 * COUNT) {
        FloatVector.fromArray(SPECIES, matrix, from + 2 * COUNT).intoArray(panel, to + 2 * COUNT);
      }
    }
  }

  /** Widens n upper halves of floats; n is a multiple of the lanes. */
  static void widenBf16(int n, short[] from, int offset, float[] to, int toOffset) {
    for (int i = 0; i < n; i += COUNT) {
      ShortVector.fromArray(HALVES, from, offset + i)
          .convertShape(VectorOperators.ZERO_EXTEND_S2I, INTS, 0)
          .lanewise(VectorOperators.LSHL, Short.SIZE)
          .reinterpretAsFloats()
          .intoArray(to, toOffset + i);
    }
  }
}
