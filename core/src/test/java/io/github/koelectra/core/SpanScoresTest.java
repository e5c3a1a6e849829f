package io.github.koelectra.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.koelectra.core.SpanScores.Span;
import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.testkit.RandomCases;
import io.github.koelectra.tokenizer.ElectraTokenizer;
import io.github.koelectra.tokenizer.Encoding;
import io.github.koelectra.tokenizer.TokenizerOptions;
import io.github.koelectra.tokenizer.Vocabulary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The search for spans against the whole matrix of all pairs of tokens. */
class SpanScoresTest {
  private static final int CASES = 2000;

  /** The pairs of a matrix in the order of a stable sort, as numpy has it. */
  private static List<Span> plain(
      double[] starts, double[] ends, int begin, int end, int count, int maxLength) {
    List<Span> all = new ArrayList<>();
    for (int first = 0; first < starts.length; first++) {
      for (int last = 0; last < ends.length; last++) {
        boolean inDocument = first >= begin && last < end;
        if (inDocument && first <= last && last - first <= maxLength - 1) {
          all.add(new Span(first, last, starts[first] * ends[last]));
        }
      }
    }
    all.sort(Comparator.comparingDouble(Span::score).reversed());
    return all.subList(0, Math.min(count, all.size()));
  }

  @Test
  void theSearchFindsWhatAllPairsSorted() {
    SplittableRandom random = RandomCases.of("spans");
    for (int c = 0; c < CASES; c++) {
      int size = random.nextInt(1, 40);
      int begin = random.nextInt(size);
      int end = random.nextInt(begin, size + 1);
      int levels = random.nextBoolean() ? 3 : 1 << 20; // few levels make many ties
      double[] starts = random.doubles(size).map(x -> Math.floor(x * levels) / levels).toArray();
      double[] ends = random.doubles(size).map(x -> Math.floor(x * levels) / levels).toArray();
      int count = random.nextInt(1, 60);
      int maxLength = random.nextInt(8) == 0 ? Integer.MAX_VALUE : random.nextInt(1, 20);
      assertEquals(
          plain(starts, ends, begin, end, count, maxLength),
          new SpanScores(starts, ends, begin, end).best(count, maxLength),
          "case " + c);
    }
  }

  @Test
  void aWindowWithoutDocumentHasNoSpans() {
    double[] scores = {0.5, 0.5};
    assertEquals(List.of(), new SpanScores(scores, scores, 1, 1).best(10, 15));
  }

  private static Encoding encoding(String question, String document) {
    List<String> tokens = List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "언제", "바다", "산");
    return ElectraTokenizer.of(Vocabulary.of(tokens), TokenizerOptions.CASED)
        .encode(question, document);
  }

  private static double softmax(float[] logits, int column, int index, int... among) {
    double sum = IntStream.of(among).mapToDouble(i -> Math.exp(logits[2 * i + column])).sum();
    return Math.exp(logits[2 * index + column]) / sum;
  }

  @Test
  void theDocumentAndTheClassifierTokenShareTheProbability() {
    SplittableRandom random = RandomCases.of("probabilities");
    Encoding window = encoding("언제 [CLS] 언제", "바다 [SEP] 산"); // 4 before [SEP], then 5, 6, 7
    float[] logits = new float[2 * window.size()];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) random.nextDouble(-5, 5);
    }
    int[] among = {0, 2, 5, 6, 7};
    SpanScores scores = SpanScores.of(window, Tensor.of(logits, 0, window.size(), 2));
    List<Span> found = scores.best(100, 15);
    assertEquals(6, found.size());
    for (Span span : found) {
      double start = softmax(logits, 0, span.first(), among);
      double end = softmax(logits, 1, span.last(), among);
      assertEquals(start * end, span.score(), 1e-12);
    }
    assertEquals(
        softmax(logits, 0, 0, among) * softmax(logits, 1, 0, among), scores.noAnswer(), 1e-12);
  }

  @Test
  void ofABlankDocumentOnlyThatThereIsNoAnswerIsKnown() {
    Encoding window = encoding("언제", " ");
    SpanScores scores = SpanScores.of(window, Tensor.zeros(window.size(), 2));
    assertEquals(List.of(), scores.best(10, 15));
    assertEquals(1, scores.noAnswer());
  }
}
