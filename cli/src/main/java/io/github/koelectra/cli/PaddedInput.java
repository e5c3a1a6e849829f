package io.github.koelectra.cli;

import io.github.koelectra.weights.Checkpoint;
import io.github.koelectra.weights.TensorEntry;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Token ids as PyTorch takes them: [batch, sequence] with masks and token types.
 *
 * @param ids per row its token ids
 * @param types per row its token types
 * @param mask per row its attention mask
 */
record PaddedInput(int[][] ids, int[][] types, int[][] mask) {
  private static final String IDS = "input_ids";

  int batch() {
    return ids.length;
  }

  int sequence() {
    return ids[0].length;
  }

  static PaddedInput read(Checkpoint file) throws IOException {
    List<Long> shape =
        shape(file, IDS)
            .orElseThrow(() -> new IOException(file.path() + ": no tensor " + IDS + " in it"));
    if (shape.size() != 2 || shape.contains(0L)) {
      throw new IOException(
          file.path() + ": " + IDS + " must be [batch, sequence] with tokens in it, not " + shape);
    }
    int[][] ids = rows(file, IDS, shape);
    int[][] mask = optional(file, "attention_mask", shape, 1);
    int[][] types = optional(file, "token_type_ids", shape, 0);
    return new PaddedInput(ids, types, mask);
  }

  private static Optional<List<Long>> shape(Checkpoint file, String name) {
    return file.entries().stream()
        .filter(e -> e.name().equals(name))
        .map(TensorEntry::shape)
        .findFirst();
  }

  private static int[][] optional(Checkpoint file, String name, List<Long> shape, int otherwise)
      throws IOException {
    Optional<List<Long>> found = shape(file, name);
    if (found.isPresent()) {
      if (!found.get().equals(shape)) {
        throw new IOException(
            file.path() + ": " + name + " is " + found.get() + ", but " + IDS + " is " + shape);
      }
      return rows(file, name, shape);
    }
    int[][] rows = new int[shape.get(0).intValue()][shape.get(1).intValue()];
    for (int[] row : rows) {
      Arrays.fill(row, otherwise);
    }
    return rows;
  }

  private static int[][] rows(Checkpoint file, String name, List<Long> shape) throws IOException {
    long[] values = file.readLongs(name);
    int columns = Math.toIntExact(shape.get(1));
    int[][] rows = new int[Math.toIntExact(shape.get(0))][columns];
    for (int i = 0; i < values.length; i++) {
      if (values[i] != (int) values[i]) {
        throw new IOException(
            file.path() + ": " + name + " holds " + values[i] + ", which is no id of a token");
      }
      rows[i / columns][i % columns] = (int) values[i];
    }
    return rows;
  }
}
