package io.github.koelectra.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.core.TokenClassification.Aggregation;
import io.github.koelectra.core.TokenClassification.Entities;
import io.github.koelectra.core.TokenClassification.Entity;
import io.github.koelectra.core.TokenClassification.Options;
import io.github.koelectra.core.TokenClassification.TaggedToken;
import io.github.koelectra.core.TokenClassification.TaggedTokens;
import io.github.koelectra.core.TokenClassification.Tagging;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.testkit.RandomCases;
import java.io.IOException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Texts of all sorts and lengths. */
class TokenClassificationTest {
  /** The positions of the tiny model. */
  private static final int POSITIONS = 128;

  private static final int LONG = 100_000;
  private static final String TEXT = "김영희는 서울에서 민수를 만났다. 바다은행 대표😀 이영수, 漢字로 쓴 책 ";

  private static final List<String> TEXTS =
      List.of(
          "",
          "   \t\n",
          "😀🌊",
          "👨‍👩‍👧",
          TEXT,
          Normalizer.normalize(TEXT, Normalizer.Form.NFD),
          "서울\uD83D 부산\uDE00은",
          "\uD83D",
          "[MASK] [SEP] 서울",
          "서\u200B울 민\u0000수",
          TEXT.repeat(20));

  private static TokenClassification open(Options options) throws IOException {
    return TokenClassification.open(ScriptedTagger.model(), options, Kernels.best());
  }

  @ParameterizedTest
  @EnumSource
  void anyTextHasEntitiesInsideIt(Aggregation aggregation) throws IOException {
    try (TokenClassification ner = open(Options.DEFAULT.withAggregation(aggregation))) {
      for (String text : TEXTS) {
        Entities found = ner.recognize(text);
        assertFalse(found.truncated());
        check(text, found.entities(), aggregation);
      }
      assertEquals(List.of(), ner.recognize("").entities());
      assertEquals(List.of(), ner.recognize("   \t\n").entities());
      assertEquals(List.of(), ner.tag("").tokens());
      assertTrue(ner.recognize(TEXT.repeat(20)).entities().size() > 20);
    }
  }

  private static void check(String text, List<Entity> entities, Aggregation aggregation) {
    int end = 0;
    for (Entity entity : entities) {
      assertTrue(entity.begin() >= end && entity.end() > entity.begin(), entity.toString());
      String source = text.substring(entity.begin(), entity.end());
      assertEquals(source.strip(), source);
      assertTrue(aggregation != Aggregation.WORD || source.equals(entity.word()), source);
      assertTrue(entity.score() > 0 && entity.score() <= 1, entity.toString());
      assertTrue(Set.of("PER", "LOC", "ORG").contains(entity.label()));
      end = entity.end();
    }
    assertTrue(end <= text.length());
  }

