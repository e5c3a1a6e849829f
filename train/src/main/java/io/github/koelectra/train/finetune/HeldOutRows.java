package io.github.koelectra.train.finetune;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which rows of a data set are held out: random ones, questions about one context together, for who
 * has learnt where its other answers stand has read it. For one thread.
 */
final class HeldOutRows {
  /** Not the number of an epoch, so the order has nothing to do with that of any epoch. */
  private static final long ORDER = -1;

  private final DataSet data;

  /** For each row the number of what must stay together with it. */
  private final int[] groups;

  private final int[] sizes;

  HeldOutRows(DataSet data) {
    this.data = data;
    groups = new int[data.size()];
    sizes = new int[data.size()];
    Map<String, Integer> contexts = new HashMap<>();
    for (int i = 0; i < groups.length; i++) {
      int row = i;
      groups[i] =
          switch (data.rows().get(i)) {
            case Row.Question question ->
                contexts.computeIfAbsent(question.context(), _ -> contexts.size());
            case Row.Text _, Row.Words _ -> row;
          };
      sizes[groups[i]]++;
    }
  }

  /** For each row whether it is held out; at least one is, and at least one is not. */
  boolean[] draw(double share, long seed) throws IOException {
    int count = 0;
    while (count < sizes.length && sizes[count] > 0) {
      count++;
    }
    if (count < 2) {
      throw new IOException(
          data.file() + ": there is nothing to hold out, for all rows belong together");
    }
    boolean[] held = new boolean[count];
    long wanted = Math.max(1, Math.round(share * data.size()));
    int[] order = Shuffle.order(count, seed, ORDER);
    for (int i = 0; i < count - 1 && wanted > 0; i++) {
      held[order[i]] = true;
      wanted -= sizes[order[i]];
    }
    boolean[] rows = new boolean[groups.length];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = held[groups[i]];
    }
    return rows;
  }

  /** The rows that are held out, or those that are not, in their order. */
  List<Row> those(boolean[] held, boolean wanted) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < held.length; i++) {
      if (held[i] == wanted) {
        rows.add(data.rows().get(i));
      }
    }
    return rows;
  }
}
