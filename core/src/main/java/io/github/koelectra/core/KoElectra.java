package io.github.koelectra.core;

import io.github.koelectra.electra.ElectraConfig;
import io.github.koelectra.electra.Pretrained;
import io.github.koelectra.electra.TaskModel;
import io.github.koelectra.electra.TokenBatch;
import io.github.koelectra.electra.Trace;
import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.tokenizer.ElectraTokenizer;
import io.github.koelectra.tokenizer.EncodeOptions;
import io.github.koelectra.tokenizer.EncodeOptions.Truncation;
import io.github.koelectra.tokenizer.Encoding;
import io.github.koelectra.tokenizer.VocabularyException;
import io.github.koelectra.weights.WeightFormatException;
import io.github.koelectra.weights.WeightFormatException.Kind;
import io.github.koelectra.weights.hub.ModelDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * An open model: its tokenizer and its model, which belong together.
 *
 * <pre>{@code
 * String name = "monologg/koelectra-base-v3-discriminator"; // or a directory
 * try (KoElectra<ElectraModel> koelectra =
 *     KoElectra.fromPretrained(name, ElectraModel::fromPretrained)) {
 *   Encoding encoding = koelectra.encode("한국어 ELECTRA를 공유합니다.");
 *   Tensor lastHiddenState = koelectra.run(encoding); // [tokens, hidden]
 * }
 * }</pre>
 *
 * <p>Safe to share between threads.
 *
 * @param <M> the encoder, or the encoder with a head
 */
public final class KoElectra<M extends TaskModel> implements AutoCloseable {
  private static final String SAMPLE = "한국어 ELECTRA를 공유합니다. ";
  private static final int SHORT_PASSES = 20;
  private static final int LONG_PASSES = 3;
  private static final int LONG = 128;

  private final ElectraTokenizer tokenizer;
  private final M model;
  private final Kernels kernels;

  private KoElectra(ElectraTokenizer tokenizer, M model, Kernels kernels) {
    this.tokenizer = tokenizer;
    this.model = model;
    this.kernels = kernels;
  }

  /** Opens a model of one kind. */
  @FunctionalInterface
  public interface Loader<M> {
    /** The model in {@code directory}, computed by {@code kernels}. */
    M load(Path directory, Kernels kernels) throws IOException;
  }

  /**
   * Opens a model with the head that its files call for, and the fastest kernels of this JVM.
   *
   * @param nameOrDirectory a directory, which is taken as it is; the name of a model in a jar, such
   *     as {@code koelectra-nano} with the jar of that name; or a model of the hub as {@code
   *     ORGANISATION/NAME} or {@code ORGANISATION/NAME@REVISION}, from Hugging Face's cache or
   *     downloaded into it, as the environment's {@code HF_…} variables say
   * @throws io.github.koelectra.weights.hub.HubException if it cannot be had from the hub
   * @throws IOException if a file is missing or malformed, or vocabulary and model do not fit
   */
  public static KoElectra<TaskModel> fromPretrained(String nameOrDirectory) throws IOException {
    return fromPretrained(nameOrDirectory, KoElectra::withItsHead);
  }

  /**
   * Opens a model of a kind, found as {@link #fromPretrained(String)} does.
   *
   * @throws io.github.koelectra.weights.hub.HubException if it cannot be had from the hub
   * @throws IOException if a file is missing or malformed, or vocabulary and model do not fit
   */
  public static <M extends TaskModel> KoElectra<M> fromPretrained(
      String nameOrDirectory, Loader<M> loader) throws IOException {
    return open(ModelDirectory.find(nameOrDirectory), loader);
  }

  /**
   * Opens a model directory with the head that its files call for.
   *
   * @throws IOException if a file is missing or malformed, or vocabulary and model do not fit
   */
  public static KoElectra<TaskModel> open(Path directory, Kernels kernels) throws IOException {
    return open(directory, KoElectra::withItsHead, kernels);
  }

  private static TaskModel withItsHead(Path directory, Kernels kernels) throws IOException {
    return Pretrained.head(directory).load(directory, kernels);
  }

  /**
   * Opens a model directory with the fastest kernels of this JVM.
   *
   * @throws IOException if a file is missing or malformed, or vocabulary and model do not fit
   */
  public static <M extends TaskModel> KoElectra<M> open(Path directory, Loader<M> loader)
      throws IOException {
    return open(directory, loader, Kernels.best());
  }

