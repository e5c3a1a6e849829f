package io.github.koelectra.core;

import io.github.koelectra.core.Task.Prepared;
import io.github.koelectra.core.TextClassification.Classification;
import io.github.koelectra.core.TextEncoder.Encoded;
import io.github.koelectra.electra.ElectraConfig;
import io.github.koelectra.electra.ElectraForSequenceClassification;
import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.tokenizer.EncodeOptions.Truncation;
import io.github.koelectra.tokenizer.Encoding;
import io.github.koelectra.weights.hub.ModelDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Labels of texts that no model was trained for, by one that tells whether a text entails another,
 * such as one fine-tuned on KorNLI: each label becomes a hypothesis (Yin, Hay and Roth, 2019). The
 * scores are those of transformers' zero-shot-classification pipeline.
 *
 * <pre>{@code
 * try (ZeroShotClassification topics = ZeroShotClassification.fromPretrained(name)) {
 *   topics.classify("손흥민이 결승골을 넣었다", List.of("스포츠", "정치", "경제")).label();
 * }
 * }</pre>
 *
 * <p>A long text is truncated unless the options say otherwise, and its result says so. Safe to
 * share between threads.
 */
public final class ZeroShotClassification implements AutoCloseable {
  private final KoElectra<ElectraForSequenceClassification> koElectra;
  private final Options options;
  private final TextEncoder encoder;
  private final int entailment;

  private ZeroShotClassification(
      KoElectra<ElectraForSequenceClassification> koElectra, Options options) {
    this.koElectra = koElectra;
    this.options = options;
    encoder = TextEncoder.of(koElectra, options.inputs());
    entailment = entailment(koElectra.model().config());
  }

  /**
   * What is asked of the model. Immutable; the {@code with} methods return changed copies.
   *
   * @param inputs how texts are read; long ones are truncated by default
   * @param hypothesisTemplate what is said of a text, with {@code {}} in place of the label
   * @param multiLabel whether several labels may fit, each by itself, or just one
   */
  public record Options(InputOptions inputs, String hypothesisTemplate, boolean multiLabel) {
    private static final String PLACE = "{}";

    /** One label fits, said in Korean, long texts truncated. */
    public static final Options DEFAULT =
        new Options(InputOptions.of(LongInput.TRUNCATE), "이 글은 {}에 관한 내용이다.", false);

    /** Checks the template. */
    public Options {
      if (!hypothesisTemplate.contains(PLACE)) {
        throw new IllegalArgumentException(
            "the hypothesis template \""
                + hypothesisTemplate
                + "\" has no {} in place of the label");
      }
    }

    /** With texts read so. */
    public Options withInputs(InputOptions read) {
      return new Options(read, hypothesisTemplate, multiLabel);
    }

    /** With this said of a text. */
    public Options withHypothesisTemplate(String template) {
      return new Options(inputs, template, multiLabel);
    }

    /** With each label by itself. */
    public Options withMultiLabel() {
      return new Options(inputs, hypothesisTemplate, true);
    }

    private Reading hypothesis(String label, TextEncoder encoder) {
      return encoder.read(hypothesisTemplate.replace(PLACE, label));
    }
  }

