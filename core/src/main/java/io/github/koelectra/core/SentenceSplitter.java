package io.github.koelectra.core;

import java.util.List;
import java.util.Objects;

/**
 * Splits Korean text, and English within it, into sentences by rules.
 *
 * <pre>{@code
 * for (var sentence : new SentenceSplitter().split("비가 온다. “우산 있어?”라고 물었다.")) {
 *   System.out.println(sentence.text());
 * }
 * }</pre>
 *
 * <p>A sentence ends
 *
 * <ul>
 *   <li>at a blank line, and unless {@link Options#lineBreaks} is off at every line break outside
 *       of quotations and brackets; if it is off, at a line break after a final ending (다, 요, 죠, 까,
 *       네 and such);
 *   <li>after {@code .}, {@code !}, {@code ?}, mixtures of them and their wide forms, if white
 *       space follows, or if they follow a final ending and Hangul or a quotation follows;
 *   <li>after dots or an ellipsis, if a final ending is before them and white space follows;
 *   <li>after a quotation with such a mark at its end, if the sentence began with the quotation, or
 *       a colon is before it, and white space follows;
 *   <li>with {@link Options#endingsWithoutPunctuation}, after a word of three or more syllables in
 *       …습니다, a past …ㅆ다, or a polite …요 or …죠, unless the next word shows that it goes on.
 * </ul>
 *
 * <p>Laughter, tears, emoticons and emoji after an end belong to the sentence before. No sentence
 * ends within closed quotation marks or brackets (of at most 500 chars, without a blank line in
 * them), before 라고, 하고, 며 and such, after abbreviations, initials, numbers in dates, list markers
 * and articles of law (제3조.), or within numbers, addresses and file names.
 *
 * <p>These are rules about letters, not an analysis: a sentence that ends in an abbreviation, a
 * single Latin letter or a bare number below 100 is joined with the next, an exclamation within a
 * sentence splits it, and quotations of several sentences stay whole. Endings are known in composed
 * Hangul only; {@link TextNormalization#NFC} composes it. Time is linear in the length. Immutable
 * and safe to share between threads.
 */
public final class SentenceSplitter {
  private final Options options;

  /** A splitter for documents. */
  public SentenceSplitter() {
    this(Options.DOCUMENTS);
  }

  /** A splitter with these options. */
  public SentenceSplitter(Options options) {
    this.options = Objects.requireNonNull(options, "options");
  }

  /**
   * What ends a sentence besides punctuation.
   *
   * @param endingsWithoutPunctuation whether polite and past endings with only a space after them
   *     do
   * @param lineBreaks whether a single line break does
   */
  public record Options(boolean endingsWithoutPunctuation, boolean lineBreaks) {
    /** For written text: line breaks, but no endings without punctuation. */
    public static final Options DOCUMENTS = new Options(false, true);

    /** For comments and chats: both. */
    public static final Options COMMENTS = new Options(true, true);

    /** With endings without punctuation or not. */
    public Options withEndingsWithoutPunctuation(boolean wanted) {
      return new Options(wanted, lineBreaks);
    }

    /** With line breaks or not. */
    public Options withLineBreaks(boolean wanted) {
      return new Options(endingsWithoutPunctuation, wanted);
    }
  }

  /**
   * A sentence of a text.
   *
   * @param text its chars, without white space around them
   * @param begin the place of its first char in the text
   * @param end the place after its last char
   */
  public record Sentence(String text, int begin, int end) {}

  /**
   * The sentences of a text in their order. They do not overlap, and every char that is not white
   * space is in one of them.
   */
  public List<Sentence> split(String text) {
    return new SentenceScan(text, options).run();
  }
}
