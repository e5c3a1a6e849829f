package io.github.koelectra.core;

import io.github.koelectra.core.Task.Prepared;
import io.github.koelectra.core.TextEncoder.Encoded;
import io.github.koelectra.electra.ElectraModel;
import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.tokenizer.Encoding;
import io.github.koelectra.weights.hub.ModelDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * One vector for each text, pooled from the last hidden states of all its tokens, special ones
 * counted, as in Sentence-BERT (Reimers and Gurevych, 2019). What a model that was only pretrained
 * gives is of little use: take one that was trained for similarity.
 *
 * <pre>{@code
 * try (SentenceEmbedding embedding = SentenceEmbedding.fromPretrained(name)) { // or a directory
 *   float[] vector = embedding.embed("한국어 문장을 벡터로 바꿉니다.").vector(); // [hidden]
 * }
 * }</pre>
 *
 * <p>A long text is truncated unless the options say otherwise, and its result says so. Safe to
 * share between threads.
 */
public final class SentenceEmbedding implements AutoCloseable {
  private final KoElectra<ElectraModel> koElectra;
  private final Options options;
  private final TextEncoder encoder;
  private final Pipeline<String, Embedding> pipeline;

  private SentenceEmbedding(KoElectra<ElectraModel> koElectra, Options options) {
    this.koElectra = koElectra;
    this.options = options;
    encoder = TextEncoder.of(koElectra, options.inputs());
    pipeline =
        new Pipeline<>(
            text -> new Input(encoder.encode(encoder.read(text))), this::pooled, options.inputs());
  }

  /** What becomes the vector of a sequence. */
  public enum Pooling {
    /** The hidden state of the first token. */
    CLS,
    /** The mean of all hidden states. */
    MEAN,
    /** The greatest of each feature. */
    MAX
  }

  /**
   * What vectors should be. Immutable; the {@code with} methods return changed copies.
   *
   * @param inputs how texts are read; long ones are truncated by default
   * @param pooling what becomes the vector of a sequence
   * @param normalize whether vectors have the length 1
   */
  public record Options(InputOptions inputs, Pooling pooling, boolean normalize) {
    /** The mean, of length 1, of long texts truncated. */
    public static final Options DEFAULT =
        new Options(InputOptions.of(LongInput.TRUNCATE), Pooling.MEAN, true);

    /** With texts read so. */
    public Options withInputs(InputOptions read) {
      return new Options(read, pooling, normalize);
    }

    /** With vectors pooled so. */
    public Options withPooling(Pooling pooled) {
      return new Options(inputs, pooled, normalize);
    }

    /** With vectors as they are pooled. */
    public Options withoutNormalization() {
      return new Options(inputs, pooling, false);
    }
  }

  /**
   * The vector of a text.
   *
   * @param vector [hidden], the caller's own
   * @param truncated whether the end of the text was left out
   */
  public record Embedding(float[] vector, boolean truncated) {}

  /**
   * Opens an encoder, from a directory or by its name on the hub, as {@link
   * KoElectra#fromPretrained(String)} does.
   *
   * @throws IOException if it cannot be had, or a file is missing or malformed
   */
  public static SentenceEmbedding fromPretrained(String nameOrDirectory) throws IOException {
    return fromPretrained(nameOrDirectory, Options.DEFAULT);
  }

  /** Opens an encoder whose vectors are as the options say. */
  public static SentenceEmbedding fromPretrained(String nameOrDirectory, Options options)
      throws IOException {
    return open(ModelDirectory.find(nameOrDirectory), options, Kernels.best());
  }

  /**
   * Opens an encoder's directory with the given kernels.
   *
   * @throws IOException if a file is missing or malformed
   */
  public static SentenceEmbedding open(Path directory, Options options, Kernels kernels)
      throws IOException {
    return KoElectra.with(
        directory,
        ElectraModel::fromPretrained,
        kernels,
        koElectra -> new SentenceEmbedding(koElectra, options));
  }

  /** The vector of a text. */
  public Embedding embed(String text) {
    return pipeline.run(text);
  }

  /** The vectors of several texts. */
  public List<Embedding> embed(List<String> several) {
    return pipeline.run(several);
  }

  /** The vectors of a stream of texts, lazily. */
  public Stream<Embedding> embed(Stream<String> many) {
    return pipeline.run(many);
  }

  /** The same for texts of which some may not be fit to be embedded. */
  public Pipeline<String, Embedding> pipeline() {
    return pipeline;
  }

  /** A pipeline over pairs of texts, of which {@code compared} makes something. */
  <R> Pipeline<TextPair, R> pairs(Comparison<R> compared) {
    return new Pipeline<>(
        pair -> {
          Input text = new Input(encoder.encode(encoder.read(pair.text())));
          Input other = new Input(encoder.encode(encoder.read(pair.pair())));
          return new Pair<>(text, other, compared);
        },
        this::pooled,
        options.inputs());
  }

  /** What is made of the embeddings of two texts. */
  @FunctionalInterface
  interface Comparison<R> {
    R of(Embedding text, Embedding pair);
  }

  /** Two texts that are read. */
  private record Pair<R>(Input text, Input pair, Comparison<R> compared) implements Prepared<R> {
    @Override
    public List<Encoding> encodings() {
      return Stream.concat(text.encodings().stream(), pair.encodings().stream()).toList();
    }

    @Override
    public R result(List<Tensor> outputs) {
      int windows = text.encodings().size();
      return compared.of(
          text.result(outputs.subList(0, windows)),
          pair.result(outputs.subList(windows, outputs.size())));
    }
  }

  /** Pools as soon as a batch is done, so that no hidden states pile up. */
  private List<Tensor> pooled(List<Encoding> batch) {
    return koElectra.tokenRows(batch).stream().map(this::pooled).toList();
  }

  private Tensor pooled(Tensor hiddenStates) {
    int hidden = hiddenStates.columns();
    Tensor pooled = Tensor.zeros(1, hidden);
    for (int h = 0; h < hidden; h++) {
      pooled.array()[h] = (float) pooled(hiddenStates, h);
    }
    return pooled;
  }

  private double pooled(Tensor hiddenStates, int feature) {
    double sum = 0;
    double greatest = Double.NEGATIVE_INFINITY;
    for (int t = 0; t < hiddenStates.rows(); t++) {
      double state = hiddenStates.get(t, feature);
      sum += state;
      greatest = Math.max(greatest, state);
    }
    return switch (options.pooling()) {
      case CLS -> hiddenStates.get(0, feature);
      case MEAN -> sum / hiddenStates.rows();
      case MAX -> greatest;
    };
  }

  /** A text that is read. */
  private final class Input implements Prepared<Embedding> {
    private final Encoded encoded;

    Input(Encoded encoded) {
      this.encoded = encoded;
    }

    @Override
    public List<Encoding> encodings() {
      return encoded.windows();
    }

    @Override
    public Embedding result(List<Tensor> outputs) {
      double[] vector = WindowMean.of(encoded.windows(), outputs, ScoreFunction.NONE::scores);
      double length = 0;
      for (double number : vector) {
        length += number * number;
      }
      double scale = options.normalize() && length > 0 ? 1 / Math.sqrt(length) : 1;
      float[] floats = new float[vector.length];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = (float) (vector[i] * scale);
      }
      return new Embedding(floats, encoded.truncated());
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
