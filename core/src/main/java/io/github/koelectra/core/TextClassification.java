package io.github.koelectra.core;

import io.github.koelectra.core.Task.Prepared;
import io.github.koelectra.core.TextEncoder.Encoded;
import io.github.koelectra.electra.ElectraConfig;
import io.github.koelectra.electra.ElectraForSequenceClassification;
import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.tokenizer.Encoding;
import io.github.koelectra.weights.hub.ModelDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Labels of texts, or of pairs of texts: sentiment, hate speech, paraphrase, inference, and
 * whatever else a sequence classifier was fine-tuned for. Scores are those of transformers'
 * text-classification pipeline; its function is chosen by the configuration as there.
 *
 * <pre>{@code
 * try (TextClassification sentiment = TextClassification.fromPretrained(name)) { // or a directory
 *   Classification found = sentiment.classify("이 영화 정말 재미있어요");
 *   System.out.println(found.label() + " " + found.score());
 * }
 * }</pre>
 *
 * <p>A long text is truncated unless the options say otherwise, and its result says so. Safe to
 * share between threads.
 */
public final class TextClassification implements AutoCloseable {
  private final KoElectra<ElectraForSequenceClassification> koElectra;
  private final Options options;
  private final ScoreFunction function;
  private final List<String> labels;
  private final TextEncoder encoder;
  private final Pipeline<String, Classification> texts;
  private final Pipeline<TextPair, Classification> pairs;

  private TextClassification(
      KoElectra<ElectraForSequenceClassification> koElectra, Options options) {
    this.koElectra = koElectra;
    this.options = options;
    function = options.function().orElseGet(() -> ScoreFunction.of(koElectra.model().config()));
    ElectraConfig config = koElectra.model().config();
    labels = IntStream.range(0, config.numLabels()).mapToObj(config::label).toList();
    encoder = TextEncoder.of(koElectra, options.inputs());
    texts = new Pipeline<>(this::prepare, koElectra::sequenceRows, options.inputs());
    pairs = new Pipeline<>(this::prepare, koElectra::sequenceRows, options.inputs());
  }

  /**
   * What a classification should do. Immutable; the {@code with} methods return changed copies.
   *
   * @param inputs how texts are read; long ones are truncated by default
   * @param topK the most labels of a result; empty: all
   * @param threshold the least score of a label in a result; empty: any
   * @param function what makes scores of logits; empty: what the model's configuration calls for
   */
  public record Options(
      InputOptions inputs,
      OptionalInt topK,
      OptionalDouble threshold,
      Optional<ScoreFunction> function) {
    /** Long texts truncated, all labels. */
    public static final Options DEFAULT =
        new Options(
            InputOptions.of(LongInput.TRUNCATE),
            OptionalInt.empty(),
            OptionalDouble.empty(),
            Optional.empty());

    /** Checks the number of labels. */
    public Options {
      if (topK.orElse(1) < 1) {
        throw new IllegalArgumentException("top-k must be at least 1, not " + topK.getAsInt());
      }
    }

    /** With texts read so. */
    public Options withInputs(InputOptions read) {
      return new Options(read, topK, threshold, function);
    }

    /** With at most {@code labels} labels. */
    public Options withTopK(int labels) {
      return new Options(inputs, OptionalInt.of(labels), threshold, function);
    }

    /** With labels of at least this score alone. */
    public Options withThreshold(double score) {
      return new Options(inputs, topK, OptionalDouble.of(score), function);
    }

    /** With scores made so, whatever the model's configuration calls for. */
    public Options withFunction(ScoreFunction made) {
      return new Options(inputs, topK, threshold, Optional.of(made));
    }
  }

  /**
   * The labels of a text.
   *
   * @param labels the best first, those with equal scores in the model's order
   * @param truncated whether the end of the text was not looked at
   */
  public record Classification(List<ScoredLabel> labels, boolean truncated) {
    /** Copies the labels. */
    public Classification {
      labels = List.copyOf(labels);
    }

    /**
     * The best label.
     *
     * @throws java.util.NoSuchElementException if none reaches the threshold
     */
    public String label() {
      return labels.getFirst().label();
    }

    /**
     * The score of the best label.
     *
     * @throws java.util.NoSuchElementException if none reaches the threshold
     */
    public double score() {
      return labels.getFirst().score();
    }
  }

  /**
   * Opens a sequence classifier, from a directory or by its name on the hub, as {@link
   * KoElectra#fromPretrained(String)} does.
   *
   * @throws IOException if it cannot be had, or a file is missing or malformed
   */
  public static TextClassification fromPretrained(String nameOrDirectory) throws IOException {
    return fromPretrained(nameOrDirectory, Options.DEFAULT);
  }

  /** Opens a sequence classifier that does what the options say. */
  public static TextClassification fromPretrained(String nameOrDirectory, Options options)
      throws IOException {
    return open(ModelDirectory.find(nameOrDirectory), options, Kernels.best());
  }

  /**
   * Opens a sequence classifier's directory with the given kernels.
   *
   * @throws IOException if a file is missing or malformed
   */
  public static TextClassification open(Path directory, Options options, Kernels kernels)
      throws IOException {
    return KoElectra.with(
        directory,
        ElectraForSequenceClassification::fromPretrained,
        kernels,
        koElectra -> new TextClassification(koElectra, options));
  }

  /** Classifies a text. */
  public Classification classify(String text) {
    return texts.run(text);
  }

  /** Classifies a pair of texts. */
  public Classification classify(String text, String pair) {
    return pairs.run(new TextPair(text, pair));
  }

  /** Classifies several texts. */
  public List<Classification> classify(List<String> several) {
    return texts.run(several);
  }

  /** Classifies a stream of texts, lazily. */
  public Stream<Classification> classify(Stream<String> many) {
    return texts.run(many);
  }

  /** The same for texts of which some may not be fit to be classified. */
  public Pipeline<String, Classification> pipeline() {
    return texts;
  }

  /** The same for pairs of texts. */
  public Pipeline<TextPair, Classification> pairs() {
    return pairs;
  }

  /** The same with something made of the labels of each pair. */
  <R> Pipeline<TextPair, R> pairs(Function<Classification, R> made) {
    Task<TextPair, Classification> task = this::prepare;
    return new Pipeline<>(task.then(made), koElectra::sequenceRows, options.inputs());
  }

  /** The labels of the model, by their ids. */
  public List<String> labels() {
    return labels;
  }

  private Prepared<Classification> prepare(String text) {
    return new Input(encoder.encode(encoder.read(text)));
  }

  private Prepared<Classification> prepare(TextPair pair) {
    return new Input(encoder.encode(encoder.read(pair.text()), encoder.read(pair.pair())));
  }

  /** A text or a pair that is read. */
  private final class Input implements Prepared<Classification> {
    private final Encoded encoded;

    Input(Encoded encoded) {
      this.encoded = encoded;
    }

    @Override
    public List<Encoding> encodings() {
      return encoded.windows();
    }

    @Override
    public Classification result(List<Tensor> outputs) {
      double[] scores = WindowMean.of(encoded.windows(), outputs, function::scores);
      List<ScoredLabel> scored =
          ScoredLabel.ranked(labels, scores).stream()
              .filter(l -> l.score() >= options.threshold().orElse(Double.NEGATIVE_INFINITY))
              .limit(options.topK().orElse(scores.length))
              .toList();
      return new Classification(scored, encoded.truncated());
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
    return koElectra.warmUp();
  }

  /** Gives back the model's files. */
  @Override
  public void close() {
    koElectra.close();
  }
}
