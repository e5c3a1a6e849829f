package io.github.koelectra.core;

import io.github.koelectra.core.QuestionAnswering.Answer;
import io.github.koelectra.core.QuestionAnswering.Options;
import io.github.koelectra.core.SpanScores.Span;
import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tokenizer.Encoding;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The answers found in one document, in the order they were found. The same words, in whatever
 * letter case, are one answer: the place found first, with the sum of the scores. Not to be shared
 * between threads.
 */
final class AnswerCollector {
  private final Reading document;
  private final int number;
  private final Options options;
  private final Map<String, Answer> answers = new LinkedHashMap<>();
  private double noAnswer = Double.POSITIVE_INFINITY;

  AnswerCollector(Reading document, int number, Options options) {
    this.document = document;
    this.number = number;
    this.options = options;
  }

  /**
   * Adds what a window says.
   *
   * @param logits [tokens, 2]: that an answer begins, and that it ends, at a token
   */
  void search(Encoding window, Tensor logits) {
    SpanScores scores = SpanScores.of(window, logits);
    for (Span span : scores.best(options.spans(), options.maxAnswerLength())) {
      add(window, span);
    }
    noAnswer = Math.min(noAnswer, scores.noAnswer());
  }

  /** A span that stands for no text of the document is no answer. */
  private void add(Encoding window, Span span) {
    boolean aligned = options.alignToWords();
    int first = aligned ? firstOfWord(window, span.first()) : span.first();
    int last = aligned ? lastOfWord(window, span.last()) : span.last();
    int begin = document.begin(window.begin(first));
    int end = document.end(window.end(last));
    if (begin >= end) {
      return;
    }
    String text = document.text().substring(begin, end);
    answers.merge(
        text.toLowerCase(Locale.ROOT),
        new Answer(text, span.score(), begin, end, number),
        AnswerCollector::together);
  }

  private static Answer together(Answer known, Answer again) {
    double score = known.score() + again.score();
    return new Answer(known.text(), score, known.begin(), known.end(), known.document());
  }

  /** The first token of the same word that is in the window. */
  private static int firstOfWord(Encoding window, int token) {
    int first = token;
    while (inSameWord(window, first - 1, token)) {
      first--;
    }
    return first;
  }

  /** The last token of the same word that is in the window. */
  private static int lastOfWord(Encoding window, int token) {
    int last = token;
    while (inSameWord(window, last + 1, token)) {
      last++;
    }
    return last;
  }

  /** Special tokens belong to no word, so the search ends at them, within the document. */
  private static boolean inSameWord(Encoding window, int other, int token) {
    return window.wordId(other).equals(window.wordId(token));
  }

  /** All answers. */
  Collection<Answer> answers() {
    return answers.values();
  }

  /** That there is no answer, as improbable as in the window where it is the least probable. */
  Answer noAnswer() {
    return new Answer("", noAnswer, 0, 0, number);
  }
}
