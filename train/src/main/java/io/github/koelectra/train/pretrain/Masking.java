package io.github.koelectra.train.pretrain;

import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Which tokens are to be guessed (Clark et al. 2020, as google-research/electra draws them): a
 * share of them, drawn with replacement, of which 15 % keep their token. Immutable and safe to
 * share.
 *
 * @param share the share of a sequence's tokens, special ones counted
 * @param maxLength the most tokens of a sequence, which bounds the number of guesses
 * @param distinct whether a position is drawn once at most; as published it is not
 * @param mayBeMasked which tokens may be chosen
 */
record Masking(double share, int maxLength, boolean distinct, IntPredicate mayBeMasked) {
  private static final double MASKED = 0.85;
  private static final double ROUNDING = 0.005;

  /** The guesses in a sequence. */
  record Guesses(int[] positions, boolean[] kept) {}

  /** How many guesses a sequence of {@code length} tokens gets. */
  int predictions(int length) {
    int most = (int) ((share + ROUNDING) * maxLength);
    float exact = (float) length * (float) share; // Rounded in single precision, as published.
    return Math.max(1, Math.min(most, (int) Math.rint(exact)));
  }

  /** Chooses the guesses in a sequence with at least one token that may be chosen. */
  Guesses choose(int[] inputIds, Draws draws) {
    int[] candidates =
        IntStream.range(0, inputIds.length)
            .filter(position -> mayBeMasked.test(inputIds[position]))
            .toArray();
    int wanted = predictions(inputIds.length);
    int count = distinct ? Math.min(wanted, candidates.length) : wanted;
    int[] positions = new int[count];
    boolean[] kept = new boolean[count];
    for (int g = 0; g < count; g++) {
      positions[g] = draw(candidates, distinct ? g : 0, draws);
      kept[g] = !draws.chance(MASKED);
    }
    return new Guesses(positions, kept);
  }

  /** One of the candidates from {@code begin} on, which is moved there (Fisher and Yates). */
  private static int draw(int[] candidates, int begin, Draws draws) {
    int at = begin + draws.below(candidates.length - begin);
    int drawn = candidates[at];
    candidates[at] = candidates[begin];
    candidates[begin] = drawn;
    return drawn;
  }
}
