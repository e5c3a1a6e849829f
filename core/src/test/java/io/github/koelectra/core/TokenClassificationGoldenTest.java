package io.github.koelectra.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.koelectra.core.TokenClassification.Aggregation;
import io.github.koelectra.core.TokenClassification.Entity;
import io.github.koelectra.core.TokenClassification.Options;
import io.github.koelectra.core.TokenClassification.TaggedToken;
import io.github.koelectra.json.Json;
import io.github.koelectra.json.JsonException;
import io.github.koelectra.json.JsonObject;
import io.github.koelectra.json.JsonValue;
import io.github.koelectra.json.JsonValue.JsonArray;
import io.github.koelectra.json.JsonValue.JsonString;
import io.github.koelectra.tensor.kernel.Kernels;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Labels, words, spans, order and scores of transformers' token-classification pipeline. */
class TokenClassificationGoldenTest {
  private static final double TOLERANCE = 1e-5;

  /** An entity or a token, with offsets in code points. */
  private record Found(
      String label, double score, Optional<Long> index, String word, long begin, long end) {
    Found withoutScore() {
      return new Found(label, 0, index, word, begin, end);
    }
  }

  @ParameterizedTest
  @EnumSource(names = "WORD", mode = EnumSource.Mode.EXCLUDE)
  void entitiesAreThoseOfTransformers(Aggregation aggregation) throws Exception {
    for (JsonValue value : groups()) {
      JsonObject group = (JsonObject) value;
      try (TokenClassification ner = open(group, aggregation)) {
        for (JsonValue one : group.findArray("cases").orElseThrow().values()) {
          JsonObject expected = (JsonObject) one;
          String text = expected.findString("text").orElseThrow();
          List<Found> found =
              ner.recognize(text).entities().stream().map(e -> found(text, e)).toList();
          check(expected, aggregation.name().toLowerCase(Locale.ROOT), found);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"WORD", "SIMPLE"})
  void tokensAreThoseOfTransformers(Aggregation whichever) throws Exception {
    for (JsonValue value : groups().subList(0, 3)) {
      JsonObject group = (JsonObject) value;
      try (TokenClassification ner = open(group, whichever)) {
        for (JsonValue one : group.findArray("cases").orElseThrow().values()) {
          JsonObject expected = (JsonObject) one;
          String text = expected.findString("text").orElseThrow();
          check(
              expected,
              "none",
              ner.tag(text).tokens().stream().map(token -> found(text, token)).toList());
        }
      }
    }
  }

  private static List<JsonValue> groups() throws IOException, URISyntaxException {
    JsonObject all = Json.readObject(pipelines().resolve("expected.json"));
    List<JsonValue> groups = all.findArray("token_classification").orElseThrow().values();
    assertEquals(4, groups.size());
    return groups;
  }

  private static Path pipelines() throws URISyntaxException {
    return Path.of(
            TokenClassificationGoldenTest.class.getResource("pipelines/expected.json").toURI())
        .getParent();
  }

  private static TokenClassification open(JsonObject group, Aggregation aggregation)
      throws IOException, URISyntaxException {
    JsonObject wanted = group.findObject("options").orElseThrow();
    long length = group.findLong("model_max_length").orElseThrow();
    InputOptions inputs = InputOptions.of(LongInput.ERROR).withMaxLength(Math.toIntExact(length));
    Optional<Long> stride = wanted.findLong("stride");
    if (stride.isPresent()) {
      inputs = inputs.withLongInput(LongInput.WINDOW).withStride(Math.toIntExact(stride.get()));
    }
    Options options = Options.DEFAULT.withInputs(inputs).withAggregation(aggregation);
    Optional<JsonArray> ignored = wanted.findArray("ignore_labels");
    if (ignored.isPresent()) {
      Set<String> labels = new HashSet<>();
      for (JsonValue label : ignored.get().values()) {
        labels.add(((JsonString) label).value());
      }
      options = options.withIgnoreLabels(labels);
    }
    String model = group.findString("model").orElseThrow();
    return TokenClassification.open(pipelines().resolve(model), options, Kernels.best());
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
      throws JsonException {
    List<Found> wanted = new ArrayList<>();
    for (JsonValue value : expected.findArray(strategy).orElseThrow().values()) {
      JsonObject entity = (JsonObject) value;
      String label = strategy.equals("none") ? "entity" : "entity_group";
      wanted.add(
          new Found(
              entity.findString(label).orElseThrow(),
              entity.findDouble("score").orElseThrow(),
              entity.findLong("index"),
              entity.findString("word").orElseThrow(),
              entity.findLong("start").orElseThrow(),
              entity.findLong("end").orElseThrow()));
    }
    String where = strategy + " of " + expected.findString("text").orElseThrow();
    assertEquals(withoutScores(wanted), withoutScores(found), where);
    for (int i = 0; i < wanted.size(); i++) {
      assertEquals(wanted.get(i).score, found.get(i).score, TOLERANCE, where);
    }
  }

  private static List<Found> withoutScores(List<Found> found) {
    return found.stream().map(Found::withoutScore).toList();
  }
}
