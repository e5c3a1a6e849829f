package io.github.koelectra.tensor.kernel;

import io.github.koelectra.tensor.Parallel;
import io.github.koelectra.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Sums of embedding rows, read from where the tables lie. */
final class EmbeddingKernels {
  private static final ValueLayout.OfFloat LITTLE_ENDIAN =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final KernelProvider provider;
  private final MemorySegment words;
  private final Tensor types;
  private final Tensor positions;
  private final Tensor out;
  private final int columns;
  private final long rowBytes;

  EmbeddingKernels(
      KernelProvider provider, MemorySegment words, Tensor types, Tensor positions, Tensor out) {
    this.provider = provider;
    this.words = words;
    this.types = types;
    this.positions = positions;
    this.out = out;
    this.columns = out.columns();
    this.rowBytes = (long) columns * Float.BYTES;
    Demand.columns("type embeddings", types, columns);
    Demand.columns("position embeddings", positions, columns);
    Demand.that(
        rowBytes > 0 && words.byteSize() % rowBytes == 0,
        "word embeddings",
        () -> words.byteSize() + " bytes are no rows of " + columns + " floats");
  }

  void run(Parallel parallel, int[] ids, int[] typeIds, int[] positionIds) {
    int tokens = out.rows();
    checkIds("token id", ids, tokens, words.byteSize() / rowBytes);
    checkIds("token type id", typeIds, tokens, types.rows());
    checkIds("position id", positionIds, tokens, positions.rows());
    int rowsPerTask = 32;
    parallel.forEach(
        Math.ceilDiv(tokens, rowsPerTask),
        (task, worker) -> {
          int end = Math.min(tokens, (task + 1) * rowsPerTask);
          for (int t = task * rowsPerTask; t < end; t++) {
            row(t, ids[t], typeIds[t], positionIds[t]);
          }
        });
  }

  private void row(int token, int id, int typeId, int positionId) {
    float[] array = out.array();
    int at = out.offset() + token * columns;
    MemorySegment.copy(words, LITTLE_ENDIAN, id * rowBytes, array, at, columns);
    add(types, typeId, array, at);
    add(positions, positionId, array, at);
  }

  private void add(Tensor table, int row, float[] array, int at) {
    int from = table.offset() + row * columns;
    provider.add(columns, array, at, table.array(), from, array, at);
  }

  private static void checkIds(String what, int[] ids, int tokens, long limit) {
    Demand.that(ids.length >= tokens, what, () -> ids.length + " given for " + tokens + " tokens");
    for (int t = 0; t < tokens; t++) {
      int id = ids[t];
      if (id < 0 || id >= limit) {
        throw new IllegalArgumentException(
            what + " " + id + " of token " + t + " is not below " + limit);
      }
    }
  }
}
