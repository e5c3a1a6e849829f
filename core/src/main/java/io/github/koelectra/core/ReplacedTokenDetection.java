package io.github.koelectra.core;

import io.github.koelectra.core.Task.Prepared;
import io.github.koelectra.core.TextEncoder.Encoded;
import io.github.koelectra.electra.ElectraForPreTraining;
import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.tokenizer.Encoding;
import io.github.koelectra.weights.hub.ModelDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the tokens of a text that do not seem to belong there, with a discriminator: what ELECTRA
 * is pretrained to do. With a generator beside it, says what might stand there instead.
 *
 * <pre>{@code
 * String name = "monologg/koelectra-base-v3-discriminator"; // or a directory
 * try (ReplacedTokenDetection detection = ReplacedTokenDetection.fromPretrained(name)) {
 *   detection.detect("나는 방금 전에 밥을 먹었다.").tokens().forEach(System.out::println);
 * }
 * }</pre>
 *
 * <p>A long text is read in windows unless the options say otherwise; a token's score is that of
 * the window in which it has most context. Safe to share between threads.
 */
public final class ReplacedTokenDetection implements AutoCloseable {
  /** The usual threshold: above this score a token more likely was replaced than not. */
  public static final double THRESHOLD = 0.5;

  private final KoElectra<ElectraForPreTraining> koElectra;
  private final TextEncoder encoder;
  private final Optional<Suggestions> suggestions;
  private final double threshold;
  private final Pipeline<String, Detection> pipeline;

  private ReplacedTokenDetection(
      KoElectra<ElectraForPreTraining> koElectra,
      Optional<Suggestions> suggestions,
      Options options) {
    this.koElectra = koElectra;
    this.suggestions = suggestions;
    threshold = options.threshold();
    encoder = TextEncoder.of(koElectra, options.inputs());
    pipeline = new Pipeline<>(this::prepare, koElectra::tokenRows, options.inputs());
  }

  /**
   * One token of a text.
   *
   * @param text the token as the vocabulary spells it
   * @param id its id
   * @param begin where its source begins in the text, in chars
   * @param end where its source ends
   * @param score the probability of having been replaced: the sigmoid of its logit
   * @param replaced whether the score is above the threshold
   */
  public record DetectedToken(
      String text, int id, int begin, int end, double score, boolean replaced) {}

  /**
   * One word of a text: what stands between spaces and punctuation.
   *
   * @param text its source
   * @param begin where it begins in the text, in chars
   * @param end where it ends
   * @param score the greatest of its tokens' scores
   * @param replaced whether the score is above the threshold
   * @param suggestions what might stand in place of its replaced tokens, the best first; empty
   *     without a generator, and for words of which no token seems to be replaced
   */
  public record DetectedWord(
      String text,
      int begin,
      int end,
      double score,
      boolean replaced,
      List<Suggestion> suggestions) {
    /** Copies the suggestions. */
    public DetectedWord {
      suggestions = List.copyOf(suggestions);
    }
  }

  /**
   * What might stand in place of a word.
   *
   * @param word the word with other tokens in place of the replaced ones
   * @param score the product of the probabilities that the generator gives these tokens
   */
  public record Suggestion(String word, double score) {}

  /**
   * What was found in a text.
   *
   * @param text the text
   * @param tokens its tokens, special ones left out
   * @param words its words
   * @param truncated whether the end of the text was not looked at
   */
  public record Detection(
      String text, List<DetectedToken> tokens, List<DetectedWord> words, boolean truncated) {
    /** Copies the tokens and words. */
    public Detection {
      tokens = List.copyOf(tokens);
      words = List.copyOf(words);
    }
  }

  /**
   * Opens a discriminator, from a directory or by its name on the hub, as {@link
   * KoElectra#fromPretrained(String)} does. Long texts are read in windows.
   *
   * @throws IOException if it cannot be had, or a file is missing or malformed
   */
  public static ReplacedTokenDetection fromPretrained(String nameOrDirectory) throws IOException {
    return open(ModelDirectory.find(nameOrDirectory));
  }

  /**
   * Opens a discriminator and a generator of the same vocabulary, which makes suggestions.
   *
   * @throws IOException if one cannot be had, a file is missing or malformed, or their vocabularies
   *     differ
   */
  public static ReplacedTokenDetection fromPretrained(String discriminator, String generator)
      throws IOException {
    Options options = Options.DEFAULT.withGenerator(ModelDirectory.find(generator));
    return open(ModelDirectory.find(discriminator), options, Kernels.best());
  }

  /**
   * What to look for. Immutable; the {@code with} methods return changed copies.
   *
   * @param inputs how texts are read; long ones are read in windows by default
   * @param generator the directory of the generator that makes suggestions, if there is one
   * @param topK how many suggestions are made for a word
   * @param threshold the score above which a token counts as replaced
   */
  public record Options(InputOptions inputs, Optional<Path> generator, int topK, double threshold) {
    /** Long texts in windows, no suggestions, {@link #THRESHOLD}. */
    public static final Options DEFAULT =
        new Options(InputOptions.of(LongInput.WINDOW), Optional.empty(), 3, THRESHOLD);

    /** Checks the number of suggestions and the threshold. */
    public Options {
      if (topK < 1) {
        throw new IllegalArgumentException("top-k must be at least 1, not " + topK);
      }
      if (!(threshold >= 0 && threshold <= 1)) {
        throw new IllegalArgumentException("threshold must be from 0 to 1, not " + threshold);
      }
    }

