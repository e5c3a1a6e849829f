package io.github.koelectra.core;

import io.github.koelectra.core.MaskedWords.Guess;
import io.github.koelectra.core.ReplacedTokenDetection.Suggestion;
import io.github.koelectra.electra.ElectraConfig;
import io.github.koelectra.electra.ElectraForMaskedLM;
import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.tokenizer.ElectraTokenizer;
import io.github.koelectra.tokenizer.Encoding;
import io.github.koelectra.tokenizer.VocabularyException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a generator would put in place of some tokens of a word: all of them are masked at once, and
 * each is guessed by itself from the tokens that can stand there: such as begin a word or such as
 * continue one, neither special nor the one that was there.
 */
final class Suggestions implements AutoCloseable {
  private static final String CONTINUES = "##";

  private final KoElectra<ElectraForMaskedLM> generator;
  private final MaskedWords masks;
  private final int topK;
  private final List<Integer> beginning;
  private final List<Integer> continuing;

  private Suggestions(KoElectra<ElectraForMaskedLM> generator, int topK) {
    this.generator = generator;
    this.topK = topK;
    masks = new MaskedWords(generator);
    beginning = new ArrayList<>();
    continuing = new ArrayList<>();
    ElectraTokenizer tokenizer = generator.tokenizer();
    for (int id = 0; id < tokenizer.vocabulary().size(); id++) {
      String token = tokenizer.vocabulary().token(id);
      boolean special =
          token.isEmpty()
              || token.startsWith("[unused")
              || tokenizer.decode(new int[] {id}, true).isEmpty();
      if (!special) {
        (token.startsWith(CONTINUES) ? continuing : beginning).add(id);
      }
    }
  }

  /**
   * Opens a generator.
   *
   * @param discriminator the directory of the discriminator, for its vocabulary
   */
  static Suggestions open(Path discriminator, Path directory, int topK, Kernels kernels)
      throws IOException {
    List<String> vocabulary = ElectraTokenizer.fromPretrained(discriminator).vocabulary().tokens();
    int positions = ElectraConfig.read(discriminator).maxPositionEmbeddings();
    Suggestions suggestions =
        KoElectra.with(
            directory,
            ElectraForMaskedLM::fromPretrained,
            kernels,
            generator -> new Suggestions(generator, topK));
    Optional<String> problem = suggestions.misfit(vocabulary, positions);
    if (problem.isPresent()) {
      suggestions.close();
      throw new VocabularyException(
          directory + ": the generator" + problem.get() + "; take the two of one version");
    }
    return suggestions;
  }

  private Optional<String> misfit(List<String> vocabulary, int positions) {
    if (!generator.tokenizer().vocabulary().tokens().equals(vocabulary)) {
      return Optional.of("'s vocabulary is not that of the discriminator");
    }
    return generator.model().config().maxPositionEmbeddings() < positions
        ? Optional.of(" takes fewer tokens than the discriminator")
        : Optional.empty();
  }

  /** A word of which some tokens are guessed. */
  private record Partial(String text, double score) {
    Partial and(String piece, double probability) {
      return new Partial(text + piece, score * probability);
    }
  }

  /**
   * The best suggestions for a word.
   *
   * @param encoding a window that has at least the end of the word
   * @param first the row of the word's first token, which may lie before the window
   * @param replaced for each of its tokens whether it is to be guessed
   */
  List<Suggestion> of(Encoding encoding, int first, boolean[] replaced) {
    Encoding masked = encoding;
    BitSet guessed = new BitSet();
    for (int i = Math.max(0, 1 - first); i < replaced.length; i++) {
      if (replaced[i]) {
        guessed.set(first + i);
        masked = masked.withId(first + i, masks.mask());
      }
    }
    if (guessed.isEmpty()) {
      return List.of();
    }
    Tensor logits = masks.rows(List.of(masked)).getFirst(); // [masks, vocabulary]
    List<Partial> partials = List.of(new Partial("", 1));
    for (int row = Math.max(1, first); row < first + replaced.length; row++) {
      partials =
          guessed.get(row)
              ? guessed(partials, encoding, row, logits.row(masks.rank(masked, row)))
              : kept(partials, encoding.source(row));
    }
    return partials.stream().map(p -> new Suggestion(p.text(), p.score())).toList();
  }

  private static List<Partial> kept(List<Partial> partials, String source) {
    return partials.stream().map(p -> p.and(source, 1)).toList();
  }

  private List<Partial> guessed(
      List<Partial> partials, Encoding encoding, int row, float[] logits) {
    boolean continues = encoding.token(row).startsWith(CONTINUES);
    double[] probabilities = ScoreFunction.softmax(logits);
    List<Guess> guesses =
        MaskedWords.best(probabilities, topK + 1, continues ? continuing : beginning);
    return partials.stream()
        .flatMap(
            p ->
                guesses.stream()
                    .filter(g -> g.token() != encoding.id(row))
                    .map(g -> p.and(piece(g.token()), g.score())))
        .sorted(Comparator.comparingDouble(Partial::score).reversed())
        .limit(topK)
        .toList();
  }

  private String piece(int id) {
    String token = generator.tokenizer().vocabulary().token(id);
    return token.startsWith(CONTINUES) ? token.substring(CONTINUES.length()) : token;
  }

  boolean warmUp() throws InterruptedException {
    return generator.warmUp();
  }

  @Override
  public void close() {
    generator.close();
  }
}
