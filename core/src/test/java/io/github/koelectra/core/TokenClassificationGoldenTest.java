package io.github.koelectra.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.koelectra.core.TokenClassification.Aggregation;
import io.github.koelectra.core.TokenClassification.Entity;
import io.github.koelectra.core.TokenClassification.Options;
import io.github.koelectra.core.TokenClassification.TaggedToken;
import io.github.koelectra.json.JsonObject;
import io.github.koelectra.tensor.kernel.Kernels;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Labels, words, spans, order and scores of transformers' token-classification pipeline. */
class TokenClassificationGoldenTest {
  /** An entity or a token, with offsets in code points. */
  private record Found(
      String label, double score, Optional<Long> index, String word, long begin, long end) {
    Found withoutScore() {
      return new Found(label, 0, index, word, begin, end);
    }
  }

  @ParameterizedTest
  @EnumSource(names = "WORD", mode = EnumSource.Mode.EXCLUDE)
  void entitiesAreThoseOfTransformers(Aggregation aggregation) throws IOException {
    for (JsonObject group : groups()) {
      try (TokenClassification ner = open(group, aggregation)) {
        for (JsonObject expected : PipelineGoldens.objects(group, "cases")) {
          String text = PipelineGoldens.text(expected, "text");
          List<Found> found =
              ner.recognize(text).entities().stream().map(e -> found(text, e)).toList();
          check(expected, aggregation.name().toLowerCase(Locale.ROOT), found);
        }
      }
    }
  }

  @Test
  void tokensAreThoseOfTransformers() throws IOException {
    for (JsonObject group : groups().subList(0, 3)) {
      try (TokenClassification ner = open(group, Aggregation.WORD)) {
        for (JsonObject expected : PipelineGoldens.objects(group, "cases")) {
          String text = PipelineGoldens.text(expected, "text");
          check(
              expected,
              "none",
              ner.tag(text).tokens().stream().map(token -> found(text, token)).toList());
        }
      }
    }
  }

  /** Three groups of short texts, and one of long ones in windows. */
  private static List<JsonObject> groups() throws IOException {
    List<JsonObject> groups = PipelineGoldens.cases("token_classification");
    assertEquals(4, groups.size());
    return groups;
  }

  private static TokenClassification open(JsonObject group, Aggregation aggregation)
      throws IOException {
    JsonObject wanted = PipelineGoldens.options(group);
    long length = group.findLong("model_max_length").orElseThrow();
    InputOptions inputs = InputOptions.of(LongInput.ERROR).withMaxLength(Math.toIntExact(length));
    Optional<Long> stride = wanted.findLong("stride");
    if (stride.isPresent()) {
      inputs = inputs.withLongInput(LongInput.WINDOW).withStride(Math.toIntExact(stride.get()));
    }
    Options options = Options.DEFAULT.withInputs(inputs).withAggregation(aggregation);
    if (wanted.findArray("ignore_labels").isPresent()) {
      options =
          options.withIgnoreLabels(Set.copyOf(PipelineGoldens.texts(wanted, "ignore_labels")));
    }
    return TokenClassification.open(PipelineGoldens.model(group), options, Kernels.best());
  }

  private static Found found(String text, Entity entity) {
    return new Found(
        entity.label(),
        entity.score(),
        Optional.empty(),
        entity.word(),
        text.codePointCount(0, entity.begin()),
        text.codePointCount(0, entity.end()));
  }

  private static Found found(String text, TaggedToken token) {
    return new Found(
        token.label(),
        token.score(),
        Optional.of((long) token.index()),
        token.word(),
        text.codePointCount(0, token.begin()),
        text.codePointCount(0, token.end()));
  }

  private static void check(JsonObject expected, String strategy, List<Found> found)
      throws IOException {
    String label = strategy.equals("none") ? "entity" : "entity_group";
    List<Found> wanted = new ArrayList<>();
    for (JsonObject entity : PipelineGoldens.objects(expected, strategy)) {
      wanted.add(
          new Found(
              PipelineGoldens.text(entity, label),
              PipelineGoldens.number(entity, "score"),
              entity.findLong("index"),
              PipelineGoldens.text(entity, "word"),
              entity.findLong("start").orElseThrow(),
              entity.findLong("end").orElseThrow()));
    }
    String where = strategy + " of " + PipelineGoldens.text(expected, "text");
    assertEquals(withoutScores(wanted), withoutScores(found), where);
    for (int i = 0; i < wanted.size(); i++) {
      assertEquals(wanted.get(i).score, found.get(i).score, PipelineGoldens.TOLERANCE, where);
    }
  }

  private static List<Found> withoutScores(List<Found> found) {
    return found.stream().map(Found::withoutScore).toList();
  }
}
