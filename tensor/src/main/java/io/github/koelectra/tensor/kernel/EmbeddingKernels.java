package io.github.koelectra.tensor.kernel;

import io.github.koelectra.tensor.Parallel;
import io.github.koelectra.tensor.Tensor;

/** Sums of embedding rows, read from where the tables lie. */
final class EmbeddingKernels {
  private final KernelProvider provider;
  private final StoredElements words;
  private final Tensor types;
  private final Tensor positions;
  private final Tensor out;
  private final int columns;
  private final long bytes;
  private final long rowBytes;

  EmbeddingKernels(
      KernelProvider provider, StoredElements words, Tensor types, Tensor positions, Tensor out) {
    this.provider = provider;
    this.words = words;
    this.types = types;
    this.positions = positions;
    this.out = out;
    this.columns = out.columns();
    this.bytes = words.segment().byteSize();
    this.rowBytes = (long) columns * words.type().bytes();
    Demand.columns("type embeddings", types, columns);
    Demand.columns("position embeddings", positions, columns);
    Demand.that(
        rowBytes > 0 && bytes % rowBytes == 0,
        "word embeddings",
        () -> bytes + " bytes are no rows of " + columns + " " + words.type());
  }

  void run(Parallel parallel, int[] ids, int[] typeIds, int[] positionIds) {
    int tokens = out.rows();
    checkIds("token id", ids, tokens, bytes / rowBytes);
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
    words.copyTo((long) id * columns, array, at, columns);
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
