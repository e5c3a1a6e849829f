package io.github.koelectra.core;

import io.github.koelectra.core.TextClassification.Classification;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.weights.hub.ModelDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Scores of pairs of texts that a model reads together: how well a text answers a query, whether
 * two questions mean the same, how alike two sentences are. The score is that of the model's only
 * label, or of one that is chosen: made by its configuration's function, as in {@link
 * TextClassification}.
 *
 * <pre>{@code
 * try (CrossEncoder ranking = CrossEncoder.fromPretrained(name)) { // or a directory
 *   List<RankedText> found = ranking.rank("환불 방법", List.of("배송 조회", "결제 취소하기"));
 * }
 * }</pre>
 *
 * <p>A long pair is truncated unless the options say otherwise. Safe to share between threads.
 */
public final class CrossEncoder implements AutoCloseable {
  private final TextClassification classification;
  private final Pipeline<TextPair, PairScore> pipeline;

  private CrossEncoder(TextClassification classification, String label) {
    this.classification = classification;
    pipeline = classification.pairs(found -> scoreOf(label, found));
  }

  /**
   * What is scored. Immutable; the {@code with} methods return changed copies.
   *
   * @param inputs how texts are read; long ones are truncated by default
   * @param label the label whose score it is; empty: the only one
   * @param function what makes scores of logits; empty: what the model's configuration calls for
   */
  public record Options(
      InputOptions inputs, Optional<String> label, Optional<ScoreFunction> function) {
    /** The only label, long pairs truncated. */
    public static final Options DEFAULT =
        new Options(InputOptions.of(LongInput.TRUNCATE), Optional.empty(), Optional.empty());

    /** With texts read so. */
    public Options withInputs(InputOptions read) {
      return new Options(read, label, function);
    }

    /** With the score of this label. */
    public Options withLabel(String scored) {
      return new Options(inputs, Optional.of(scored), function);
    }

    /** With scores made so. */
    public Options withFunction(ScoreFunction made) {
      return new Options(inputs, label, Optional.of(made));
    }

    private TextClassification.Options forAllLabels() {
      TextClassification.Options all = TextClassification.Options.DEFAULT.withInputs(inputs);
      return function.map(all::withFunction).orElse(all);
    }
  }

  /**
   * Opens a sequence classifier, from a directory or by its name on the hub, as {@link
   * KoElectra#fromPretrained(String)} does.
   *
   * @throws IOException if it cannot be had, or a file is missing or malformed
   * @throws IllegalArgumentException if it has several labels and none is chosen, or not that one
   */
  public static CrossEncoder fromPretrained(String nameOrDirectory) throws IOException {
    return fromPretrained(nameOrDirectory, Options.DEFAULT);
  }

  /** Opens a sequence classifier that scores as the options say. */
  public static CrossEncoder fromPretrained(String nameOrDirectory, Options options)
      throws IOException {
    return open(ModelDirectory.find(nameOrDirectory), options, Kernels.best());
  }

  /** Opens a sequence classifier's directory with the given kernels. */
  public static CrossEncoder open(Path directory, Options options, Kernels kernels)
      throws IOException {
    TextClassification classification =
        TextClassification.open(directory, options.forAllLabels(), kernels);
    try {
      return new CrossEncoder(classification, chosen(classification, options.label()));
    } catch (RuntimeException e) {
      classification.close();
      throw e;
    }
  }

  private static String chosen(TextClassification classification, Optional<String> label) {
    List<String> labels = classification.labels();
    if (label.isEmpty() && labels.size() == 1) {
      return labels.getFirst();
    }
    if (label.isEmpty()) {
      throw new IllegalArgumentException(
          "the model has several labels, " + labels + "; choose the one to score (--label)");
    }
    if (!labels.contains(label.get())) {
      throw new IllegalArgumentException(
          "the model has no label \"" + label.get() + "\"; it has " + labels);
    }
    return label.get();
  }

  /** The score of a pair of texts. */
  public PairScore score(String text, String pair) {
    return pipeline.run(new TextPair(text, pair));
  }

  /** The scores of several pairs of texts. */
  public List<PairScore> score(List<TextPair> pairs) {
    return pipeline.run(pairs);
  }

  /** The scores of a stream of pairs, lazily. */
  public Stream<PairScore> score(Stream<TextPair> pairs) {
    return pipeline.run(pairs);
  }

  /** The texts by their scores beside the query, the best first. */
  public List<RankedText> rank(String query, List<String> texts) {
    return RankedText.ranked(
        texts, score(texts.stream().map(text -> new TextPair(query, text)).toList()));
  }

  /** The same for pairs of which some may not be fit to be scored. */
  public Pipeline<TextPair, PairScore> pipeline() {
    return pipeline;
  }

  private static PairScore scoreOf(String label, Classification found) {
    double score =
        found.labels().stream()
            .filter(l -> l.label().equals(label))
            .mapToDouble(ScoredLabel::score)
            .findFirst()
            .orElseThrow();
    return new PairScore(score, found.truncated());
  }

  /**
   * Waits until the fastest kernels are in use and runs the model a few times, as {@link
   * KoElectra#warmUp} does.
   *
   * @return whether the fastest kernels are in use
   * @throws InterruptedException if the thread is interrupted meanwhile
   */
  public boolean warmUp() throws InterruptedException {
    return classification.warmUp();
  }

  /** Gives back the model's files. */
  @Override
  public void close() {
    classification.close();
  }
}
