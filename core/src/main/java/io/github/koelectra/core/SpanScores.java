package io.github.koelectra.core;

import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tokenizer.Encoding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * How probable it is that an answer begins, and that it ends, at each token of a window {@code
 * [CLS] question [SEP] document [SEP]}: the softmax of the logits over the tokens of the document
 * and the classifier token, as {@code select_starts_ends} of transformers 4 has it.
 */
final class SpanScores {
  private static final Comparator<Span> BEST_FIRST =
      Comparator.comparingDouble(Span::score)
          .reversed()
          .thenComparingInt(Span::first)
          .thenComparingInt(Span::last);

  private final double[] starts;
  private final double[] ends;
  private final int begin;
  private final int end;

  /**
   * Probabilities that are known.
   *
   * @param starts of the tokens to begin an answer
   * @param ends of the tokens to end one
   * @param begin the first token of the document
   * @param end behind its last token; {@code begin} if it has none
   */
  SpanScores(double[] starts, double[] ends, int begin, int end) {
    this.starts = starts;
    this.ends = ends;
    this.begin = begin;
    this.end = end;
  }

  /**
   * A candidate.
   *
   * @param first its first token in the window
   * @param last its last token in the window
   * @param score the probability that it is the answer
   */
  record Span(int first, int last, double score) {}

  /**
   * The scores of a window.
   *
   * @param logits [tokens, 2]: that an answer begins, and that it ends, at a token
   */
  static SpanScores of(Encoding window, Tensor logits) {
    int end = window.size() - 1;
    int begin = end;
    while (window.sequenceId(begin - 1).orElse(0) == 1) {
      begin--;
    }
    return new SpanScores(
        probabilities(window, logits, 0, begin),
        probabilities(window, logits, 1, begin),
        begin,
        end);
  }

  /** Classifier tokens count wherever they are: transformers unmasks those of a question, too. */
  private static double[] probabilities(Encoding window, Tensor logits, int column, int begin) {
    int classifier = window.id(0);
    float[] masked = new float[window.size()];
    Arrays.fill(masked, Float.NEGATIVE_INFINITY);
    for (int i = 0; i < masked.length - 1; i++) {
      if (i >= begin || window.id(i) == classifier) {
        masked[i] = logits.get(i, column);
      }
    }
    return ScoreFunction.softmax(masked);
  }

  /** The probability that the window has no answer. */
  double noAnswer() {
    return starts[0] * ends[0];
  }

  /**
   * The most probable spans within the document, the best first; of equals the one that begins
   * first, then the one that ends first. The time is linear in the tokens.
   *
   * @param count how many at most
   * @param maxLength the most tokens of a span
   */
  List<Span> best(int count, int maxLength) {
    PriorityQueue<Span> worstFirst = new PriorityQueue<>(BEST_FIRST.reversed());
    for (int first = begin; first < end; first++) {
      int behind = (int) Math.min((long) first + maxLength, end);
      for (int last = first; last < behind; last++) {
        double score = starts[first] * ends[last];
        if (worstFirst.size() == count) {
          if (score <= worstFirst.element().score()) {
            continue;
          }
          worstFirst.remove();
        }
        worstFirst.add(new Span(first, last, score));
      }
    }
    List<Span> best = new ArrayList<>(worstFirst);
    best.sort(BEST_FIRST);
    return best;
  }
}
