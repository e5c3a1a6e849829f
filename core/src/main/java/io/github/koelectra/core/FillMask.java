package io.github.koelectra.core;

import io.github.koelectra.core.Task.Prepared;
import io.github.koelectra.core.TextEncoder.Encoded;
import io.github.koelectra.electra.ElectraForMaskedLM;
import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.tokenizer.ElectraTokenizer;
import io.github.koelectra.tokenizer.Encoding;
import io.github.koelectra.weights.hub.ModelDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Guesses the words behind the {@code [MASK]}s of a text with a generator: transformers' fill-mask
 * pipeline.
 *
 * <pre>{@code
 * String name = "monologg/koelectra-base-v3-generator"; // or a directory
 * try (FillMask generator = FillMask.fromPretrained(name)) {
 *   Filled filled = generator.fill("나는 어제 밥을 [MASK].");
 *   filled.predictions().forEach(p -> System.out.println(p.tokenText() + " " + p.score()));
 * }
 * }</pre>
 *
 * <p>A long text is refused unless the options say otherwise. Safe to share between threads.
 */
public final class FillMask implements AutoCloseable {
  private final KoElectra<ElectraForMaskedLM> koElectra;
  private final TextEncoder encoder;
  private final MaskedWords masks;
  private final Pipeline<String, Filled> pipeline;

  private FillMask(KoElectra<ElectraForMaskedLM> koElectra, Options options) {
    this.koElectra = koElectra;
    encoder = TextEncoder.of(koElectra, options.inputs());
    masks = new MaskedWords(koElectra);
    List<Integer> targets = masks.ids(options.targets());
    pipeline =
        new Pipeline<>(
            text -> new Input(encoder.encode(encoder.read(text))),
            batch -> best(batch, options.topK(), targets),
            options.inputs());
  }

  /**
   * What to guess. Immutable; the {@code with} methods return changed copies.
   *
   * @param inputs how texts are read; long ones are refused by default
   * @param topK how many guesses for each mask
   * @param targets the words to choose from, each standing for its first token if it has several;
   *     empty: the whole vocabulary
   */
  public record Options(InputOptions inputs, int topK, List<String> targets) {
    /** The five best of all words, long texts refused. */
    public static final Options DEFAULT =
        new Options(InputOptions.of(LongInput.ERROR), 5, List.of());

    /** Copies the targets and checks the number of guesses. */
    public Options {
      targets = List.copyOf(targets);
      if (topK < 1) {
        throw new IllegalArgumentException("top-k must be at least 1, not " + topK);
      }
    }

    /** With texts read so. */
    public Options withInputs(InputOptions read) {
      return new Options(read, topK, targets);
    }

    /** With so many guesses. */
    public Options withTopK(int guesses) {
      return new Options(inputs, guesses, targets);
    }

    /** With one of these words. */
    public Options withTargets(List<String> words) {
      return new Options(inputs, topK, words);
    }
  }

  /**
   * A guess.
   *
   * @param score its probability
   * @param token its id: transformers' {@code token}
   * @param tokenText its text: {@code token_str}
   * @param sequence the text with it in place of the mask, as its tokens are written: {@code
   *     sequence}
   */
  public record Prediction(double score, int token, String tokenText, String sequence) {}

  /**
   * What was guessed in a text.
   *
   * @param masks for each mask its guesses, the best first
   * @param truncated whether the end of the text, and masks in it, was left out
   */
  public record Filled(List<List<Prediction>> masks, boolean truncated) {
    /** Copies the guesses. */
    public Filled {
      masks = masks.stream().map(List::copyOf).toList();
    }

    /** The guesses for the first mask. */
    public List<Prediction> predictions() {
      return masks.getFirst();
    }
  }

  /**
   * Opens a generator, from a directory or by its name on the hub, as {@link
   * KoElectra#fromPretrained(String)} does.
   *
   * @throws IOException if it cannot be had, or a file is missing or malformed
   */
  public static FillMask fromPretrained(String nameOrDirectory) throws IOException {
    return fromPretrained(nameOrDirectory, Options.DEFAULT);
  }

  /** Opens a generator that does what the options say. */
  public static FillMask fromPretrained(String nameOrDirectory, Options options)
      throws IOException {
    return open(ModelDirectory.find(nameOrDirectory), options, Kernels.best());
  }

