package io.github.koelectra.train.finetune;

import io.github.koelectra.train.model.Target;
import java.util.Arrays;

/**
 * What a model reads at once, without its special tokens, and its target. Compact: windows over one
 * context share its tokens.
 *
 * @param row the row of the data set it comes from
 * @param first the ids of the text, the words or the question
 * @param second the ids of the pair or the context
 * @param from the first token of {@code second} that is read
 * @param to behind the last; -1 if there is no second text
 * @param target of this sequence alone
 */
record Sequence(int row, int[] first, int[] second, int from, int to, Target target) {
  private static final int ALONE = -1;
  private static final int[] NOTHING = {};

  /** A sequence of one text. */
  static Sequence single(int row, int[] ids, Target target) {
    return new Sequence(row, ids, NOTHING, 0, ALONE, target);
  }

  /** {@code [CLS] first [SEP]}, and {@code second [SEP]} if there is one. */
  int length() {
    return secondBegin() + (to == ALONE ? 0 : to - from + 1);
  }

  /** Where the second text begins, behind the first and its separator. */
  int secondBegin() {
    return first.length + 2;
  }

  int[] inputIds(int classifier, int separator) {
    int[] ids = new int[length()];
    ids[0] = classifier;
    System.arraycopy(first, 0, ids, 1, first.length);
    ids[first.length + 1] = separator;
    if (to != ALONE) {
      System.arraycopy(second, from, ids, secondBegin(), to - from);
      ids[ids.length - 1] = separator;
    }
    return ids;
  }

  int[] tokenTypeIds() {
    int[] types = new int[length()];
    Arrays.fill(types, secondBegin(), types.length, 1);
    return types;
  }
}
