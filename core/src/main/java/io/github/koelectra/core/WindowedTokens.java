package io.github.koelectra.core;

import io.github.koelectra.tokenizer.Encoding;
import java.util.List;

/**
 * The tokens of one text that was encoded in overlapping windows. A token belongs to the window in
 * which the nearer end is farthest, the first of several: BERT's maximum context.
 */
final class WindowedTokens {
  /** Special tokens at the beginning of a window. */
  private static final int BEFORE = 1;

  private static final int ADDED = 2;

  private final List<Encoding> windows;
  private final int step;
  private final int size;

  /**
   * The tokens of windows.
   *
   * @param stride how many tokens a window shares with the one before
   */
  WindowedTokens(List<Encoding> windows, int stride) {
    this.windows = windows;
    step = windows.getFirst().size() - ADDED - stride;
    size = (windows.size() - 1) * step + length(windows.size() - 1);
  }

  private int length(int window) {
    return windows.get(window).size() - ADDED;
  }

  /** How many tokens the text has, without special ones. */
  int size() {
    return size;
  }

  /** The window that token {@code index} of the text belongs to. */
  int window(int index) {
    int best = 0;
    int farthest = -1;
    int last = windows.size() == 1 ? 0 : Math.min(index / step, windows.size() - 1);
    for (int w = last; w >= 0 && index < w * step + length(w); w--) {
      int place = index - w * step;
      int nearer = Math.min(place, length(w) - 1 - place);
      if (nearer >= farthest) {
        farthest = nearer;
        best = w;
      }
    }
    return best;
  }

  /** The row of token {@code index} of the text in a window that has it. */
  int row(int index, int window) {
    return BEFORE + index - window * step;
  }
}
