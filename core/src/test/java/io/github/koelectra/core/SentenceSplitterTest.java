package io.github.koelectra.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.koelectra.core.SentenceSplitter.Options;
import io.github.koelectra.core.SentenceSplitter.Sentence;
import io.github.koelectra.testkit.RandomCases;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Where sentences begin and end. */
class SentenceSplitterTest {
  private static final String BOUNDARY = "‖";

  private static final Map<String, Options> OPTIONS =
      Map.of(
          "[documents]", Options.DOCUMENTS,
          "[wrapped]", Options.DOCUMENTS.withLineBreaks(false),
          "[comments]", Options.COMMENTS);

  /** What random texts are made of. */
  private static final String[] PARTS = {
    "갔다",
    "좋아요",
    "그런데",
    "라고",
    "하고",
    "며",
    "가",
    "습니다",
    "봤습니다",
    "제3조",
    "3",
    "14",
    "Dr",
    "U.S",
    "etc",
    "a",
    "naver.com",
    ".",
    ".",
    "..",
    "…",
    "!",
    "?",
    "。",
    "？",
    "~",
    "^^",
    "ㅋㅋ",
    "ㅠ",
    ":)",
    "-",
    "“",
    "”",
    "‘",
    "’",
    "\"",
    "'",
    "「",
    "」",
    "『",
    "』",
    "(",
    ")",
    "[",
    "]",
    ":",
    ",",
    " ",
    " ",
    " ",
    "  ",
    "\n",
    "\n\n",
    "\r\n",
    "\t",
    "\u00a0",
    "\u2029",
    "\u3000",
    "\u0301",
    "\ufe0f",
    "\u200d",
    "😀",
    "👍🏽",
    "𠀀",
    "\ud83d",
    "\ude00",
    "\u1112\u1161\u11ab"
  };

  @TestFactory
  List<DynamicTest> textsAreSplitAsWritten() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    Options options = Options.DOCUMENTS;
    for (String line : resource("sentences.txt").lines().toList()) {
      if (OPTIONS.containsKey(line)) {
        options = OPTIONS.get(line);
      } else if (!line.isBlank() && !line.startsWith("#")) {
        SentenceSplitter splitter = new SentenceSplitter(options);
        String marked = line.replace("\\n", "\n").replace("\\r", "\r");
        tests.add(
            dynamicTest(
                line,
                () ->
                    assertEquals(
                        Arrays.stream(marked.split(BOUNDARY)).map(String::strip).toList(),
                        texts(splitter.split(marked.replace(BOUNDARY, ""))))));
      }
    }
    return tests;
  }

  @Test
  void thereAreEnoughTexts() throws IOException {
    assertTrue(textsAreSplitAsWritten().size() >= 120);
  }

  @Test
  void placesAreThoseOfTheText() {
    List<Sentence> sentences = new SentenceSplitter().split(" 비가 온다.  우산 있어?\n");
    assertEquals(List.of(new Sentence("비가 온다.", 1, 7), new Sentence("우산 있어?", 9, 15)), sentences);
    assertThrows(UnsupportedOperationException.class, () -> sentences.removeFirst());
  }

  @Test
  void emptyTextsHaveNoSentences() {
    for (String text : List.of("", " ", "\n\n\t \u3000")) {
      assertEquals(List.of(), new SentenceSplitter().split(text));
    }
  }

  @Test
  void everyCharIsInOneSentence() {
    SplittableRandom random = RandomCases.of("sentences");
    for (int round = 0; round < 5000; round++) {
      StringBuilder text = new StringBuilder();
      for (int left = random.nextInt(round % 100 == 0 ? 2000 : 30); left > 0; left--) {
        text.append(PARTS[random.nextInt(PARTS.length)]);
      }
      check(text.toString(), new Options(random.nextBoolean(), random.nextBoolean()));
    }
  }

  @Test
  void hugeTextsAreSplit() {
    for (String unit :
        List.of(
            "갔다. ", ".", "“", "\"", "'갔다.' ", "(", ")", " ", "\n", "ㅋ", "! ㅋ", "가", "a.b ",
            "\u0301", "1. ", "[“('", "(\n", "했다 ")) {
      check(unit.repeat(100_000 / unit.length()), Options.COMMENTS);
    }
    assertEquals(100_000 / 4, new SentenceSplitter().split("갔다. ".repeat(100_000 / 4)).size());
  }

  private static void check(String text, Options options) {
    int covered = 0;
    for (Sentence sentence : new SentenceSplitter(options).split(text)) {
      int begin = sentence.begin();
      int end = sentence.end();
      assertTrue(covered <= begin && begin < end, text);
      assertEquals(text.substring(begin, end), sentence.text());
      assertTrue(white(text, covered, begin), text);
      assertFalse(white(text, begin, begin + 1) || white(text, end - 1, end), text);
      assertFalse(begin > 0 && splits(text, begin), text);
      assertFalse(end < text.length() && splits(text, end), text);
      covered = end;
    }
    assertTrue(white(text, covered, text.length()), text);
  }

  private static boolean white(String text, int begin, int end) {
    return text.substring(begin, end).chars().allMatch(Letters::white);
  }

  /** Whether a place lies within a surrogate pair or before what hangs on the char before. */
  private static boolean splits(String text, int place) {
    boolean pair = Character.isSurrogatePair(text.charAt(place - 1), text.charAt(place));
    boolean mark = Character.getType(text.charAt(place)) == Character.NON_SPACING_MARK;
    return pair || (mark && !lineBefore(text, place));
  }

  /** Whether nothing but white space is between a place and the line's or text's beginning. */
  private static boolean lineBefore(String text, int place) {
    int before = place;
    while (before > 0 && Letters.white(text.charAt(before - 1))) {
      before--;
      if ("\n\r\u2029".indexOf(text.charAt(before)) >= 0) {
        return true;
      }
    }
    return before == 0;
  }

  private static List<String> texts(List<Sentence> sentences) {
    return sentences.stream().map(Sentence::text).toList();
  }

  private static String resource(String name) throws IOException {
    try (InputStream stream =
        Objects.requireNonNull(SentenceSplitterTest.class.getResourceAsStream(name))) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
