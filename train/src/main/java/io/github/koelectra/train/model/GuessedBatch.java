package io.github.koelectra.train.model;

import io.github.koelectra.electra.TokenBatch;
import java.util.Arrays;

/**
 * A pretraining batch with its chosen positions in one row, and what the generator is to guess.
 *
 * @param batch the unmasked sequences
 * @param masked what the generator reads
 * @param tokens the chosen tokens among those of all sequences
 * @param originals their ids
 */
record GuessedBatch(PretrainingBatch batch, TokenBatch masked, int[] tokens, int[] originals) {
  /** Puts {@code maskTokenId} where a chosen token does not stay. */
  static GuessedBatch of(PretrainingBatch batch, int maskTokenId) {
    int[][] ids = new int[batch.inputIds().length][];
    int[] tokens = new int[chosen(batch)];
    int[] originals = new int[tokens.length];
    int begin = 0;
    int at = 0;
    for (int s = 0; s < ids.length; s++) {
      int[] whole = batch.inputIds()[s];
      ids[s] = whole.clone();
      for (int i = 0; i < batch.maskedPositions()[s].length; i++) {
        int position = batch.maskedPositions()[s][i];
        tokens[at] = begin + position;
        originals[at++] = whole[position];
        if (!batch.keptToken()[s][i] && position != 0) {
          ids[s][position] = maskTokenId;
        }
      }
      begin += whole.length;
    }
    return new GuessedBatch(batch, TokenBatch.of(ids, batch.tokenTypeIds()), tokens, originals);
  }

  private static int chosen(PretrainingBatch batch) {
    return Arrays.stream(batch.maskedPositions()).mapToInt(positions -> positions.length).sum();
  }

  /**
   * What the discriminator reads and is to tell.
   *
   * @param tokens the sequences with the generator's guesses
   * @param replaced of each token 1 if it is not the original, a guess that hit it being none
   */
  record Corrupted(TokenBatch tokens, float[] replaced) {}

  /** The sequences with the guesses {@code sampled} at the chosen positions. */
  Corrupted corrupted(int[] sampled) {
    int[][] ids = new int[batch.inputIds().length][];
    float[] replaced = new float[masked.tokens()];
    int begin = 0;
    int at = 0;
    for (int s = 0; s < ids.length; s++) {
      int[] original = batch.inputIds()[s];
      int[] positions = batch.maskedPositions()[s];
      int[] updates = Arrays.copyOfRange(sampled, at, at + positions.length);
      ids[s] = scatter(original, positions, updates);
      for (int p = 0; p < original.length; p++) {
        replaced[begin + p] = ids[s][p] == original[p] ? 0 : 1;
      }
      at += positions.length;
      begin += original.length;
    }
    return new Corrupted(TokenBatch.of(ids, batch.tokenTypeIds()), replaced);
  }

  /**
   * {@code updates[i]} written at {@code positions[i]} of a copy of {@code sequence} as {@code
   * scatter_update} of google-research/electra does: position 0 is never written; a position that
   * comes more than once gets the mean of its updates, rounded down.
   */
  static int[] scatter(int[] sequence, int[] positions, int[] updates) {
    int[] counts = new int[sequence.length];
    long[] sums = new long[sequence.length];
    for (int i = 0; i < positions.length; i++) {
      counts[positions[i]]++;
      sums[positions[i]] += updates[i];
    }
    int[] ids = sequence.clone();
    for (int p = 1; p < sequence.length; p++) {
      ids[p] = counts[p] == 0 ? ids[p] : (int) (sums[p] / counts[p]);
    }
    return ids;
  }
}
