package io.github.koelectra.core;

import static io.github.koelectra.core.TextNormalization.COMMENTS;
import static io.github.koelectra.core.TextNormalization.EMOJI;
import static io.github.koelectra.core.TextNormalization.NFC;
import static io.github.koelectra.core.TextNormalization.NONE;
import static io.github.koelectra.core.TextNormalization.REPEATS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.testkit.RandomCases;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the model reads of a text, and where that was in the text. */
class TextNormalizationTest {
  private static final List<TextNormalization> ALL =
      List.of(NONE, NFC, EMOJI, REPEATS, COMMENTS, NFC.andThen(COMMENTS), COMMENTS.andThen(NFC));

  /** What random texts are made of. */
  private static final String[] PARTS = {
    "가",
    "힣",
    "각",
    "\u1100",
    "\u1161",
    "\u11a8",
    "\u1112",
    "\u1175",
    "\u11c2",
    "\u3131",
    "ㅋ",
    "ㅠ",
    "a",
    "e",
    "E",
    "w",
    "1",
    "0",
    "#",
    " ",
    "  ",
    "\n",
    "\u00a0",
    "!",
    ".",
    "~",
    "\u0301",
    "\u0323",
    "\u0345",
    "\u0338",
    "\u0344",
    "\u3099",
    "か",
    "\u1e0b",
    "\u212b",
    "\uf900",
    "\ufa0c",
    "\ud87e\udc00",
    "\ud834\udd5e",
    "\ud81b\udd67",
    "\ud83d\ude00",
    "\ud83d\udc69",
    "\u200d",
    "\ufe0f",
    "\u2764",
    "\u20e3",
    "\ud83c\udffd",
    "\ud83c\uddf0",
    "\ud83c\uddf7",
    "\ud83d",
    "\ude00",
    "\u0f71\u0f72",
    "\u0f73",
    "\u09c7",
    "\u09be",
    "™",
    "漢"
  };

  @ParameterizedTest
  @CsvSource({
    "ㅋㅋㅋㅋㅋ 웃겨요, ㅋㅋ 웃겨요",
    "ㅠㅠㅠ 슬퍼요!!!!!, ㅠㅠ 슬퍼요!!",
    "대애애애박, 대애애박",
    "ㅋㅋ 그래요.., ㅋㅋ 그래요..",
    "Soooooo good!!!, Soo good!!",
    "www.example.org VIII, www.example.org VIII",
    "10000원이요, 10000원이요",
    "'두   칸 \n\n 줄', '두 칸 줄'",
    "ㅋㅎㅋㅎㅋㅎ, ㅋㅎㅋㅎㅋㅎ",
  })
  void repeatedCharactersAreTwo(String text, String read) {
    assertEquals(read, REPEATS.apply(text));
    assertEquals(read, COMMENTS.apply(text));
  }

  @ParameterizedTest
  @CsvSource({
    "좋아요😀, '좋아요 '",
    "좋아요😀😀🎉최고, 좋아요 최고",
    "가족 👨‍👩‍👧‍👦 여행, '가족   여행'",
    "하트❤️요, 하트 요",
    "하트❤요 ♥ ™, 하트❤요 ♥ ™",
    "손👍🏽요, 손 요",
    "☝🏽위, ' 위'",
    "🇰🇷한국🇰, ' 한국 '",
    "1️⃣번 2⃣번 3번 #태그, ' 번  번 3번 #태그'",
    "🏴󠁧󠁢󠁥󠁮󠁧󠁿팀, ' 팀'",
    "🤷🏻‍♀️글쎄🧑‍⚕요, ' 글쎄 요'",
    "A🅰B, A🅰B",
  })
  void emojiAreASpace(String text, String read) {
    assertEquals(read, EMOJI.apply(text));
  }

  @Test
  void decomposedHangulIsComposedAndFoundAgain() {
    String text = Normalizer.normalize("한국어 파일.txt", Form.NFD);
    Reading reading = Reading.of(text, NFC);
    assertEquals("한국어 파일.txt", reading.read());
    assertEquals("국", Normalizer.normalize(source(reading, 1, 2), Form.NFC));
    assertEquals("txt", source(reading, 7, 10));
    assertEquals(text, source(reading, 0, reading.read().length()));
    assertEquals("e\u0301", source(Reading.of("cafe\u0301s", NFC), 3, 4));
  }

  @Test
  void shortenedCharactersAreFoundAgain() {
    Reading reading = Reading.of("와😀😀 ㅋㅋㅋㅋㅋ 끝!!!", COMMENTS);
    assertEquals("와 ㅋㅋ 끝!!", reading.read());
    assertEquals("와", source(reading, 0, 1));
    assertEquals("😀😀 ", source(reading, 1, 2));
    assertEquals("ㅋㅋㅋㅋㅋ", source(reading, 2, 4));
    assertEquals("ㅋ", source(reading, 2, 3));
    assertEquals("끝", source(reading, 5, 6));
    assertEquals("!!!", source(reading, 6, 8));
  }

  @Test
  void stepsFollowEachOther() {
    Reading reading = Reading.of("가\u1100\u1161\u1100\u1161\u1100\u1161!", NFC.andThen(REPEATS));
    assertEquals("가가!", reading.read());
    assertEquals("\u1100\u1161\u1100\u1161\u1100\u1161", source(reading, 1, 2));
    assertEquals("!", source(reading, 2, 3));
  }

