package io.github.koelectra.core;

import io.github.koelectra.core.TextEncoder.Encoded;
import io.github.koelectra.electra.TaskModel;
import io.github.koelectra.tokenizer.ElectraTokenizer;
import io.github.koelectra.tokenizer.EncodeOptions;
import io.github.koelectra.tokenizer.EncodeOptions.Truncation;
import io.github.koelectra.tokenizer.Encoding;
import java.util.List;

/**
 * Encodes a question before a document, of which windows are made where both are too long together.
 * Immutable and safe to share between threads.
 */
final class QuestionEncoder {
  private final ElectraTokenizer tokenizer;
  private final TextEncoder texts;
  private final LongInput longInput;

  /** What a model reads, as the options say. */
  QuestionEncoder(KoElectra<? extends TaskModel> koElectra, InputOptions options) {
    tokenizer = koElectra.tokenizer();
    texts = TextEncoder.of(koElectra, options);
    longInput = options.longInput();
  }

  /**
   * A question.
   *
   * @param text as the model reads it
   * @param tokens how many it has
   * @param truncated whether its end was left out
   */
  record ReadQuestion(String text, int tokens, boolean truncated) {}

  /** The text normalised. */
  Reading read(String text) {
    return texts.read(text);
  }

  /** The question normalised, and its end left out if it has more tokens. */
  ReadQuestion question(String question, int maxTokens) {
    String text = read(question).read();
    Encoding encoding =
        tokenizer.encode(
            text,
            EncodeOptions.DEFAULT
                .withoutSpecialTokens()
                .withTruncation(maxTokens, Truncation.ONLY_FIRST));
    int tokens = encoding.size();
    return encoding.truncated()
        ? new ReadQuestion(text.substring(0, encoding.end(tokens - 1)), tokens, true)
        : new ReadQuestion(text, tokens, false);
  }

  /**
   * Encodes a question and a document; windows slide over the document, beside the whole question.
   *
   * @throws IllegalArgumentException if they are too long and must not be cut, or the question
   *     leaves the document no room
   */
  Encoded encode(ReadQuestion question, Reading document) {
    int limit = texts.limit();
    int room = limit - TextEncoder.SPECIAL_TOKENS - question.tokens();
    int stride = longInput == LongInput.WINDOW ? texts.stride() : 0;
    if (longInput == LongInput.ERROR || room <= stride) {
      return whole(question, document, room);
    }
    EncodeOptions cut = EncodeOptions.DEFAULT.withTruncation(limit, Truncation.ONLY_SECOND);
    Encoding first = tokenizer.encode(question.text(), document.read(), cut.withStride(stride));
    return longInput == LongInput.TRUNCATE
        ? new Encoded(List.of(first), first.truncated())
        : Encoded.inWindows(first);
  }

  private Encoded whole(ReadQuestion question, Reading document, int room) {
    Encoding encoding = tokenizer.encode(question.text(), document.read());
    if (encoding.size() <= texts.limit()) {
      return new Encoded(List.of(encoding), false);
    }
    throw new IllegalArgumentException(
        longInput == LongInput.ERROR
            ? "question and document have "
                + encoding.size()
                + " tokens, but "
                + texts.limit()
                + " are allowed; shorten the document, have its end left out (--long truncate) or"
                + " have it read in windows (--long window)"
            : "the question has "
                + question.tokens()
                + " tokens, so that of the "
                + texts.limit()
                + " allowed "
                + Math.max(0, room)
                + " remain for the document"
                + (room > 0 ? ", no more than the stride of " + texts.stride() : "")
                + "; shorten the question, or have its end left out (--max-question-length)");
  }
}
