package io.github.koelectra.core;

import io.github.koelectra.electra.TaskModel;
import io.github.koelectra.tokenizer.ElectraTokenizer;
import io.github.koelectra.tokenizer.EncodeOptions;
import io.github.koelectra.tokenizer.EncodeOptions.Truncation;
import io.github.koelectra.tokenizer.Encoding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntSupplier;

/** Encodes texts as a pipeline's options say. Immutable and safe to share between threads. */
final class TextEncoder {
  /** {@code [CLS]} and {@code [SEP]} twice, those of a pair. */
  static final int SPECIAL_TOKENS = 3;

  private final ElectraTokenizer tokenizer;
  private final InputOptions options;
  private final int limit;

  private TextEncoder(ElectraTokenizer tokenizer, InputOptions options, int limit) {
    this.tokenizer = tokenizer;
    this.options = options;
    this.limit = limit;
  }

  /** What a model reads, as the options say. */
  static TextEncoder of(KoElectra<? extends TaskModel> koElectra, InputOptions options) {
    int positions = koElectra.model().config().maxPositionEmbeddings();
    int limit = Math.min(options.maxLength().orElse(positions), positions);
    int stride = options.strideWithin(limit);
    if (options.longInput() == LongInput.WINDOW && stride >= limit - 2) {
      throw new IllegalArgumentException(
          "a stride of "
              + stride
              + " must be below the "
              + (limit - 2)
              + " tokens that fit into a window; take a smaller one (--stride)");
    }
    return new TextEncoder(koElectra.tokenizer(), options, limit);
  }

  /**
   * What the model reads of an input.
   *
   * @param windows one encoding, or several that overlap
   * @param truncated whether the end is not among them
   */
  record Encoded(List<Encoding> windows, boolean truncated) {
    /** An encoding with the windows that overflowed from it. */
    static Encoded inWindows(Encoding first) {
      List<Encoding> windows = new ArrayList<>(List.of(first));
      windows.addAll(first.overflowing());
      return new Encoded(windows, false);
    }
  }

  /** The most tokens of a sequence, special ones counted. */
  int limit() {
    return limit;
  }

  /** How many tokens a window shares with the one before. */
  int stride() {
    return options.strideWithin(limit);
  }

  /** The text normalised. */
  Reading read(String text) {
    return Reading.of(text, options.normalization());
  }

  /**
   * Encodes a text.
   *
   * @throws IllegalArgumentException if it is too long and must not be cut
   */
  Encoded encode(Reading text) {
    return treated(
        tokenizer.encode(text.read(), cut(Truncation.LONGEST_FIRST)),
        () -> tokenizer.encode(text.read()).size());
  }

  /**
   * Encodes a text and its pair; the longer one is truncated first, and windows slide over the
   * longer one, beside the whole other.
   *
   * @throws IllegalArgumentException if they are too long and must not be cut, or the shorter
   *     leaves the other no room
   */
  Encoded encode(Reading text, Reading pair) {
    return encode(text, pair, Truncation.LONGEST_FIRST);
  }

  /** The same with the end of a text that is chosen truncated. */
  Encoded encode(Reading text, Reading pair, Truncation truncation) {
    EncodeOptions wanted = cut(truncation);
    if (options.longInput() == LongInput.WINDOW) {
      Encoding whole = tokenizer.encode(text.read(), pair.read());
      if (whole.size() <= limit) {
        return new Encoded(List.of(whole), false);
      }
      wanted = pairWindows(whole);
    }
    return treated(
        tokenizer.encode(text.read(), pair.read(), wanted),
        () -> tokenizer.encode(text.read(), pair.read()).size());
  }

  /** Windows over the longer of two texts. */
  private EncodeOptions pairWindows(Encoding whole) {
    int second = (int) Arrays.stream(whole.typeIds()).filter(type -> type == 1).count() - 1;
    int first = whole.size() - SPECIAL_TOKENS - second;
    int room = limit - SPECIAL_TOKENS - Math.min(first, second);
    int stride = options.stride().orElse(Math.clamp(room / 2, 0, stride()));
    if (room <= stride) {
      throw new IllegalArgumentException(
          "the texts have "
              + first
              + " and "
              + second
              + " tokens, so that of the "
              + limit
              + " allowed "
              + Math.max(0, room)
              + " remain for windows over the longer one"
              + (room > 0 ? ", no more than the stride of " + stride : "")
              + "; shorten the other, or have both truncated (--long truncate)");
    }
    return EncodeOptions.DEFAULT
        .withTruncation(limit, first > second ? Truncation.ONLY_FIRST : Truncation.ONLY_SECOND)
        .withStride(stride);
  }

  private EncodeOptions cut(Truncation truncation) {
    EncodeOptions cut = EncodeOptions.DEFAULT.withTruncation(limit, truncation);
    return options.longInput() == LongInput.WINDOW ? cut.withStride(stride()) : cut;
  }

  private Encoded treated(Encoding encoding, IntSupplier size) {
    if (!encoding.truncated()) {
      return new Encoded(List.of(encoding), false);
    }
    return switch (options.longInput()) {
      case TRUNCATE -> new Encoded(List.of(encoding), true);
      case WINDOW -> Encoded.inWindows(encoding);
      case ERROR ->
          throw new IllegalArgumentException(
              "the text has "
                  + size.getAsInt()
                  + " tokens, but "
                  + limit
                  + " are allowed; shorten it, have its end left out (--long truncate) or have it"
                  + " read in windows (--long window)");
    };
  }
}