  private static int entailment(ElectraConfig config) {
    return IntStream.range(0, config.numLabels())
        .filter(id -> config.label(id).toLowerCase(Locale.ROOT).startsWith("entail"))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the model has no label that begins with \"entail\", but "
                        + config.labels()
                        + "; take one that was fine-tuned for inference, such as on KorNLI, and"
                        + " name its labels in config.json (id2label)"));
  }

  /**
   * Opens a model of inference, from a directory or by its name on the hub, as {@link
   * KoElectra#fromPretrained(String)} does.
   *
   * @throws IOException if it cannot be had, or a file is missing or malformed
   * @throws IllegalArgumentException if none of its labels begins with "entail"
   */
  public static ZeroShotClassification fromPretrained(String nameOrDirectory) throws IOException {
    return fromPretrained(nameOrDirectory, Options.DEFAULT);
  }

  /** Opens a model of inference that is asked as the options say. */
  public static ZeroShotClassification fromPretrained(String nameOrDirectory, Options options)
      throws IOException {
    return open(ModelDirectory.find(nameOrDirectory), options, Kernels.best());
  }

  /** Opens the directory of a model of inference with the given kernels. */
  public static ZeroShotClassification open(Path directory, Options options, Kernels kernels)
      throws IOException {
    return KoElectra.with(
        directory,
        ElectraForSequenceClassification::fromPretrained,
        kernels,
        koElectra -> new ZeroShotClassification(koElectra, options));
  }

  /** How well each label fits a text, the best first. */
  public Classification classify(String text, List<String> labels) {
    return pipeline(labels).run(text);
  }

  /** How well each label fits each of several texts. */
  public List<Classification> classify(List<String> several, List<String> labels) {
    return pipeline(labels).run(several);
  }

  /** How well each label fits each text of a stream, lazily. */
  public Stream<Classification> classify(Stream<String> many, List<String> labels) {
    return pipeline(labels).run(many);
  }

  /**
   * The same for texts of which some may not be fit to be classified.
   *
   * @throws IllegalArgumentException if there is no label
   */
  public Pipeline<String, Classification> pipeline(List<String> labels) {
    if (labels.isEmpty()) {
      throw new IllegalArgumentException("at least one label is needed to choose from");
    }
    List<String> own = List.copyOf(labels);
    return new Pipeline<>(text -> prepare(text, own), koElectra::sequenceRows, options.inputs());
  }

  private Prepared<Classification> prepare(String text, List<String> labels) {
    Reading premise = encoder.read(text);
    return new Input(
        labels,
        labels.stream()
            .map(
                l -> encoder.encode(premise, options.hypothesis(l, encoder), Truncation.ONLY_FIRST))
            .toList());
  }

  /** A text that is read beside a hypothesis for each label. */
  private final class Input implements Prepared<Classification> {
    private final List<String> labels;
    private final List<Encoded> hypotheses;

    Input(List<String> labels, List<Encoded> hypotheses) {
      this.labels = labels;
      this.hypotheses = hypotheses;
    }

    @Override
    public List<Encoding> encodings() {
      return hypotheses.stream().flatMap(h -> h.windows().stream()).toList();
    }

    @Override
    public Classification result(List<Tensor> outputs) {
      List<float[]> logits = new ArrayList<>();
      int begin = 0;
      for (Encoded hypothesis : hypotheses) {
        int end = begin + hypothesis.windows().size();
        logits.add(mean(hypothesis.windows(), outputs.subList(begin, end)));
        begin = end;
      }
      return new Classification(
          ScoredLabel.ranked(labels, scores(logits)),
          hypotheses.stream().anyMatch(Encoded::truncated));
    }
  }

  private static float[] mean(List<Encoding> windows, List<Tensor> outputs) {
    double[] mean = WindowMean.of(windows, outputs, ScoreFunction.NONE::scores);
    float[] floats = new float[mean.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) mean[i];
    }
    return floats;
  }

  /** For one label that fits: of all; for several: of each against its contradiction. */
  private double[] scores(List<float[]> logits) {
    if (options.multiLabel() || logits.size() == 1) {
      return logits.stream().mapToDouble(this::againstContradiction).toArray();
    }
    float[] entailments = new float[logits.size()];
    for (int i = 0; i < entailments.length; i++) {
      entailments[i] = logits.get(i)[entailment];
    }
    return ScoreFunction.softmax(entailments);
  }

  private double againstContradiction(float[] logits) {
    int contradiction = entailment == 0 ? logits.length - 1 : 0;
    return ScoreFunction.softmax(new float[] {logits[contradiction], logits[entailment]})[1];
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
