package io.github.koelectra.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.core.Redaction.Redacted;
import io.github.koelectra.core.Redaction.Replacement;
import io.github.koelectra.core.TokenClassification.Entity;
import io.github.koelectra.core.TokenClassification.Options;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.testkit.RandomCases;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is left of a text. */
class RedactionTest {
  private static final byte[] KEY =
      "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);
  private static final String TEXT = "홍길동은 제주도에서 김철수를 만났다";
  private static final List<Entity> ENTITIES =
      List.of(entity("PER", 0, 3), entity("LOC", 5, 8), entity("PER", 11, 14));

  private static Entity entity(String label, int begin, int end) {
    return new Entity(label, 0.9, "", begin, end);
  }

  private static String redact(Redaction redaction) {
    return redaction.apply(TEXT, ENTITIES).text();
  }

  @Test
  void particlesStay() {
    assertEquals("[PER]은 [LOC]에서 [PER]를 만났다", redact(Redaction.mark()));
    assertEquals("***은 제주도에서 ***를 만났다", redact(Redaction.mask("***").only("PER", "PER")));
    assertEquals("은 에서 를 만났다", redact(Redaction.mask("")));
    assertEquals("○○○은 ○○○에서 ○○○를 만났다", redact(Redaction.maskEach("○")));
  }

  @Test
  void aMaskForEachCharacterThatIsSeen() {
    String text = "가👨‍👩‍👧\uD83D나" + Normalizer.normalize("각", Normalizer.Form.NFD) + "e\u0301 다";
    Redacted redacted =
        Redaction.maskEach("*").apply(text, List.of(entity("PER", 0, text.length())));
    assertEquals("********", redacted.text());
  }

  /** The digits are what {@code openssl dgst -sha256 -hmac} gives. */
  @Test
  void aPseudonymIsTheSameEverywhere() {
    Redaction redaction = Redaction.pseudonym(KEY);
    assertEquals(
        "PER_05d4a5a18d2d5ab9은", redaction.apply("홍길동은", List.of(entity("PER", 0, 3))).text());
    String decomposed = Normalizer.normalize("홍길동", Normalizer.Form.NFD);
    assertEquals(
        "PER_05d4a5a18d2d5ab9",
        redaction.apply(decomposed, List.of(entity("PER", 0, decomposed.length()))).text());
    assertEquals(
        "나는 ORG_05d4a5a18d2d5ab9!",
        redaction.apply("나는 홍길동!", List.of(entity("ORG", 3, 6))).text());
    byte[] other = KEY.clone();
    other[0]++;
    assertNotEquals(redact(redaction), redact(Redaction.pseudonym(other)));
  }

  @Test
  void differentTextsHaveDifferentPseudonyms() {
    Redaction redaction = Redaction.pseudonym(KEY);
    Set<String> pseudonyms = new HashSet<>();
    for (int i = 0; i < 20_000; i++) {
      String text = "이름" + i;
      pseudonyms.add(redaction.apply(text, List.of(entity("PER", 0, text.length()))).text());
    }
    assertEquals(20_000, pseudonyms.size());
  }