  /**
   * Opens a generator's directory with the given kernels.
   *
   * @throws IOException if a file is missing or malformed
   * @throws IllegalArgumentException if the vocabulary has no mask, or a target no token
   */
  public static FillMask open(Path directory, Options options, Kernels kernels) throws IOException {
    return KoElectra.with(
        directory,
        ElectraForMaskedLM::fromPretrained,
        kernels,
        koElectra -> new FillMask(koElectra, options));
  }

  /**
   * Guesses the masked words of a text.
   *
   * @throws IllegalArgumentException if it has no mask or is too long
   */
  public Filled fill(String text) {
    return pipeline.run(text);
  }

  /** Guesses the masked words of several texts. */
  public List<Filled> fill(List<String> several) {
    return pipeline.run(several);
  }

  /** Guesses the masked words of a stream of texts, lazily. */
  public Stream<Filled> fill(Stream<String> many) {
    return pipeline.run(many);
  }

  /** The same for texts of which some may have no mask. */
  public Pipeline<String, Filled> pipeline() {
    return pipeline;
  }

  /**
   * The guesses for the masks of each text [masks, 2 * guesses], tokens and their scores in turn: a
   * vocabulary is too wide to be kept until all texts that were read ahead are done.
   */
  private List<Tensor> best(List<Encoding> batch, int topK, List<Integer> targets) {
    return masks.rows(batch).stream()
        .map(
            logits -> {
              int guesses = Math.min(topK, targets.isEmpty() ? logits.columns() : targets.size());
              Tensor best = Tensor.zeros(logits.rows(), 2 * guesses);
              for (int m = 0; m < logits.rows(); m++) {
                double[] scores = ScoreFunction.softmax(logits.row(m));
                int at = 2 * guesses * m;
                for (MaskedWords.Guess guess : MaskedWords.best(scores, topK, targets)) {
                  best.array()[at++] = guess.token();
                  best.array()[at++] = (float) guess.score();
                }
              }
              return best;
            })
        .toList();
  }

  /** A text that is read: only the windows with the most context of a mask are run. */
  private final class Input implements Prepared<Filled> {
    private final Encoded encoded;

    /** All tokens of the text, masks among them, with the special ones around. */
    private final int[] sequence;

    private final List<Place> places = new ArrayList<>();
    private final List<Integer> needed = new ArrayList<>();

    /** A mask: the index of its token in the text, its window's among those run, and its rank. */
    private record Place(int token, int window, int rank) {}

    Input(Encoded encoded) {
      this.encoded = encoded;
      WindowedTokens tokens = new WindowedTokens(encoded.windows(), encoder.stride());
      int[] ids = new int[tokens.size()];
      for (int i = 0; i < ids.length; i++) {
        int window = tokens.window(i);
        Encoding encoding = encoded.windows().get(window);
        int row = tokens.row(i, window);
        ids[i] = encoding.id(row);
        if (ids[i] == masks.mask()) {
          if (!needed.contains(window)) {
            needed.add(window);
          }
          places.add(new Place(i, needed.indexOf(window), masks.rank(encoding, row)));
        }
      }
      sequence = masks.framed(ids);
      if (places.isEmpty()) {
        throw new IllegalArgumentException(masks.missing(encoded.truncated()));
      }
    }

    @Override
    public List<Encoding> encodings() {
      return needed.stream().map(encoded.windows()::get).toList();
    }

    @Override
    public Filled result(List<Tensor> outputs) {
      List<List<Prediction>> filled = new ArrayList<>();
      for (Place place : places) {
        float[] best = outputs.get(place.window).row(place.rank);
        List<Prediction> predictions = new ArrayList<>();
        for (int i = 0; i < best.length; i += 2) {
          predictions.add(prediction((int) best[i], best[i + 1], place));
        }
        filled.add(predictions);
      }
      return new Filled(filled, encoded.truncated());
    }

    private Prediction prediction(int token, float score, Place place) {
      ElectraTokenizer tokenizer = koElectra.tokenizer();
      int[] filled = sequence.clone();
      filled[1 + place.token] = token;
      String text = tokenizer.decode(filled, places.size() == 1);
      return new Prediction(score, token, tokenizer.decode(new int[] {token}, false), text);
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
