package io.github.koelectra.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.koelectra.testkit.RandomCases;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The words are those that pieces are looked up in. */
class PreTokenizerTest {
  private static final int CASES = 5000;
  private static final int PARTS = 30;

  @Test
  void wordsByHand() {
    PreTokenizer cased = new PreTokenizer(TokenizerOptions.CASED);
    assertEquals(List.of(), cased.words(" \u200B\t"));
    assertEquals(
        List.of("한국어", "Big", "!", "!", "大", "學", "생", "[", "SEP", "]"),
        cased.words("한\u200B국어  Big!!大學생[SEP]"));
  }

  @Test
  void wordsAreThoseOfTheReference() {
    RandomTexts texts = new RandomTexts(RandomCases.of("wordsAreThoseOfTheReference"));
    for (TokenizerOptions options : List.of(TokenizerOptions.CASED, TokenizerOptions.UNCASED)) {
      ReferenceTokenizer reference = new ReferenceTokenizer(List.of(), options);
      PreTokenizer words = new PreTokenizer(options);
      for (int i = 0; i < CASES; i++) {
        String text = texts.next(PARTS);
        assertEquals(reference.words(text), words.words(text), text);
      }
    }
  }
}