  @Test
  void aKeyIsCopiedAndNotShown() {
    byte[] key = KEY.clone();
    Redaction redaction = Redaction.pseudonym(key);
    String before = redact(redaction);
    key[0] = 0;
    assertEquals(before, redact(redaction));
    assertFalse(redaction.toString().contains("0123"), redaction.toString());
    assertFalse(redaction.toString().contains("30313233"), redaction.toString());
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Redaction.pseudonym(new byte[15]));
    assertEquals(
        "a key for pseudonyms needs at least 16 bytes, not 15; take 32 random ones",
        e.getMessage());
  }

  @Test
  void ofEntitiesThatOverlapNothingIsLeft() {
    List<Entity> overlapping =
        List.of(
            new Entity("LOC", 0.5, "", 7, 9),
            new Entity("PER", 0.9, "", 0, 3),
            new Entity("ORG", 0.3, "", 2, 6),
            new Entity("DAT", 0.9, "", 5, 7));
    Redacted redacted = Redaction.mark().apply("0123456789", overlapping);
    assertEquals("[ORG][LOC]9", redacted.text());
    assertEquals(new Replacement("ORG", 0.3, "[ORG]", 0, 7, 0, 5), redacted.replacements().get(0));
    assertEquals(new Replacement("LOC", 0.5, "[LOC]", 7, 9, 5, 10), redacted.replacements().get(1));
    List<Entity> equal =
        List.of(new Entity("PER", 0.5, "", 0, 3), new Entity("ORG", 0.6, "", 0, 3));
    assertEquals("[ORG]3", Redaction.mark().apply("0123", equal).text());
    assertEquals("[PER]3", Redaction.mark().only("PER").apply("0123", equal).text());
  }

  @Test
  void replacementsSayWhatWasWhere() {
    SplittableRandom random = RandomCases.of("replacementsSayWhatWasWhere");
    for (int i = 0; i < 500; i++) {
      int length = random.nextInt(30);
      StringBuilder text = new StringBuilder();
      for (int c = 0; c < length; c++) {
        text.append((char) ('가' + random.nextInt(1000)));
      }
      List<Entity> entities = new ArrayList<>();
      boolean[] hidden = new boolean[length];
      for (int e = random.nextInt(5); e > 0 && length > 0; e--) {
        int begin = random.nextInt(length);
        int end = random.nextInt(begin, length) + 1;
        entities.add(new Entity("T" + e, random.nextDouble(), "", begin, end));
        Arrays.fill(hidden, begin, end, true);
      }
      check(text.toString(), hidden, Redaction.mark().apply(text.toString(), entities));
    }
  }

  private static void check(String text, boolean[] hidden, Redacted redacted) {
    StringBuilder restored = new StringBuilder();
    boolean[] replaced = new boolean[text.length()];
    int at = 0;
    for (Replacement replacement : redacted.replacements()) {
      assertEquals(
          replacement.replacement(),
          redacted.text().substring(replacement.redactedBegin(), replacement.redactedEnd()));
      restored
          .append(redacted.text(), at, replacement.redactedBegin())
          .append(text, replacement.begin(), replacement.end());
      at = replacement.redactedEnd();
      Arrays.fill(replaced, replacement.begin(), replacement.end(), true);
    }
    restored.append(redacted.text().substring(at));
    assertEquals(text, restored.toString());
    assertEquals(Arrays.toString(hidden), Arrays.toString(replaced));
  }

  @Test
  void namesInTextsOfATagger() throws IOException {
    try (ScriptedTagger tagger = new ScriptedTagger("O", "PER-B", "PER-I", "LOC-B", "LOC-I")) {
      String text = "김영희는 서울에서 친구를 만났다";
      var labelAt =
          tagger.byBegin(text, "PER-B", "PER-I", "PER-I", "O", "LOC-B", "O", "O", "O", "O");
      Redacted redacted =
          tagger.run(
              Options.DEFAULT,
              text,
              labelAt,
              task -> task.redacted(text, Redaction.mark().only("PER")));
      assertEquals("[PER]는 서울에서 친구를 만났다", redacted.text());
    }
  }

  @Test
  void singleTextsListsAndStreams() throws IOException {
    try (TokenClassification ner =
        TokenClassification.open(ScriptedTagger.model(), Options.DEFAULT, Kernels.best())) {
      List<String> texts = List.of(TEXT, "", "서울에서 민수를 만났다. ".repeat(100));
      Redaction redaction = Redaction.pseudonym(KEY);
      List<Redacted> found = ner.redact(texts, redaction);
      assertEquals(found, ner.redact(texts.stream(), redaction).toList());
      assertEquals(found, texts.stream().map(text -> ner.redact(text, redaction)).toList());
      assertEquals("", found.get(1).text());
      assertEquals(
          found.stream().map(Outcome.Done::new).toList(),
          ner.redacting(redaction).outcomes(texts.stream()).toList());
      for (int i = 0; i < texts.size(); i++) {
        assertEquals(
            redaction.apply(texts.get(i), ner.recognize(texts.get(i)).entities()), found.get(i));
      }
      assertTrue(found.get(2).replacements().size() > 50);
    }
  }

  @Test
  void aTypeThatTheModelDoesNotKnowIsRefused() throws IOException {
    try (TokenClassification ner =
        TokenClassification.open(ScriptedTagger.model(), Options.DEFAULT, Kernels.best())) {
      Redaction redaction = Redaction.mark().only("Per");
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> ner.redact("", redaction));
      assertEquals(
          "the model knows no entities of type 'Per'; it knows [PER, LOC, ORG]", e.getMessage());
      assertThrows(IllegalArgumentException.class, () -> ner.redact(Stream.of(""), redaction));
    }
  }
}
