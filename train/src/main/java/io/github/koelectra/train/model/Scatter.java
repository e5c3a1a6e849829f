package io.github.koelectra.train.model;

/**
 * Ids written into a sequence as {@code scatter_update} of google-research/electra does: position 0
 * is never written; a position that comes more than once gets the mean of its updates, rounded
 * down.
 *
 * @param ids the sequence with what was written
 * @param written which positions
 */
record Scatter(int[] ids, boolean[] written) {
  /** Writes {@code updates[i]} at {@code positions[i]} of a copy of {@code sequence}. */
  static Scatter of(int[] sequence, int[] positions, int[] updates) {
    int[] counts = new int[sequence.length];
    long[] sums = new long[sequence.length];
    for (int i = 0; i < positions.length; i++) {
      counts[positions[i]]++;
      sums[positions[i]] += updates[i];
    }
    int[] ids = sequence.clone();
    boolean[] written = new boolean[sequence.length];
    for (int p = 1; p < sequence.length; p++) {
      if (counts[p] > 0) {
        ids[p] = (int) (sums[p] / counts[p]);
        written[p] = true;
      }
    }
    return new Scatter(ids, written);
  }
}
