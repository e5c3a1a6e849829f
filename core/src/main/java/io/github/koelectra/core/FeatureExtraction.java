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
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The last hidden states of texts: transformers' feature-extraction pipeline. For one vector a text
 * see {@link SentenceEmbedding}.
 *
 * <pre>{@code
 * try (FeatureExtraction extraction = FeatureExtraction.fromPretrained(name)) { // or a directory
 *   Features features = extraction.extract("한국어 ELECTRA를 공유합니다.");
 *   Tensor hiddenStates = features.hiddenStates(); // [tokens, hidden]
 * }
 * }</pre>
 *
 * <p>A long text is refused unless the options say otherwise. In windows, a token's hidden state is
 * that of the window in which it has most context. Safe to share between threads.
 */
public final class FeatureExtraction implements AutoCloseable {
  private final KoElectra<ElectraModel> koElectra;
  private final TextEncoder encoder;
  private final Pipeline<String, Features> pipeline;

  private FeatureExtraction(KoElectra<ElectraModel> koElectra, InputOptions inputs) {
    this.koElectra = koElectra;
    encoder = TextEncoder.of(koElectra, inputs);
    pipeline =
        new Pipeline<>(
            text -> new Input(encoder.encode(encoder.read(text))), koElectra::tokenRows, inputs);
  }

  /**
   * The features of a text.
   *
   * @param tokens its tokens as the vocabulary spells them, with the special ones at both ends
   * @param hiddenStates a row for each [tokens, hidden], the caller's own
   * @param truncated whether the end of the text was left out
   */
  public record Features(List<String> tokens, Tensor hiddenStates, boolean truncated) {
    /** Copies the tokens. */
    public Features {
      tokens = List.copyOf(tokens);
    }
  }

  /**
   * Opens an encoder, from a directory or by its name on the hub, as {@link
   * KoElectra#fromPretrained(String)} does. Long texts are refused.
   *
   * @throws IOException if it cannot be had, or a file is missing or malformed
   */
  public static FeatureExtraction fromPretrained(String nameOrDirectory) throws IOException {
    return fromPretrained(nameOrDirectory, InputOptions.of(LongInput.ERROR));
  }

  /** Opens an encoder that reads texts as the options say. */
  public static FeatureExtraction fromPretrained(String nameOrDirectory, InputOptions inputs)
      throws IOException {
    return open(ModelDirectory.find(nameOrDirectory), inputs, Kernels.best());
  }

  /**
   * Opens an encoder's directory with the given kernels.
   *
   * @throws IOException if a file is missing or malformed
   */
  public static FeatureExtraction open(Path directory, InputOptions inputs, Kernels kernels)
      throws IOException {
    return KoElectra.with(
        directory,
        ElectraModel::fromPretrained,
        kernels,
        koElectra -> new FeatureExtraction(koElectra, inputs));
  }

  /**
   * The features of a text.
   *
   * @throws IllegalArgumentException if it is too long
   */
  public Features extract(String text) {
    return pipeline.run(text);
  }

  /** The features of several texts. */
  public List<Features> extract(List<String> several) {
    return pipeline.run(several);
  }

  /** The features of a stream of texts, lazily. */
  public Stream<Features> extract(Stream<String> many) {
    return pipeline.run(many);
  }

  /** The same for texts of which some may be too long. */
  public Pipeline<String, Features> pipeline() {
    return pipeline;
  }

  /** A text that is read. */
  private final class Input implements Prepared<Features> {
    private final Encoded encoded;

    Input(Encoded encoded) {
      this.encoded = encoded;
    }

    @Override
    public List<Encoding> encodings() {
      return encoded.windows();
    }

    @Override
    public Features result(List<Tensor> outputs) {
      Encoding first = encoded.windows().getFirst();
      return encoded.windows().size() == 1
          ? new Features(first.tokens(), outputs.getFirst().copy(), encoded.truncated())
          : joined(outputs);
    }

    private Features joined(List<Tensor> outputs) {
      List<Encoding> windows = encoded.windows();
      WindowedTokens tokens = new WindowedTokens(windows, encoder.stride());
      int hidden = outputs.getFirst().columns();
      Tensor joined = Tensor.zeros(tokens.size() + 2, hidden);
      List<String> names = new ArrayList<>();
      copy(outputs.getFirst(), 0, joined, 0);
      names.add(windows.getFirst().token(0));
      for (int i = 0; i < tokens.size(); i++) {
        int window = tokens.window(i);
        int row = tokens.row(i, window);
        copy(outputs.get(window), row, joined, i + 1);
        names.add(windows.get(window).token(row));
      }
      int last = windows.getLast().size() - 1;
      copy(outputs.getLast(), last, joined, joined.rows() - 1);
      names.add(windows.getLast().token(last));
      return new Features(names, joined, false);
    }

    private static void copy(Tensor from, int row, Tensor to, int place) {
      System.arraycopy(
          from.array(),
          from.rows(row, row + 1).offset(),
          to.array(),
          to.rows(place, place + 1).offset(),
          from.columns());
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
