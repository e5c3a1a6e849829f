package io.github.koelectra.train.finetune;

import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.train.finetune.Evaluation.Guess;
import io.github.koelectra.train.finetune.FinetuneTask.Lengths;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The best answers to a question over all windows of its context, as BERT's {@code run_squad.py}
 * finds them: of the best beginnings and ends of each window, the pairs with the greatest sums of
 * logits. A beginning counts only in the window where it has the most context on both sides. For
 * one thread.
 */
final class AnswerSearch {
  /** What the length of a window adds to the context of its tokens, where that is equal. */
  private static final double LENGTH_WEIGHT = 0.01;

  private final Row.Question question;
  private final ContextTokens context;
  private final Lengths lengths;
  private final List<Sequence> windows;
  private final List<Candidate> candidates = new ArrayList<>();

  /** Tokens of the context, and the sum of the logits. */
  private record Candidate(int first, int last, double score) {}

  AnswerSearch(
      Row.Question question, ContextTokens context, Lengths lengths, List<Sequence> windows) {
    this.question = question;
    this.context = context;
    this.lengths = lengths;
    this.windows = List.copyOf(windows);
  }

  /**
   * Adds what a window says.
   *
   * @param window which of the windows
   * @param logits [tokens, 2]: that the answer begins, and that it ends, at a token
   */
  void add(int window, Tensor logits) {
    Sequence sequence = windows.get(window);
    int[] starts = best(logits, 0);
    int[] ends = best(logits, 1);
    int shift = sequence.from() - sequence.secondBegin();
    for (int start : starts) {
      int first = start + shift;
      if (start < sequence.secondBegin() || first >= sequence.to() || fullest(first) != window) {
        continue;
      }
      for (int end : ends) {
        int last = end + shift;
        if (last >= first && last < sequence.to() && last - first < lengths.maxAnswerLength()) {
          double score = (double) logits.get(start, 0) + logits.get(end, 1);
          candidates.add(new Candidate(first, last, score));
        }
      }
    }
  }

  /** The tokens with the greatest logits, of equals the first. */
  private int[] best(Tensor logits, int column) {
    return IntStream.range(0, logits.rows())
        .boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> logits.get(i, column)).reversed())
        .limit(lengths.nBestSize())
        .mapToInt(i -> i)
        .toArray();
  }

  /** The window in which a token of the context has the most context, of equals the first. */
  private int fullest(int token) {
    int fullest = -1;
    double most = Double.NEGATIVE_INFINITY;
    for (int w = 0; w < windows.size(); w++) {
      int from = windows.get(w).from();
      int to = windows.get(w).to();
      if (token < from || token >= to) {
        continue;
      }
      double score = Math.min(token - from, to - 1 - token) + LENGTH_WEIGHT * (to - from);
      if (score > most) {
        most = score;
        fullest = w;
      }
    }
    return fullest;
  }

  /** The best answers, different ones, the best first; their probabilities sum to 1. */
  List<Guess> guesses() {
    candidates.sort(Comparator.comparingDouble(Candidate::score).reversed());
    Map<String, Double> scores = new LinkedHashMap<>();
    for (Candidate candidate : candidates) {
      if (scores.size() == lengths.nBestSize()) {
        break;
      }
      int begin = context.begins()[candidate.first];
      int end = context.ends()[candidate.last];
      String text = question.context().substring(begin, Math.max(begin, end));
      if (!text.isEmpty()) {
        scores.putIfAbsent(text, candidate.score);
      }
    }
    return probabilities(scores);
  }

  private static List<Guess> probabilities(Map<String, Double> scores) {
    double best = scores.values().stream().mapToDouble(score -> score).max().orElse(0);
    double sum = scores.values().stream().mapToDouble(score -> Math.exp(score - best)).sum();
    List<Guess> guesses = new ArrayList<>();
    scores.forEach((text, score) -> guesses.add(new Guess(text, Math.exp(score - best) / sum)));
    return guesses;
  }
}
