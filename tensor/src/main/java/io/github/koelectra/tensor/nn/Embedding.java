package io.github.koelectra.tensor.nn;

import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.tensor.kernel.StoredElements;
import io.github.koelectra.tensor.kernel.WeightType;
import java.lang.foreign.MemorySegment;

/**
 * The sum of word, token type and position embeddings, before its LayerNorm. Word embeddings stay
 * where they are if they can be read in place, so only the rows of words that occur are ever
 * touched. Immutable and safe to share between threads.
 */
public final class Embedding {
  private final Kernels kernels;
  private final StoredElements words;
  private final Tensor types;
  private final Tensor positions;

  private Embedding(Kernels kernels, StoredElements words, Tensor types, Tensor positions) {
    this.kernels = kernels;
    this.words = words;
    this.types = types;
    this.positions = positions;
  }

  /** The three tables, each [entries, embedding]. */
  public static Embedding of(
      Parameter words, Parameter types, Parameter positions, Kernels kernels) {
    StoredElements inPlace = words.stored().orElseGet(() -> copy(words));
    return new Embedding(kernels, inPlace, matrix(types), matrix(positions));
  }

  private static StoredElements copy(Parameter words) {
    MemorySegment floats = MemorySegment.ofArray(words.toArray()).asReadOnly();
    return new StoredElements(floats, WeightType.F32);
  }

  private static Tensor matrix(Parameter table) {
    int rows = Math.toIntExact(table.shape().get(0));
    int columns = Math.toIntExact(table.shape().get(1));
    return Tensor.of(table.toArray(), 0, rows, columns);
  }

  /**
   * {@code out[t] = words[ids[t]] + types[typeIds[t]] + positions[positionIds[t]]}.
   *
   * @param out [tokens, embedding]
   * @throws IllegalArgumentException if an id is outside its table
   */
  public void forward(int[] ids, int[] typeIds, int[] positionIds, Tensor out) {
    kernels.embed(words, ids, types, typeIds, positions, positionIds, out);
  }
}
