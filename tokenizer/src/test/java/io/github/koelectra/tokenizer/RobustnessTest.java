package io.github.koelectra.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.json.Json;
import io.github.koelectra.json.JsonObject;
import io.github.koelectra.json.JsonValue;
import io.github.koelectra.json.JsonValue.JsonArray;
import io.github.koelectra.json.JsonValue.JsonString;
import io.github.koelectra.testkit.RandomCases;
import io.github.koelectra.testkit.SharedFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

class RobustnessTest {
  private static final List<String> SPECIAL = List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]");

  private static ElectraTokenizer tokenizer(List<String> pieces) {
    List<String> tokens = new ArrayList<>(SPECIAL);
    tokens.addAll(pieces);
    return ElectraTokenizer.of(Vocabulary.of(tokens), TokenizerOptions.CASED);
  }

  /** Greedy longest-match-first, one substring at a time, as the paper's algorithm must equal. */
  private static List<String> naive(Vocabulary vocabulary, String word) {
    List<String> pieces = new ArrayList<>();
    int begin = 0;
    while (begin < word.length()) {
      int end = word.length();
      String prefix = begin == 0 ? "" : "##";
      while (end > begin && vocabulary.id(prefix + word.substring(begin, end)).isEmpty()) {
        end--;
      }
      if (end == begin) {
        return List.of("[UNK]");
      }
      pieces.add(prefix + word.substring(begin, end));
      begin = end;
    }
    return pieces;
  }

  @Test
  void linearMatchingEqualsGreedyMatching() {
    SplittableRandom random = RandomCases.of("word pieces");
    for (int round = 0; round < 300; round++) {
      List<String> pieces = new ArrayList<>();
      for (int i = 0; i < random.nextInt(1, 40); i++) {
        String piece = (random.nextBoolean() ? "##" : "") + letters(random, 1, 6);
        if (!pieces.contains(piece)) {
          pieces.add(piece);
        }
      }
      ElectraTokenizer tokenizer = tokenizer(pieces);
      for (int i = 0; i < 100; i++) {
        String word = letters(random, 1, 20);
        assertEquals(
            naive(tokenizer.vocabulary(), word), tokenizer.tokenize(word), () -> pieces + word);
      }
    }
  }

  private static String letters(SplittableRandom random, int least, int most) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(least, most + 1); i > 0; i--) {
      text.append("ab가".charAt(random.nextInt(3)));
    }
    return text.toString();
  }

  @Test
  @Timeout(60)
  void hugeInputsAreLinear() {
    ElectraTokenizer tokenizer = tokenizer(List.of("a", "##a", "가", "##가", "!"));
    assertEquals(List.of("[UNK]"), tokenizer.tokenize("a".repeat(10_000_000)));
    assertEquals(1_000_000, tokenizer.tokenize("!".repeat(1_000_000)).size());
    assertEquals(1_000_000, tokenizer.tokenize("[CLS]".repeat(1_000_000)).size());
    assertEquals(3_000_000, tokenizer.tokenize("가가 a ".repeat(1_000_000)).size());
    assertEquals(List.of("[UNK]"), tokenizer.tokenize("a\u200B".repeat(1_000_000)));
    assertEquals(List.of("[UNK]"), tokenizer.tokenize("\uD83D".repeat(1_000_000)));
    assertEquals(List.of("[UNK]"), tokenizer.tokenize("😀".repeat(1_000_000)));
    assertEquals(2_000_000, tokenizer.tokenize("[CLS".repeat(1_000_000)).size());
    assertEquals(List.of("[UNK]"), tokenizer.tokenize("가a".repeat(1_000_000)));
  }

  @Test
  @Timeout(60)
  void hugeUncasedInputsAreLinear() {
    List<String> tokens = new ArrayList<>(SPECIAL);
    tokens.addAll(List.of("\u1100", "##\u1161", "a", "!"));
    ElectraTokenizer tokenizer =
        ElectraTokenizer.of(Vocabulary.of(tokens), TokenizerOptions.UNCASED);
    assertEquals(List.of("[UNK]"), tokenizer.tokenize("가".repeat(1_000_000)));
    assertEquals(2_000_000, tokenizer.tokenize("가 ".repeat(1_000_000)).size());
    assertEquals(2_000_000, tokenizer.tokenize("À!".repeat(1_000_000)).size());
    assertEquals(List.of("a"), tokenizer.tokenize("A" + "\u0301".repeat(1_000_000)));
  }

  @Test
  void theLongestPiecesThatFailLateAreLinear() {
    List<String> pieces = new ArrayList<>(List.of("a", "##a"));
    pieces.add("a".repeat(199) + "b");
    pieces.add("##" + "a".repeat(199) + "b");
    ElectraTokenizer tokenizer = tokenizer(pieces);
    assertEquals(100 * 10_000, tokenizer.tokenize(("a".repeat(100) + " ").repeat(10_000)).size());
  }

  @Test
  void anyCharsAreTaken() {
    SplittableRandom random = RandomCases.of("any chars");
    ElectraTokenizer tokenizer = tokenizer(List.of("a", "##a", "가", "\uD83D\uDE00"));
    for (int round = 0; round < 2000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(40); i > 0; i--) {
        text.append(
            switch (random.nextInt(5)) {
              case 0 -> (char) random.nextInt(0xD800, 0xE000);
              case 1 -> ' ';
              case 2 -> 'a';
              default -> (char) random.nextInt(0x10000);
            });
      }
      Encoding encoding = tokenizer.encode(text.toString());
      encoding.codePointOffsets();
      int before = 0;
      for (int i = 1; i < encoding.size() - 1; i++) {
        assertTrue(encoding.begin(i) >= before && encoding.end(i) > encoding.begin(i));
        before = encoding.end(i);
      }
      assertTrue(before <= text.length());
    }
  }

  @Test
  void aWordHasAHundredCodePointsAtMost() {
    ElectraTokenizer tokenizer = tokenizer(List.of("\uD83D\uDE00", "##\uD83D\uDE00"));
    assertEquals(100, tokenizer.tokenize("\uD83D\uDE00".repeat(100)).size());
    assertEquals(List.of("[UNK]"), tokenizer.tokenize("\uD83D\uDE00".repeat(101)));
  }

  @TestFactory
  Stream<DynamicTest> everyOddVocabulary() throws IOException {
    Path root = SharedFiles.require("golden/formats/bad");
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonValue value : ((JsonArray) Json.read(root.resolve("manifest.json"))).values()) {
      JsonObject entry = (JsonObject) value;
      if (entry.findString("kind").orElseThrow().equals("vocab")) {
        Path file = root.resolve(entry.findString("path").orElseThrow());
        tests.add(DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file, entry)));
      }
    }
    assertTrue(tests.size() >= 20);
    return tests.stream();
  }

  private static void check(Path file, JsonObject entry) throws IOException {
    String expect = entry.findString("expect").orElseThrow();
    if (expect.equals("reject")) {
      VocabularyException e =
          assertThrows(VocabularyException.class, () -> ElectraTokenizer.fromPretrained(file));
      assertTrue(e.getMessage().contains(file.getFileName().toString()), e.getMessage());
      return;
    }
    try {
      Vocabulary vocabulary = ElectraTokenizer.fromPretrained(file).vocabulary();
      if (entry.findArray("tokens").isPresent()) {
        List<String> expected = new ArrayList<>();
        for (JsonValue token : entry.findArray("tokens").get().values()) {
          expected.add(((JsonString) token).value().stripTrailing());
        }
        assertEquals(
            expected.reversed().stream().dropWhile(String::isEmpty).toList().reversed(),
            vocabulary.tokens().stream().map(String::stripTrailing).toList().reversed().stream()
                .dropWhile(String::isEmpty)
                .toList()
                .reversed());
      }
    } catch (VocabularyException e) {
      assertEquals("either", expect, e.getMessage());
    }
  }
}
