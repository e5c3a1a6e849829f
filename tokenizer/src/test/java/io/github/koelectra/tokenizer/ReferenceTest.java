package io.github.koelectra.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.koelectra.testkit.RandomCases;
import io.github.koelectra.tokenizer.ReferenceTokenizer.Token;
import io.github.koelectra.tokenizer.TokenizerOptions.SpecialTokens;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The fast walk against the plain stages, on text that no corpus has. */
class ReferenceTest {
  private static final List<String> SPECIAL = List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]");
  private static final EncodeOptions PLAIN = EncodeOptions.DEFAULT.withoutSpecialTokens();

  @Test
  void randomTextsOptionsAndVocabularies() {
    SplittableRandom random = RandomCases.of("reference");
    RandomTexts texts = new RandomTexts(random);
    for (int round = 0; round < 150; round++) {
      TokenizerOptions options = options(random);
      List<String> vocabulary = vocabulary(texts, options, random);
      ElectraTokenizer tokenizer = ElectraTokenizer.of(Vocabulary.of(vocabulary), options);
      ReferenceTokenizer reference = new ReferenceTokenizer(vocabulary, options);
      for (int i = 0; i < 100; i++) {
        String text = texts.next(random.nextInt(60));
        assertEquals(
            reference.tokenize(text),
            tokens(tokenizer.encode(text, PLAIN)),
            () -> escaped(text) + " by " + options + " and " + escaped(vocabulary.toString()));
      }
    }
  }

  private static TokenizerOptions options(SplittableRandom random) {
    SpecialTokens bert = SpecialTokens.BERT;
    List<String> additional =
        random.nextInt(3) > 0 ? List.of() : List.of("가나", "Sa", "[MASK]]", "a b", "😀!");
    return new TokenizerOptions(
        random.nextBoolean(),
        random.nextBoolean(),
        random.nextInt(4) > 0,
        random.nextInt(4) > 0,
        random.nextBoolean() ? 100 : random.nextInt(1, 8),
        512,
        new SpecialTokens(
            bert.unknown(),
            bert.separator(),
            bert.padding(),
            bert.classifier(),
            bert.mask(),
            additional));
  }

  /** Parts of words as they come in texts, so that most words can be built. */
  private static List<String> vocabulary(
      RandomTexts texts, TokenizerOptions options, SplittableRandom random) {
    Set<String> pieces = new LinkedHashSet<>(SPECIAL);
    pieces.addAll(options.specialTokens().additional());
    ReferenceTokenizer stages = new ReferenceTokenizer(List.of(), options);
    for (int i = 0; i < 300; i++) {
      for (String word : stages.words(texts.next(20))) {
        int[] letters = word.codePoints().toArray();
        int begin = random.nextInt(3) == 0 ? 0 : random.nextInt(letters.length);
        int size = random.nextInt(1, Math.min(5, letters.length - begin) + 1);
        String piece = new String(letters, begin, size);
        if (piece.codePoints().noneMatch(c -> c >= 0xD800 && c < 0xE000)) {
          pieces.add((begin == 0 ? "" : "##") + piece);
        }
      }
    }
    return List.copyOf(pieces);
  }

  private static List<Token> tokens(Encoding encoding) {
    return IntStream.range(0, encoding.size())
        .mapToObj(
            i ->
                new Token(
                    encoding.id(i),
                    encoding.begin(i),
                    encoding.end(i),
                    encoding.wordId(i).orElseThrow()))
        .toList();
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    text.chars()
        .forEach(
            c -> escaped.append(c > ' ' && c < 0x7F ? "" + (char) c : String.format("\\u%04X", c)));
    return escaped.toString();
  }

  @ParameterizedTest
  @CsvSource({"false, false", "true, false", "false, true", "true, true"})
  void everyCharBetweenTwoLetters(boolean lowerCase, boolean stripAccents) {
    TokenizerOptions options =
        new TokenizerOptions(lowerCase, stripAccents, true, true, 100, 512, SpecialTokens.BERT);
    List<String> vocabulary = new ArrayList<>(SPECIAL);
    vocabulary.addAll(List.of("a", "##b", "b", "ab", "##i", "##é", "!", ";", "`"));
    ElectraTokenizer tokenizer = ElectraTokenizer.of(Vocabulary.of(vocabulary), options);
    ReferenceTokenizer reference = new ReferenceTokenizer(vocabulary, options);
    for (int c = 0; c < 0x20000; c++) {
      String text = "a" + Character.toString(c) + "b";
      boolean newer = Character.getType(c) == Character.UNASSIGNED;
      if (!newer) {
        assertEquals(
            reference.tokenize(text),
            tokens(tokenizer.encode(text, PLAIN)),
            Integer.toHexString(c));
      }
    }
  }
}