    /** With texts read so. */
    public Options withInputs(InputOptions read) {
      return new Options(read, generator, topK, threshold);
    }

    /** With suggestions by the generator in this directory. */
    public Options withGenerator(Path directory) {
      return new Options(inputs, Optional.of(directory), topK, threshold);
    }

    /** With so many suggestions for a word. */
    public Options withTopK(int most) {
      return new Options(inputs, generator, most, threshold);
    }

    /** With tokens of a greater score counted as replaced. */
    public Options withThreshold(double score) {
      return new Options(inputs, generator, topK, score);
    }
  }

  /**
   * Opens a discriminator's directory with the fastest kernels of this JVM.
   *
   * @throws IOException if a file is missing or malformed
   */
  public static ReplacedTokenDetection open(Path directory) throws IOException {
    return open(directory, Options.DEFAULT, Kernels.best());
  }

  /**
   * Opens a discriminator's directory with the given kernels.
   *
   * @throws IOException if a file is missing or malformed, or the generator has another vocabulary
   */
  public static ReplacedTokenDetection open(Path directory, Options options, Kernels kernels)
      throws IOException {
    Optional<Suggestions> suggestions = Optional.empty();
    if (options.generator().isPresent()) {
      suggestions =
          Optional.of(
              Suggestions.open(directory, options.generator().get(), options.topK(), kernels));
    }
    Optional<Suggestions> own = suggestions;
    try {
      return KoElectra.with(
          directory,
          ElectraForPreTraining::fromPretrained,
          kernels,
          koElectra -> new ReplacedTokenDetection(koElectra, own, options));
    } catch (IOException | RuntimeException e) {
      own.ifPresent(Suggestions::close);
      throw e;
    }
  }

  /**
   * Looks at a text.
   *
   * @throws IllegalArgumentException if it is too long, and is neither to be cut nor read in
   *     windows
   */
  public Detection detect(String text) {
    return pipeline.run(text);
  }

  /** Looks at several texts. */
  public List<Detection> detect(List<String> several) {
    return pipeline.run(several);
  }

  /** Looks at a stream of texts, lazily. */
  public Stream<Detection> detect(Stream<String> many) {
    return pipeline.run(many);
  }

  /** The same for texts of which some may be too long. */
  public Pipeline<String, Detection> pipeline() {
    return pipeline;
  }

  private Prepared<Detection> prepare(String text) {
    Reading reading = encoder.read(text);
    return new Input(reading, encoder.encode(reading));
  }

  /** A text that is read. */
  private final class Input implements Prepared<Detection> {
    private final Reading reading;
    private final Encoded encoded;
    private final WindowedTokens places;

    Input(Reading reading, Encoded encoded) {
      this.reading = reading;
      this.encoded = encoded;
      places = new WindowedTokens(encoded.windows(), encoder.stride());
    }

    @Override
    public List<Encoding> encodings() {
      return encoded.windows();
    }

    @Override
    public Detection result(List<Tensor> outputs) {
      List<DetectedToken> tokens = new ArrayList<>();
      List<DetectedWord> words = new ArrayList<>();
      int begin = 0;
      for (int i = 0; i < places.size(); i++) {
        int window = places.window(i);
        int row = places.row(i, window);
        Encoding encoding = encoded.windows().get(window);
        double score = ScoreFunction.sigmoid(outputs.get(window).get(row, 0)); // [tokens, 1]
        tokens.add(
            new DetectedToken(
                encoding.token(row),
                encoding.id(row),
                reading.begin(encoding.begin(row)),
                reading.end(encoding.end(row)),
                score,
                score > threshold));
        if (i + 1 == places.size() || word(i) != word(i + 1)) {
          words.add(word(tokens, begin, window));
          begin = i + 1;
        }
      }
      return new Detection(reading.text(), tokens, words, encoded.truncated());
    }

    private int word(int token) {
      int window = places.window(token);
      return encoded.windows().get(window).wordId(places.row(token, window)).orElse(-1 - token);
    }

    /** The word of the tokens from {@code begin} on, seen in the window of its last one. */
    private DetectedWord word(List<DetectedToken> tokens, int begin, int window) {
      List<DetectedToken> own = tokens.subList(begin, tokens.size());
      double score = own.stream().mapToDouble(DetectedToken::score).max().orElseThrow();
      int from = own.getFirst().begin();
      int to = own.getLast().end();
      boolean replaced = score > threshold;
      List<Suggestion> found =
          replaced && suggestions.isPresent() ? suggested(own, begin, window) : List.of();
      return new DetectedWord(reading.text().substring(from, to), from, to, score, replaced, found);
    }

    private List<Suggestion> suggested(List<DetectedToken> word, int begin, int window) {
      boolean[] replaced = new boolean[word.size()];
      for (int i = 0; i < replaced.length; i++) {
        replaced[i] = word.get(i).replaced();
      }
      Encoding encoding = encoded.windows().get(window);
      return suggestions.orElseThrow().of(encoding, places.row(begin, window), replaced);
    }
  }

  /**
   * Waits until the fastest kernels are in use and runs the model a few times, as {@link
   * KoElectra#warmUp} does.
   *
   * @return whether the fastest kernels are in use
   * @throws InterruptedException if the thread is interrupted meanwhile
   */
  public boolean warmUp() throws InterruptedException {
    if (suggestions.isPresent()) {
      boolean _ = suggestions.get().warmUp();
    }
    return koElectra.warmUp();
  }

  /** Gives back the models' files. */
  @Override
  public void close() {
    koElectra.close();
    suggestions.ifPresent(Suggestions::close);
  }
}
