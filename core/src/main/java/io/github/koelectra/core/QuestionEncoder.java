package io.github.koelectra.core;

import io.github.koelectra.core.TextEncoder.Encoded;
import io.github.koelectra.electra.TaskModel;
import io.github.koelectra.tokenizer.ElectraTokenizer;
import io.github.koelectra.tokenizer.EncodeOptions;
import io.github.koelectra.tokenizer.EncodeOptions.Truncation;
import io.github.koelectra.tokenizer.Encoding;
import java.util.ArrayList;
import java.util.List;

/**
 * Encodes a question before a document, of which windows are made where both are too long together.
 * Immutable and safe to share between threads.
 */
final class QuestionEncoder {
  /** {@code [CLS]} and {@code [SEP]} twice. */
  private static final int SPECIAL_TOKENS = 3;

  private final ElectraTokenizer tokenizer;
  private final InputOptions options;
  private final int limit;
  private final int stride;

  private QuestionEncoder(ElectraTokenizer tokenizer, InputOptions options, int limit, int stride) {
    this.tokenizer = tokenizer;
    this.options = options;
    this.limit = limit;
    this.stride = stride;
  }

  /** What a model reads, as the options say. */
  static QuestionEncoder of(KoElectra<? extends TaskModel> koElectra, InputOptions options) {
    int positions = koElectra.model().config().maxPositionEmbeddings();
    int limit = Math.min(options.maxLength().orElse(positions), positions);
    int stride = options.strideWithin(limit);
    if (options.longInput() == LongInput.WINDOW && stride >= limit - SPECIAL_TOKENS) {
      throw new IllegalArgumentException(
          "a stride of "
              + stride
              + " must be below the "
              + (limit - SPECIAL_TOKENS)
              + " tokens of question and document that fit into a window; take a smaller one"
              + " (--stride)");
    }
    return new QuestionEncoder(koElectra.tokenizer(), options, limit, stride);
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
    return Reading.of(text, options.normalization());
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
    int room = limit - SPECIAL_TOKENS - question.tokens();
    boolean windows = options.longInput() == LongInput.WINDOW;
    if (options.longInput() == LongInput.ERROR || room <= (windows ? stride : 0)) {
      return whole(question, document, room);
    }
    EncodeOptions cut = EncodeOptions.DEFAULT.withTruncation(limit, Truncation.ONLY_SECOND);
    if (!windows) {
      Encoding beginning = tokenizer.encode(question.text(), document.read(), cut);
      return new Encoded(List.of(beginning), beginning.truncated());
    }
    Encoding first = tokenizer.encode(question.text(), document.read(), cut.withStride(stride));
    List<Encoding> all = new ArrayList<>();
    all.add(first);
    all.addAll(first.overflowing());
    return new Encoded(all, false);
  }

  private Encoded whole(ReadQuestion question, Reading document, int room) {
    Encoding encoding = tokenizer.encode(question.text(), document.read());
    if (encoding.size() <= limit) {
      return new Encoded(List.of(encoding), false);
    }
    throw new IllegalArgumentException(
        options.longInput() == LongInput.ERROR
            ? "question and document have "
                + encoding.size()
                + " tokens, but "
                + limit
                + " are allowed; shorten the document, have its end left out (--long truncate) or"
                + " have it read in windows (--long window)"
            : "the question has "
                + question.tokens()
                + " tokens, so that of the "
                + limit
                + " allowed "
                + Math.max(0, room)
                + " remain for the document"
                + (room > 0 ? ", no more than the stride of " + stride : "")
                + "; shorten the question, or have its end left out (--max-question-length)");
  }
}
