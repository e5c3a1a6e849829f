package io.github.koelectra.electra;

import io.github.koelectra.tensor.SequenceLayout;
import java.util.Arrays;

/**
 * Sequences of token ids packed one behind the other, without padding: what a model takes.
 * Immutable and safe to share between threads.
 */
public final class TokenBatch {
  private final int[] inputIds;
  private final int[] tokenTypeIds;
  private final int[] positionIds;
  private final SequenceLayout layout;

  private TokenBatch(int[] inputIds, int[] tokenTypeIds, int[] positionIds, SequenceLayout layout) {
    this.inputIds = inputIds;
    this.tokenTypeIds = tokenTypeIds;
    this.positionIds = positionIds;
    this.layout = layout;
  }

  /** Sequences of any lengths, all token types 0. */
  public static TokenBatch of(int[]... inputIds) {
    int[][] zeros = new int[inputIds.length][];
    Arrays.setAll(zeros, s -> new int[inputIds[s].length]);
    return of(inputIds, zeros);
  }

  /**
   * Sequences of any lengths.
   *
   * @param inputIds per sequence its token ids
   * @param tokenTypeIds per sequence as many token types
   * @throws IllegalArgumentException if there is no sequence, one is empty or lengths differ
   */
  public static TokenBatch of(int[][] inputIds, int[][] tokenTypeIds) {
    int[][] ones = new int[inputIds.length][];
    for (int s = 0; s < inputIds.length; s++) {
      ones[s] = new int[inputIds[s].length];
      Arrays.fill(ones[s], 1);
    }
    return padded(inputIds, tokenTypeIds, ones);
  }

  /**
   * Sequences with padding, as PyTorch takes them: what is behind the last 1 of a mask is dropped;
   * a masked token before it is computed, but no token attends to it, and positions count from the
   * row's beginning. A row whose mask is all 0 is kept whole: its tokens attend to all of it.
   *
   * @param attentionMask per sequence 1 for each token to attend to, 0 for each other
   * @throws IllegalArgumentException if there is no sequence, one is empty, lengths differ or a
   *     mask holds another number
   */
  public static TokenBatch padded(int[][] inputIds, int[][] tokenTypeIds, int[][] attentionMask) {
    int rows = inputIds.length;
    checkRows(rows, tokenTypeIds.length, attentionMask.length);
    int[] lengths = new int[rows];
    for (int s = 0; s < rows; s++) {
      checkLengths(s, inputIds[s].length, tokenTypeIds[s].length, attentionMask[s].length);
      lengths[s] = usedLength(s, attentionMask[s]);
    }
    return of(inputIds, tokenTypeIds, attentionMask, lengths);
  }

  /**
   * The same with the padding: nobody attends to it, but it is computed, as in PyTorch, where a
   * softmax over all positions of a row counts it.
   *
   * @param attentionMask per sequence 1 for each token to attend to, 0 for each other
   * @throws IllegalArgumentException as {@link #padded}
   */
  public static TokenBatch withPadding(
      int[][] inputIds, int[][] tokenTypeIds, int[][] attentionMask) {
    int rows = inputIds.length;
    checkRows(rows, tokenTypeIds.length, attentionMask.length);
    int[] lengths = new int[rows];
    for (int s = 0; s < rows; s++) {
      lengths[s] = inputIds[s].length;
      checkLengths(s, lengths[s], tokenTypeIds[s].length, attentionMask[s].length);
      usedLength(s, attentionMask[s]);
    }
    return of(inputIds, tokenTypeIds, attentionMask, lengths);
  }

  private static TokenBatch of(
      int[][] inputIds, int[][] tokenTypeIds, int[][] attentionMask, int[] lengths) {
    int rows = lengths.length;
    int tokens = Arrays.stream(lengths).reduce(0, Math::addExact);
    int[] ids = new int[tokens];
    int[] types = new int[tokens];
    int[] positions = new int[tokens];
    boolean[] masked = new boolean[tokens];
    int at = 0;
    for (int s = 0; s < rows; s++) {
      for (int p = 0; p < lengths[s]; p++) {
        ids[at] = inputIds[s][p];
        types[at] = tokenTypeIds[s][p];
        positions[at] = p;
        masked[at++] = attentionMask[s][p] == 0;
      }
    }
    return new TokenBatch(ids, types, positions, SequenceLayout.masked(lengths, masked));
  }

  private static void checkRows(int ids, int types, int masks) {
    if (ids == 0) {
      throw new IllegalArgumentException("a batch needs at least one sequence");
    }
    if (ids != types || ids != masks) {
      throw new IllegalArgumentException(
          ids + " sequences of ids, " + types + " of token types, " + masks + " of masks");
    }
  }

  private static void checkLengths(int sequence, int ids, int types, int mask) {
    if (ids != types || ids != mask) {
      throw new IllegalArgumentException(
          "sequence "
              + sequence
              + ": "
              + ids
              + " ids, "
              + types
              + " token types, "
              + mask
              + " mask elements");
    }
    if (ids == 0) {
      throw new IllegalArgumentException("sequence " + sequence + " has no tokens");
    }
  }

  private static int usedLength(int sequence, int[] mask) {
    int used = 0;
    for (int p = 0; p < mask.length; p++) {
      if (mask[p] != 0 && mask[p] != 1) {
        throw new IllegalArgumentException(
            "sequence " + sequence + ": attention mask " + mask[p] + " at " + p + " is not 0 or 1");
      }
      used = mask[p] == 1 ? p + 1 : used;
    }
    return used == 0 ? mask.length : used;
  }

  /** Where the sequences lie among the tokens. */
  public SequenceLayout layout() {
    return layout;
  }

  /** The number of tokens of all sequences. */
  public int tokens() {
    return layout.tokens();
  }

  /** The position of token {@code token} in its sequence. */
  public int position(int token) {
    return positionIds[token];
  }

  /** The token ids: the array itself, not to be changed. */
  public int[] inputIds() {
    return inputIds;
  }

  /** The token types: the array itself, not to be changed. */
  public int[] tokenTypeIds() {
    return tokenTypeIds;
  }

  /** The positions of all tokens in their sequences: the array itself, not to be changed. */
  public int[] positionIds() {
    return positionIds;
  }
}