  /** Opens a model directory with the given kernels. */
  public static <M extends TaskModel> KoElectra<M> open(
      Path directory, Loader<M> loader, Kernels kernels) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new WeightFormatException(Kind.MISSING, directory + ": no such model directory");
    }
    ElectraConfig config = ElectraConfig.read(directory);
    ElectraTokenizer tokenizer = ElectraTokenizer.fromPretrained(directory);
    int tokens = tokenizer.vocabulary().size();
    if (tokens != config.vocabSize()) {
      throw new VocabularyException(
          directory
              + ": the vocabulary has "
              + tokens
              + " tokens, but the model "
              + config.vocabSize()
              + " embeddings; take the vocabulary that was published with the model");
    }
    return new KoElectra<>(tokenizer, loader.load(directory, kernels), kernels);
  }

  /** What a pipeline makes of an open model; the model is closed if it cannot be made. */
  static <M extends TaskModel, P> P with(
      Path directory, Loader<M> loader, Kernels kernels, Function<KoElectra<M>, P> pipeline)
      throws IOException {
    KoElectra<M> koElectra = open(directory, loader, kernels);
    try {
      return pipeline.apply(koElectra);
    } catch (RuntimeException e) {
      koElectra.close();
      throw e;
    }
  }

  /** The tokenizer. */
  public ElectraTokenizer tokenizer() {
    return tokenizer;
  }

  /** The model. */
  public M model() {
    return model;
  }

  /**
   * Encodes a text that must fit the model.
   *
   * @throws IllegalArgumentException if it has more tokens than the model has positions
   */
  public Encoding encode(String text) {
    Encoding encoding = tokenizer.encode(text);
    int limit = model.config().maxPositionEmbeddings();
    if (encoding.size() > limit) {
      throw new IllegalArgumentException(
          "the text has "
              + encoding.size()
              + " tokens, but the model takes "
              + limit
              + "; shorten it, or have it cut by a maximum length (--max-length "
              + limit
              + ")");
    }
    return encoding;
  }

  /** Encodes a text, cut to {@code maxLength} tokens; the encoding says whether it was. */
  public Encoding encode(String text, int maxLength) {
    int limit = Math.min(maxLength, model.config().maxPositionEmbeddings());
    return tokenizer.encode(
        text, EncodeOptions.DEFAULT.withTruncation(limit, Truncation.LONGEST_FIRST));
  }

  /** Runs the model on one text: a row per token, or one row for sequence classification. */
  public Tensor run(Encoding encoding) {
    return run(List.of(encoding));
  }

  /** Runs the model on one text with somebody looking on, at its attention for example. */
  public Tensor run(Encoding encoding, Trace trace) {
    return model.run(batch(List.of(encoding)), trace);
  }

  /** Runs the model on several texts, packed without padding, their rows one behind the other. */
  public Tensor run(List<Encoding> encodings) {
    return model.run(batch(encodings));
  }

  static TokenBatch batch(List<Encoding> encodings) {
    int[][] ids = encodings.stream().map(Encoding::ids).toArray(int[][]::new);
    int[][] types = encodings.stream().map(Encoding::typeIds).toArray(int[][]::new);
    int[][] masks = encodings.stream().map(Encoding::attentionMask).toArray(int[][]::new);
    return TokenBatch.padded(ids, types, masks);
  }

  /** The rows of each of several texts without padding: of its tokens [tokens, columns]. */
  List<Tensor> tokenRows(List<Encoding> encodings) {
    return slices(run(encodings), encodings.stream().mapToInt(Encoding::size));
  }

  /** The row of each of several texts [1, columns], of a model that has one for each. */
  List<Tensor> sequenceRows(List<Encoding> encodings) {
    return slices(run(encodings), encodings.stream().mapToInt(_ -> 1));
  }

  /** Views of rows that lie one behind the other, so many in each. */
  static List<Tensor> slices(Tensor rows, IntStream counts) {
    List<Tensor> slices = new ArrayList<>();
    int begin = 0;
    for (int count : counts.toArray()) {
      slices.add(rows.rows(begin, begin + count));
      begin += count;
    }
    return slices;
  }

  /**
   * Makes the model ready, so that the first request to a server, or the first run of a benchmark,
   * is as fast as those that follow: waits until the fastest kernels are in use, as {@link
   * Kernels#warmUp} does, and runs the model on a few texts. Results are the same with and without.
   * Takes about two seconds of a free processor the first time in a process, and may be called from
   * several threads.
   *
   * @return whether the fastest kernels that this JVM has are in use
   * @throws InterruptedException if the thread is interrupted meanwhile
   */
  public boolean warmUp() throws InterruptedException {
    boolean fastest = kernels.warmUp();
    pass(SAMPLE, fastest ? SHORT_PASSES : 1);
    if (fastest) {
      pass(SAMPLE.repeat(LONG), LONG_PASSES);
    }
    return fastest;
  }

  private void pass(String text, int times) throws InterruptedException {
    for (int i = 0; i < times; i++) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      run(encode(text, LONG));
    }
  }

  /** Gives back the model's files. */
  @Override
  public void close() {
    model.close();
  }
}
