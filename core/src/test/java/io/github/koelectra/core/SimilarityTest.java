package io.github.koelectra.core;

import static io.github.koelectra.core.PipelineGoldens.model;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.tensor.kernel.Kernels;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Cosines of embeddings, and scores of texts read together. */
class SimilarityTest {
  private static final Kernels KERNELS = Kernels.best();
  private static final String QUERY = "민수는 어제 서울에서 지은을 만났다.";
  private static final List<String> TEXTS = List.of("날씨가 좋다", QUERY, "지은은 부산에서 살았다", "2024년 봄");

  @Test
  void aTextIsMostLikeItself() throws IOException {
    try (var similarity =
            Similarity.open(model("encoder"), SentenceEmbedding.Options.DEFAULT, KERNELS);
        var embedding =
            SentenceEmbedding.open(model("encoder"), SentenceEmbedding.Options.DEFAULT, KERNELS)) {
      List<RankedText> ranked = similarity.rank(QUERY, TEXTS);
      assertEquals(QUERY, ranked.getFirst().text());
      assertEquals(1, ranked.getFirst().score(), 1e-6);
      assertEquals(TEXTS.size(), ranked.size());
      float[] query = embedding.embed(QUERY).vector();
      for (RankedText text : ranked) {
        assertEquals(TEXTS.get(text.index()), text.text());
        float[] vector = embedding.embed(text.text()).vector();
        double product = 0;
        for (int i = 0; i < vector.length; i++) {
          product += (double) query[i] * vector[i];
        }
        assertEquals(product, text.score(), 1e-6);
        assertEquals(text.score(), similarity.score(QUERY, text.text()).score());
      }
      List<Double> scores = ranked.stream().map(RankedText::score).toList();
      assertEquals(scores.stream().sorted(Comparator.reverseOrder()).toList(), scores);
      assertEquals(
          List.of(similarity.score("가", "나"), similarity.score(QUERY, "")),
          similarity.score(Stream.of(new TextPair("가", "나"), new TextPair(QUERY, ""))).toList());
    }
  }

  @Test
  void aCrossEncoderHasTheScoresOfItsLabel() throws IOException {
    try (var cross = CrossEncoder.open(model("regression"), CrossEncoder.Options.DEFAULT, KERNELS);
        var classification =
            TextClassification.open(
                model("regression"), TextClassification.Options.DEFAULT, KERNELS)) {
      List<RankedText> ranked = cross.rank(QUERY, TEXTS);
      for (RankedText text : ranked) {
        assertEquals(classification.classify(QUERY, text.text()).score(), text.score());
        assertEquals(cross.score(QUERY, text.text()).score(), text.score());
      }
      assertTrue(ranked.getFirst().score() >= ranked.getLast().score());
    }
  }

  @Test
  void aLabelOfSeveralCanBeScored() throws IOException {
    try (var classification =
        TextClassification.open(model("sequence"), TextClassification.Options.DEFAULT, KERNELS)) {
      for (String label : classification.labels()) {
        var options = CrossEncoder.Options.DEFAULT.withLabel(label);
        try (var cross = CrossEncoder.open(model("sequence"), options, KERNELS)) {
          double wanted =
              classification.classify(QUERY, "가").labels().stream()
                  .filter(l -> l.label().equals(label))
                  .findFirst()
                  .orElseThrow()
                  .score();
          assertEquals(
              List.of(new PairScore(wanted, false)),
              cross.score(Stream.of(new TextPair(QUERY, "가"))).toList());
        }
      }
    }
  }
}