  @Test
  void namesAreRead() {
    assertEquals(NONE, TextNormalization.named("none"));
    assertEquals(COMMENTS, TextNormalization.named("emoji, repeats"));
    for (TextNormalization normalization : ALL) {
      assertEquals(normalization, TextNormalization.named(normalization.toString()));
      assertEquals(normalization.hashCode(), NONE.andThen(normalization).hashCode());
    }
    for (String wrong : List.of("", "NFKC", "nfc,", "nfc;emoji")) {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> TextNormalization.named(wrong));
      assertTrue(e.getMessage().contains("comments, emoji, nfc, none, repeats"), e.getMessage());
    }
  }

  @Test
  void nothingIsDoneWhenNothingIsToDo() {
    for (TextNormalization normalization : ALL) {
      for (String text : List.of("", "한국어 text 123.", "漢字 £")) {
        Reading reading = Reading.of(text, normalization);
        assertSame(text, reading.read());
        assertEquals(List.of(), reading.edits());
      }
    }
  }

  @Test
  void whatComposesWithTheCharactersBeforeItBeginsNoSegment() {
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      String character = Character.toString(c);
      String parts = Normalizer.normalize(character, Form.NFD);
      for (int at = parts.offsetByCodePoints(0, 1); at < parts.length(); at++) {
        assertFalse(
            Composition.begins(parts.codePointAt(at))
                && !Character.isLowSurrogate(parts.charAt(at)),
            "a part of " + c);
      }
      boolean moved =
          !Normalizer.isNormalized("a\u0345" + character, Form.NFD)
              && Normalizer.isNormalized(character, Form.NFD);
      assertFalse(moved && Composition.begins(c), "moved: " + c);
      assertFalse(
          !Composition.begins(parts.codePointAt(0)) && Composition.begins(c), "begins so: " + c);
    }
  }

  @Test
  void segmentsComposeAsTheWhole() {
    SplittableRandom random = RandomCases.of("composition");
    for (int round = 0; round < 20_000; round++) {
      String text = text(random, round % 40 == 0 ? 300 : 12);
      assertEquals(Normalizer.normalize(text, Form.NFC), NFC.apply(text));
    }
  }

  @Test
  void longRunsOfMarksComposeAsTheWhole() {
    SplittableRandom random = RandomCases.of("marks");
    for (int round = 0; round < 200; round++) {
      StringBuilder text = new StringBuilder("a");
      while (text.length() < 200) {
        int c = random.nextInt(0x300, 0x1e000);
        if (Character.isDefined(c) && !Composition.begins(c)) {
          text.appendCodePoint(c);
        }
      }
      assertEquals(Normalizer.normalize(text, Form.NFC), NFC.apply(text.toString()));
    }
  }

  @Test
  void hugeTextsOfMarksAreRead() {
    for (String unit : List.of("\u0301", "\u0301\u0323", "\u1161", "ㅋ", "👩\u200d", " ")) {
      String text = unit.repeat(100_000 / unit.length());
      for (TextNormalization normalization : ALL) {
        Reading reading = Reading.of(text, normalization);
        assertEquals(text, source(reading, 0, reading.read().length()));
      }
    }
  }

  @Test
  void aSecondTimeChangesNothing() {
    SplittableRandom random = RandomCases.of("normalising twice");
    for (int round = 0; round < 5000; round++) {
      String text = text(random, 12);
      for (TextNormalization normalization : List.of(NONE, NFC, EMOJI, REPEATS, COMMENTS)) {
        String once = normalization.apply(text);
        assertEquals(once, normalization.apply(once), normalization::toString);
      }
    }
  }

  @Test
  void placesAreInOrderAndCoverTheText() {
    SplittableRandom random = RandomCases.of("places of normalised texts");
    for (int round = 0; round < 5000; round++) {
      String text = text(random, 12);
      for (TextNormalization normalization : ALL) {
        check(Reading.of(text, normalization), normalization);
      }
    }
  }

  private static void check(Reading reading, TextNormalization normalization) {
    String read = reading.read();
    int covered = 0;
    for (int at = 0; at < read.length(); ) {
      int next = at + Character.charCount(read.codePointAt(at));
      int begin = reading.begin(at);
      int end = reading.end(next);
      assertTrue(begin <= covered && covered <= end && begin < end, normalization::toString);
      assertFalse(splits(reading.text(), begin) || splits(reading.text(), end));
      covered = end;
      at = next;
    }
    assertEquals(reading.text().length(), covered);
    assertEquals(0, reading.begin(0));
    assertEquals(reading.text().length(), reading.end(read.length()));
  }

  private static boolean splits(String text, int place) {
    return place > 0
        && place < text.length()
        && Character.isSurrogatePair(text.charAt(place - 1), text.charAt(place));
  }

  private static String source(Reading reading, int begin, int end) {
    return reading.text().substring(reading.begin(begin), reading.end(end));
  }

  private static String text(SplittableRandom random, int most) {
    StringBuilder text = new StringBuilder();
    for (int left = random.nextInt(most + 1); left > 0; left--) {
      String part = PARTS[random.nextInt(PARTS.length)];
      text.append(part.repeat(random.nextInt(5) == 0 ? random.nextInt(1, 6) : 1));
    }
    return text.toString();
  }
}
