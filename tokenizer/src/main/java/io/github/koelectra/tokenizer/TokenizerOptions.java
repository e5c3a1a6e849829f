package io.github.koelectra.tokenizer;

import java.util.List;

/**
 * How a tokenizer treats text: the keys of {@code tokenizer_config.json}, in camelCase.
 *
 * @param doLowerCase whether letters are lower-cased; not for KoELECTRA
 * @param stripAccents whether accents are removed, which takes Hangul apart
 * @param tokenizeChineseChars whether each Chinese character is a word
 * @param cleanText whether control characters are removed
 * @param maxWordLength words of more code points become the unknown token
 * @param modelMaxLength the most tokens the model takes
 * @param specialTokens the names of the special tokens
 */
public record TokenizerOptions(
    boolean doLowerCase,
    boolean stripAccents,
    boolean tokenizeChineseChars,
    boolean cleanText,
    int maxWordLength,
    int modelMaxLength,
    SpecialTokens specialTokens) {

  /** The longest words that may be asked for: matching plans ahead for twice as many chars. */
  static final int LONGEST_WORD = 1000;

  /** KoELECTRA's: cased, accents kept, 512 tokens. */
  public static final TokenizerOptions CASED =
      new TokenizerOptions(false, false, true, true, 100, 512, SpecialTokens.BERT);

  /** The same with letters lower-cased and accents removed. */
  public static final TokenizerOptions UNCASED =
      new TokenizerOptions(true, true, true, true, 100, 512, SpecialTokens.BERT);

  /** Checks the numbers. */
  public TokenizerOptions {
    if (maxWordLength < 1 || maxWordLength > LONGEST_WORD || modelMaxLength < 1) {
      throw new IllegalArgumentException(
          "words of 1 to " + LONGEST_WORD + " code points and models of at least 1 token");
    }
  }

  /**
   * The special tokens by their texts.
   *
   * @param unknown for words that cannot be built
   * @param separator behind each sequence
   * @param padding fills up
   * @param classifier before the first sequence
   * @param mask stands for a word to be guessed
   * @param additional others that are recognised in a text
   */
  public record SpecialTokens(
      String unknown,
      String separator,
      String padding,
      String classifier,
      String mask,
      List<String> additional) {
    /** BERT's. */
    public static final SpecialTokens BERT =
        new SpecialTokens("[UNK]", "[SEP]", "[PAD]", "[CLS]", "[MASK]", List.of());

    /** Copies the additional ones. */
    public SpecialTokens {
      additional = List.copyOf(additional);
    }
  }
}
