package io.github.koelectra.cli;

import io.github.koelectra.electra.ElectraConfig;
import io.github.koelectra.weights.Checkpoint;
import io.github.koelectra.weights.TensorEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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

  /**
   * Reads what a model of that configuration can take.
   *
   * @throws IOException if a tensor is missing, of another shape, or holds what the model has not
   */
  static PaddedInput read(Path path, ElectraConfig config) throws IOException {
    try (Checkpoint file = Checkpoint.open(path)) {
      List<Long> shape =
          shape(file, IDS).orElseThrow(() -> new IOException(path + ": no tensor " + IDS));
      if (shape.size() != 2 || shape.contains(0L)) {
        throw new IOException(
            path + ": " + IDS + " must be [batch, sequence] with tokens in it, not " + shape);
      }
      int[][] mask = optional(file, "attention_mask", shape, 2, 1);
      checkLengths(path, mask, config.maxPositionEmbeddings());
      int[][] types = optional(file, "token_type_ids", shape, config.typeVocabSize(), 0);
      return new PaddedInput(rows(file, IDS, shape, config.vocabSize()), types, mask);
    }
  }

  private static Optional<List<Long>> shape(Checkpoint file, String name) {
    return file.entries().stream()
        .filter(e -> e.name().equals(name))
        .map(TensorEntry::shape)
        .findFirst();
  }

  private static int[][] optional(
      Checkpoint file, String name, List<Long> shape, int limit, int otherwise) throws IOException {
    Optional<List<Long>> found = shape(file, name);
    if (found.isPresent()) {
      if (!found.get().equals(shape)) {
        throw new IOException(
            file.path() + ": " + name + " is " + found.get() + ", but " + IDS + " is " + shape);
      }
      return rows(file, name, shape, limit);
    }
    int[][] rows = new int[shape.get(0).intValue()][shape.get(1).intValue()];
    for (int[] row : rows) {
      Arrays.fill(row, otherwise);
    }
    return rows;
  }

  /** The integers of a tensor, each from 0 to below {@code limit}, those of padding too. */
  private static int[][] rows(Checkpoint file, String name, List<Long> shape, int limit)
      throws IOException {
    long[] values = file.readLongs(name);
    int columns = Math.toIntExact(shape.get(1));
    int[][] rows = new int[Math.toIntExact(shape.get(0))][columns];
    for (int i = 0; i < values.length; i++) {
      int row = i / columns;
      int column = i % columns;
      if (values[i] < 0 || values[i] >= limit) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "%s: %s[%d, %d] is %d, which is not between 0 and %d",
                file.path(),
                name,
                row,
                column,
                values[i],
                limit - 1));
      }
      rows[row][column] = (int) values[i];
    }
    return rows;
  }

  private static void checkLengths(Path path, int[][] mask, int positions) throws IOException {
    for (int row = 0; row < mask.length; row++) {
      int length = mask[row].length;
      while (length > 0 && mask[row][length - 1] == 0) {
        length--;
      }
      // A row that is masked whole is computed whole.
      length = length == 0 ? mask[row].length : length;
      if (length > positions) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "%s: row %d has %d tokens, but the model takes %d; cut it",
                path,
                row,
                length,
                positions));
      }
    }
  }
}
