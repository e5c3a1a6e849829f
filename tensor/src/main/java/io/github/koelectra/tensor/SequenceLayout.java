package io.github.koelectra.tensor;

import java.util.Arrays;
import java.util.Objects;

/**
 * Where the sequences of a packed batch lie: sequence {@code s} is the rows {@code begin(s)} to
 * {@code end(s)} of every {@code [tokens, features]} matrix, with no padding between. A token may
 * be masked as a key: it is computed like any other but nobody attends to it. Immutable.
 */
public final class SequenceLayout {
  private final int[] starts;
  private final boolean[] masked;

  private SequenceLayout(int[] starts, boolean[] masked) {
    this.starts = starts;
    this.masked = masked;
  }

  /** Sequences of the given lengths, one behind the other, with no masked key. */
  public static SequenceLayout of(int... lengths) {
    return new SequenceLayout(startsOf(lengths), new boolean[0]);
  }

  /**
   * Sequences of the given lengths in which the keys {@code masked[token]} are attended to by
   * nobody. A sequence whose keys are all masked attends to all of them alike, as adding the lowest
   * finite number to every score does in PyTorch.
   */
  public static SequenceLayout masked(int[] lengths, boolean[] masked) {
    int[] starts = startsOf(lengths);
    if (masked.length != starts[starts.length - 1]) {
      throw new IllegalArgumentException(
          "a mask of " + masked.length + " for " + starts[starts.length - 1] + " tokens");
    }
    boolean any = false;
    for (boolean m : masked) {
      any |= m;
    }
    return new SequenceLayout(starts, any ? masked.clone() : new boolean[0]);
  }

  private static int[] startsOf(int[] lengths) {
    int[] starts = new int[lengths.length + 1];
    for (int s = 0; s < lengths.length; s++) {
      if (lengths[s] < 0) {
        throw new IllegalArgumentException("sequence " + s + " has length " + lengths[s]);
      }
      starts[s + 1] = Math.addExact(starts[s], lengths[s]);
    }
    return starts;
  }

  /** The number of sequences. */
  public int sequences() {
    return starts.length - 1;
  }

  /** The number of tokens of all sequences. */
  public int tokens() {
    return starts[starts.length - 1];
  }

  /** The first row of sequence {@code sequence}. */
  public int begin(int sequence) {
    return starts[Objects.checkIndex(sequence, sequences())];
  }

  /** The row behind the last one of sequence {@code sequence}. */
  public int end(int sequence) {
    return starts[Objects.checkIndex(sequence, sequences()) + 1];
  }

  /** The number of tokens of sequence {@code sequence}. */
  public int length(int sequence) {
    return end(sequence) - begin(sequence);
  }

  /** The length of the longest sequence, 0 if there is none. */
  public int longest() {
    int longest = 0;
    for (int s = 0; s < sequences(); s++) {
      longest = Math.max(longest, length(s));
    }
    return longest;
  }

  /** Whether any key is masked at all. */
  public boolean hasMask() {
    return masked.length > 0;
  }

  /** Whether nobody attends to token {@code token}. */
  public boolean isMasked(int token) {
    Objects.checkIndex(token, tokens());
    return hasMask() && masked[token];
  }

  /**
   * The mask itself, not a copy and not to be changed: an element per token, or none at all if no
   * key is masked.
   */
  public boolean[] mask() {
    return masked;
  }

  /** The lengths and whether there is a mask. */
  @Override
  public String toString() {
    return "starts " + Arrays.toString(starts) + (hasMask() ? ", masked keys" : "");
  }
}
