package io.github.koelectra.vocab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.tensor.Parallel;
import io.github.koelectra.testkit.RandomCases;
import io.github.koelectra.tokenizer.ElectraTokenizer;
import io.github.koelectra.tokenizer.TokenizerOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordPieceTrainerTest {
  private static final List<String> SPECIAL = List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]");
  private static final int CASES = 400;

  private final Parallel one = Parallel.of(1);
  private final Parallel four = Parallel.of(4);

  @AfterEach
  void close() {
    one.close();
    four.close();
  }

  private static WordCounts count(List<String> texts, Parallel parallel) throws IOException {
    Iterator<String> left = texts.iterator();
    return WordCounts.of(
        () -> left.hasNext() ? Optional.of(left.next()) : Optional.empty(), parallel);
  }

  private static WordPieceTrainer.Trained train(
      List<String> texts, WordPieceOptions options, Parallel parallel) throws IOException {
    return new WordPieceTrainer(options, parallel).train(count(texts, parallel), _ -> {});
  }

  private List<String> tokens(int size, int limit, int minFrequency, String... texts)
      throws IOException {
    var options = new WordPieceOptions(size, limit, minFrequency, 0);
    List<String> tokens = train(List.of(texts), options, one).vocabulary().tokens();
    assertEquals(SPECIAL, tokens.subList(0, SPECIAL.size()));
    return tokens.subList(SPECIAL.size(), tokens.size());
  }

  @Test
  void theMostFrequentPairsAreJoined() throws IOException {
    // (##b ##c) 5 times, (a ##b) 3, then (a ##bc) 3 and (d ##bc) 2.
    assertEquals(
        List.of("a", "d", "##b", "##c", "##bc", "abc", "dbc"),
        tokens(100, 100, 2, "abc abc abc", "dbc dbc"));
    assertEquals(
        List.of("a", "d", "##b", "##c", "##bc", "abc"),
        tokens(100, 100, 3, "abc abc abc", "dbc dbc"));
    assertEquals(
        List.of("a", "d", "##b", "##c", "##bc"), tokens(10, 100, 1, "abc abc abc", "dbc dbc"));
  }

  @Test
  void ofEquallyFrequentPairsTheOneOfOlderPiecesComesFirst() throws IOException {
    assertEquals(
        List.of("a", "b", "##c", "##d", "ac", "ad", "bc", "bd"),
        tokens(100, 100, 1, "bd bc ad ac"));
  }

  /** A pair is counted at each place, and joined from the left. */
  @Test
  void repetitionsAreJoinedFromTheLeft() throws IOException {
    assertEquals(
        List.of("ㅋ", "##ㅋ", "##ㅋㅋ", "##ㅋㅋㅋㅋ", "ㅋㅋㅋㅋㅋ", "ㅋㅋㅋㅋㅋㅋㅋ"), tokens(100, 100, 1, "ㅋㅋㅋㅋㅋㅋㅋ"));
  }

  @Test
  void punctuationAndChineseCharactersAreWords() throws IOException {
    assertEquals(List.of("!", "大", "學", "가", "##나", "가나"), tokens(100, 100, 1, "大學가나!!"));
  }

  /**
   * A word with a letter that is cut is unknown as a whole; equal counts: the lower code points.
   */
  @Test
  void theAlphabetIsCutToTheMostFrequentLetters() throws IOException {
    assertEquals(List.of("가", "나", "##나", "가나"), tokens(100, 2, 1, "가나 나 가다 라나"));
    assertEquals(List.of("a", "b"), tokens(100, 2, 1, "d c b a"));
    WordPieceTrainer.Trained trained =
        train(List.of("가나 나 가다 라나"), new WordPieceOptions(100, 2, 1, 0), one);
    assertEquals(2, trained.letters());
    assertEquals(1, trained.pieces());
    assertEquals(2, trained.unknown());
  }

  @Test
  void unusedTokensStandBehindTheSpecialOnes() throws IOException {
    List<String> tokens =
        train(List.of("가"), new WordPieceOptions(8, 9, 1, 2), one).vocabulary().tokens();
    assertEquals(List.of("[unused0]", "[unused1]", "가"), tokens.subList(5, 8));
  }

  /** Whatever the vocabulary, the tokenizer would not look at it; nor has it a letter of it. */
  @Test
  void wordsThatCannotBeTokensTeachNothing() throws IOException {
    assertEquals(List.of("나"), tokens(100, 100, 1, "가".repeat(101) + " 나"));
    assertEquals(List.of("나"), tokens(100, 100, 1, "나 \uD800"));
    List<String> longest = tokens(8, 100, 1, "😀".repeat(100));
    assertEquals(List.of("😀", "##😀", "##😀😀"), longest);
  }

  @Test
  void aSizeThatIsTooSmallSaysWhatIsNeeded() throws IOException {
    var enough = new WordPieceOptions(9, 100, 1, 1);
    assertEquals(9, train(List.of("가나 다"), enough, one).vocabulary().size());
    var small = new WordPieceOptions(8, 100, 1, 1);
    Exception failure =
        assertThrows(IllegalArgumentException.class, () -> train(List.of("가나 다"), small, one));
    assertTrue(failure.getMessage().contains("its size at least 9"), failure.getMessage());
  }

  @Test
  void withoutWordsThereIsNoVocabulary() {
    assertThrows(
        IllegalArgumentException.class,
        () -> train(List.of("", " \t"), WordPieceOptions.DEFAULT, one));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 1, 0, size must be at least 1",
    "16777217, 1, 1, 0, size must be at most 16777216",
    "1, 0, 1, 0, alphabet limit must be at least 1",
    "1, 1, 0, 0, min frequency must be at least 1",
    "1, 1, 1, -1, unused must be at least 0"
  })
  void numbersOutOfRangeAreRefused(
      int size, int limit, int frequency, int unused, String fragment) {
    Exception failure =
        assertThrows(
            IllegalArgumentException.class,
            () -> new WordPieceOptions(size, limit, frequency, unused));
    assertTrue(failure.getMessage().startsWith(fragment), failure.getMessage());
  }

  /** Words of few letters, so that pairs overlap, repeat and have equal counts. */
  private static List<String> randomText(SplittableRandom random) {
    int letters = 1 + random.nextInt(5);
    int longest = 1 + random.nextInt(9);
    List<String> words = new ArrayList<>();
    for (int i = random.nextInt(60); i >= 0; i--) {
      StringBuilder word = new StringBuilder();
      for (int j = random.nextInt(longest); j >= 0; j--) {
        word.append(List.of("가", "나", "a", "😀", "ㅋ").get(random.nextInt(letters)));
      }
      words.add(word.toString());
    }
    return words;
  }

  private static WordPieceOptions randomOptions(SplittableRandom random) {
    int unused = random.nextInt(3);
    return new WordPieceOptions(
        SPECIAL.size() + unused + 10 + random.nextInt(100),
        1 + random.nextInt(6),
        1 + random.nextInt(4),
        unused);
  }

  @Test
  void vocabulariesAreThoseOfTheReferenceForAnyNumberOfThreads() throws IOException {
    SplittableRandom random =
        RandomCases.of("vocabulariesAreThoseOfTheReferenceForAnyNumberOfThreads");
    for (int i = 0; i < CASES; i++) {
      List<String> words = randomText(random);
      WordPieceOptions options = randomOptions(random);
      List<String> expected = ReferenceTrainer.train(words, options);
      assertEquals(expected, train(words, options, one).vocabulary().tokens(), options.toString());
      assertEquals(expected, train(words, options, four).vocabulary().tokens(), options.toString());
    }
  }

  /** As many texts as several tasks take. */
  private static List<String> manyTexts() {
    SplittableRandom random = new SplittableRandom(7);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      StringBuilder text = new StringBuilder();
      for (int j = random.nextInt(12); j >= 0; j--) {
        text.append((char) ('가' + 28 * random.nextInt(1 + random.nextInt(40))));
        text.append(random.nextInt(3) == 0 ? " " : "");
      }
      texts.add(text.append('.').toString());
    }
    return texts;
  }

  @Test
  void manyTextsGiveTheSameForAnyNumberOfThreadsAndOrder() throws IOException {
    List<String> texts = manyTexts();
    var options = new WordPieceOptions(1000, 100, 2, 10);
    WordPieceTrainer.Trained trained = train(texts, options, one);
    assertEquals(trained.vocabulary().tokens(), train(texts, options, four).vocabulary().tokens());
    assertEquals(
        trained.vocabulary().tokens(),
        train(texts.reversed(), options, four).vocabulary().tokens());
    assertEquals(1000, trained.vocabulary().size());
    assertEquals(0, trained.unknown());
  }

  @Test
  void theTokenizerKnowsAllOfTheTextUnlessLettersWereCut() throws IOException {
    List<String> texts = manyTexts();
    for (int limit : List.of(100, 20)) {
      var trained = train(texts, new WordPieceOptions(1000, limit, 2, 10), four);
      var tokenizer = ElectraTokenizer.of(trained.vocabulary(), TokenizerOptions.CASED);
      long unknown =
          texts.stream()
              .flatMap(text -> tokenizer.tokenize(text).stream())
              .filter("[UNK]"::equals)
              .count();
      assertEquals(unknown, trained.unknown());
      assertEquals(limit == 100, unknown == 0);
    }
  }

  @Test
  void wordsAreCountedOverAllBlocks() throws IOException {
    String block = "나 ".repeat(1 << 19);
    WordCounts counts = count(List.of("가", block, block, block, "가"), four);
    assertEquals(3 * (1 << 19) + 2, counts.total());
    assertEquals(2, counts.distinct());
    assertEquals(2, counts.counts().get("가").get());
    assertFalse(counts.counts().containsKey(""));
  }
}