  @ParameterizedTest
  @EnumSource
  void aVeryLongTextIsReadToItsEnd(Aggregation aggregation) throws IOException {
    String text = TEXT.repeat(LONG / TEXT.length() + 1);
    try (TokenClassification ner = open(Options.DEFAULT.withAggregation(aggregation))) {
      Entities found = ner.recognize(text);
      assertFalse(found.truncated());
      check(text, found.entities(), aggregation);
      assertTrue(found.entities().getLast().end() > LONG - 2 * TEXT.length());
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothingDependsOnTheOtherTexts(Aggregation aggregation) throws IOException {
    List<String> shuffled = new ArrayList<>(TEXTS);
    shuffled.addAll(TEXTS);
    Collections.shuffle(shuffled, new Random(RandomCases.of("otherTexts").nextLong()));
    for (int batchTokens : new int[] {1, 300, 4096}) {
      InputOptions inputs = Options.DEFAULT.inputs().withBatchTokens(batchTokens);
      Options options = Options.DEFAULT.withAggregation(aggregation).withInputs(inputs);
      try (TokenClassification ner = open(options)) {
        List<Entities> together = ner.recognize(shuffled);
        List<Entities> streamed = ner.recognize(shuffled.stream()).toList();
        for (int i = 0; i < shuffled.size(); i++) {
          assertEquals(ner.recognize(shuffled.get(i)), together.get(i));
          assertEquals(together.get(i), streamed.get(i));
        }
        List<TaggedTokens> tagged = ner.tag(shuffled);
        assertEquals(tagged, ner.tag(shuffled.stream()).toList());
        assertEquals(tagged, shuffled.stream().map(ner::tag).toList());
      }
    }
  }

  @Test
  void aLongTextIsCutOrRefusedIfThatIsWanted() throws IOException {
    String text = TEXT.repeat(20);
    InputOptions inputs = Options.DEFAULT.inputs();
    Options cut = Options.DEFAULT.withInputs(inputs.withLongInput(LongInput.TRUNCATE));
    Options refused = Options.DEFAULT.withInputs(inputs.withLongInput(LongInput.ERROR));
    try (TokenClassification ner = open(cut)) {
      assertTrue(ner.recognize(text).truncated());
      assertTrue(ner.tag(text).truncated());
      assertTrue(ner.redact(text, Redaction.mark()).truncated());
      assertFalse(ner.recognize(TEXT).truncated());
      int last = ner.tag(text).tokens().getLast().index();
      assertTrue(last <= POSITIONS - 2, "token " + last);
    }
    try (TokenClassification ner = open(refused)) {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> ner.recognize(List.of(TEXT, text)));
      assertTrue(e.getMessage().startsWith("input 2: the text has "), e.getMessage());
      assertEquals(
          List.of(true, false),
          ner.pipeline()
              .outcomes(Stream.of(TEXT, text))
              .map(outcome -> outcome instanceof Outcome.Done)
              .toList());
    }
  }

  /** If labels depend on places alone, windows of any size and stride find the same. */
  @Test
  void wordsOfWindowsAreThoseOfTheWholeText() throws IOException {
    String text = TEXT.repeat(3);
    String[] labels = {"O", "PER-B", "PER-I", "LOC-B", "LOC-I"};
    IntFunction<String> labelAt = at -> labels[(at * 7 + at / 5) % labels.length];
    try (ScriptedTagger tagger = new ScriptedTagger(labels)) {
      List<Entity> whole = tagger.entities(Aggregation.WORD, text, labelAt);
      assertTrue(whole.size() > 10);
      for (int length = 4; length < 40; length++) {
        for (int stride = 0; stride < length - 2; stride++) {
          InputOptions inputs = Options.DEFAULT.inputs().withMaxLength(length).withStride(stride);
          Options options = Options.DEFAULT.withInputs(inputs);
          assertEquals(
              whole,
              tagger.run(options, text, labelAt, task -> task.entities(text)).entities(),
              length + " tokens, stride " + stride);
          List<Integer> indices =
              tagger
                  .run(options.withIgnoreLabels(Set.of()), text, labelAt, task -> task.tokens(text))
                  .tokens()
                  .stream()
                  .map(TaggedToken::index)
                  .toList();
          assertEquals(Stream.iterate(1, i -> i + 1).limit(indices.size()).toList(), indices);
          assertEquals(tagger.tokenizer().encode(text).size() - 2, indices.size());
        }
      }
    }
  }

  @Test
  void ignoredTypesAreLeftOut() throws IOException {
    try (ScriptedTagger tagger = new ScriptedTagger("O", "PER-B", "LOC-B", "LOC-I")) {
      String text = "민수 서울 봄";
      IntFunction<String> labelAt = tagger.byBegin(text, "PER-B", "LOC-B", "O");
      for (Aggregation aggregation : Aggregation.values()) {
        Options options =
            Options.DEFAULT.withAggregation(aggregation).withIgnoreLabels(Set.of("O", "PER"));
        List<Entity> found =
            tagger.run(options, text, labelAt, task -> task.entities(text)).entities();
        assertEquals(List.of("서울"), found.stream().map(Entity::word).toList());
        assertEquals(
            List.of("민수", "서울"),
            tagger.run(options, text, labelAt, task -> task.tokens(text)).tokens().stream()
                .map(TaggedToken::word)
                .toList());
      }
    }
  }

  @Test
  void labelsAreUnderstoodAsChosen() throws IOException {
    try (TokenClassification ner = open(Options.DEFAULT)) {
      assertEquals(List.of("PER", "LOC", "ORG"), ner.types());
      assertEquals("B-PER", ner.labels().getFirst());
    }
    try (TokenClassification ner = open(Options.DEFAULT.withTagging(Tagging.PLAIN))) {
      assertEquals(6, ner.types().size());
      assertTrue(ner.types().contains("B-PER"));
    }
  }

  @Test
  void placesAreThoseOfTheTextBeforeItWasNormalised() throws IOException {
    String decomposed = Normalizer.normalize(TEXT, Normalizer.Form.NFD);
    InputOptions composing = Options.DEFAULT.inputs().withNormalization(TextNormalization.NFC);
    try (TokenClassification plain = open(Options.DEFAULT);
        TokenClassification ner = open(Options.DEFAULT.withInputs(composing))) {
      List<Entity> expected = plain.recognize(TEXT).entities();
      List<Entity> found = ner.recognize(decomposed).entities();
      check(decomposed, found, Aggregation.WORD);
      assertTrue(found.size() > 2);
      assertEquals(
          expected.stream().map(Entity::word).toList(),
          found.stream()
              .map(entity -> Normalizer.normalize(entity.word(), Normalizer.Form.NFC))
              .toList());
      String redacted = ner.redact(decomposed, Redaction.mark()).text();
      assertEquals(
          plain.redact(TEXT, Redaction.mark()).text(),
          Normalizer.normalize(redacted, Normalizer.Form.NFC));
    }
  }
}
