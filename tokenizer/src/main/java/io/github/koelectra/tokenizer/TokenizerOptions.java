package io.github.koelectra.tokenizer;

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

  /** KoELECTRA's: cased, accents kept, 512 tokens. */
  public static final TokenizerOptions CASED =
      new TokenizerOptions(false, false, true, true, 100, 512, SpecialTokens.BERT);

  /** The same with letters lower-cased and accents removed. */
  public static final TokenizerOptions UNCASED =
      new TokenizerOptions(true, true, true, true, 100, 512, SpecialTokens.BERT);

  /**
   * The special tokens by their texts.
   *
   * @param unknown for words that cannot be built
   * @param separator behind each sequence
   * @param padding fills up
   * @param classifier before the first sequence
   * @param mask stands for a word to be guessed
   */
  public record SpecialTokens(
      String unknown, String separator, String padding, String classifier, String mask) {
    /** BERT's. */
    public static final SpecialTokens BERT =
        new SpecialTokens("[UNK]", "[SEP]", "[PAD]", "[CLS]", "[MASK]");
  }
}
