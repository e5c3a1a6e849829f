package io.github.koelectra.core;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Where a text is quoted or in brackets. A quotation or bracket counts if it is closed, within a
 * bounded distance and before a blank line, so that one that nobody closed protects nothing. One
 * pass over the text.
 */
final class QuotedSpans {
  /** What is farther apart does not belong together. */
  private static final int MOST_CHARS = 500;

  /** How many open ones are looked through for the one that a closing one closes. */
  private static final int MOST_LOOKS = 8;

  private static final String OPENING = "“‘「『《〈(（[［{【〔｛";
  private static final String CLOSING = "”’」』》〉)）]］}】〕｝";
  private static final String STRAIGHT = "\"'";

  /** The quotation marks among the opening ones. */
  private static final String QUOTING = "“‘「『\"'";

  private final String text;
  private final int[] depth;
  private final int[] partner;
  private final Deque<Integer> open = new ArrayDeque<>();

  private QuotedSpans(String text) {
    this.text = text;
    depth = new int[text.length() + 1];
    partner = new int[text.length()];
  }

  static QuotedSpans of(String text) {
    QuotedSpans spans = new QuotedSpans(text);
    for (int at = 0; at < text.length(); at++) {
      spans.look(at);
    }
    for (int at = 0, sum = 0; at < text.length(); at++) {
      sum += spans.depth[at];
      spans.depth[at] = sum;
    }
    return spans;
  }

  /** Whether a char, the marks included, is in a quotation or in brackets. */
  boolean inside(int at) {
    return depth[at] > 0;
  }

  /** Whether an outermost quotation or bracket opens here. */
  boolean opens(int at) {
    return partner[at] > at && depth[at] == 1;
  }

  /** Whether a quotation opens here that is in no other. */
  boolean opensQuote(int at) {
    return opens(at) && QUOTING.indexOf(text.charAt(at)) >= 0;
  }

  /** Whether an outermost quotation or bracket closes here. */
  boolean closes(int at) {
    return depth[at] == 1 && partner[at] > 0 && partner[at] - 1 < at;
  }

  /** Where that which closes here was opened. */
  int opening(int closing) {
    return partner[closing] - 1;
  }

  static boolean closing(char mark) {
    return CLOSING.indexOf(mark) >= 0 || STRAIGHT.indexOf(mark) >= 0;
  }

  private void look(int at) {
    char mark = text.charAt(at);
    if (mark == '\n' && at > 0 && blankLine(at)) {
      open.clear();
    } else if (OPENING.indexOf(mark) >= 0) {
      open.push(at);
    } else if (STRAIGHT.indexOf(mark) >= 0) {
      straight(at, mark);
    } else if (CLOSING.indexOf(mark) >= 0 && !apostrophe(at)) {
      close(at, OPENING.charAt(CLOSING.indexOf(mark)));
    }
  }

  /** Whether the line that ends here is blank. */
  private boolean blankLine(int at) {
    int before = at - 1;
    while (before > 0
        && at - before < MOST_CHARS
        && text.charAt(before) != '\n'
        && Letters.white(text.charAt(before))) {
      before--;
    }
    return text.charAt(before) == '\n';
  }

  private void straight(int at, char mark) {
    boolean after = at > 0 && !Letters.white(text.charAt(at - 1));
    boolean before = at + 1 < text.length() && !Letters.white(text.charAt(at + 1));
    if (apostrophe(at)) {
      return;
    }
    if (after && close(at, mark)) {
      return;
    }
    if (before) {
      open.push(at);
    }
  }

  /** Between two Latin letters or digits these marks are no quotation marks. */
  private boolean apostrophe(int at) {
    boolean single = text.charAt(at) == '\'' || text.charAt(at) == '’';
    return single
        && at > 0
        && at + 1 < text.length()
        && Letters.latinOrDigit(text.charAt(at - 1))
        && Letters.latinOrDigit(text.charAt(at + 1));
  }

  private boolean close(int at, char opening) {
    int looks = 0;
    for (Iterator<Integer> each = open.iterator(); each.hasNext() && looks < MOST_LOOKS; looks++) {
      int begin = each.next();
      if (at - begin > MOST_CHARS) {
        return false;
      }
      if (text.charAt(begin) == opening) {
        while (open.pop() != begin) {}
        depth[begin]++;
        depth[at + 1]--;
        partner[begin] = at + 1;
        partner[at] = begin + 1;
        return true;
      }
    }
    return false;
  }
}
