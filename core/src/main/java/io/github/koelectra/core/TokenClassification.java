package io.github.koelectra.core;

import io.github.koelectra.core.Redaction.Redacted;
import io.github.koelectra.electra.ElectraConfig;
import io.github.koelectra.electra.ElectraForTokenClassification;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.weights.hub.ModelDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Entities in texts: names, places, dates and whatever else a token classifier was fine-tuned for,
 * and texts without them.
 *
 * <pre>{@code
 * try (TokenClassification ner = TokenClassification.fromPretrained(name)) { // or a directory
 *   for (Entity entity : ner.recognize("홍길동은 어제 제주도에 갔다").entities()) {
 *     System.out.println(entity.label() + " " + entity.word()); // PER 홍길동, DAT 어제, LOC 제주도
 *   }
 *   System.out.println(ner.redact("홍길동은 제주도에 갔다", Redaction.mark().only("PER")).text());
 * } // [PER]은 제주도에 갔다
 * }</pre>
 *
 * <p>A long text is read in windows unless the options say otherwise. Safe to share between
 * threads.
 */
public final class TokenClassification implements AutoCloseable {
  private final KoElectra<ElectraForTokenClassification> koElectra;
  private final Options options;
  private final TokenTask task;
  private final Pipeline<String, Entities> entities;
  private final Pipeline<String, TaggedTokens> tokens;

  private TokenClassification(KoElectra<ElectraForTokenClassification> koElectra, Options options) {
    this.koElectra = koElectra;
    this.options = options;
    ElectraConfig config = koElectra.model().config();
    task =
        new TokenTask(
            koElectra.tokenizer(),
            TextEncoder.of(koElectra, options.inputs()),
            IntStream.range(0, config.numLabels()).mapToObj(config::label).toList(),
            options);
    entities = pipeline(task::entities);
    tokens = pipeline(task::tokens);
  }

  private <R> Pipeline<String, R> pipeline(Task<String, R> read) {
    return new Pipeline<>(read, koElectra::tokenRows, options.inputs());
  }

  /** How tokens become entities. The last four are transformers' strategies and arithmetic. */
  public enum Aggregation {
    /**
     * Right for Korean, the default. What stands between spaces is an eojeol, a word with its
     * particles; pieces of it without a type before and behind an entity, such as particles, are
     * not part of it, and no piece is cut.
     *
     * <ul>
     *   <li>A token is of the type with the greatest probability, its labels taken together.
     *   <li>Neighbours of one type are one entity, unless the second begins one by its tag; inside
     *       a word (punctuation ends one) its tag does not matter, for models trained on first
     *       pieces know little of the others.
     *   <li>Inside a word a token tagged inside of another type than the one before does not begin
     *       an entity: of the types such neighbours have, theirs is the one with the greatest sum
     *       of scores.
     *   <li>One token without a type between two of one type in an eojeol, of which the second is
     *       tagged inside, belongs to their entity; of plain labels only in a word.
     *   <li>If the first token of an eojeol is tagged inside of the type of the entity in the
     *       eojeol before, they are one, with the particle between them; not so for plain labels,
     *       which do not tell.
     * </ul>
     *
     * <p>An entity's score is the mean of its tokens' probabilities of its type, those without a
     * type left out. The windows of a long text are put together token by token, each from the
     * window where it is farthest from an end.
     *
     * <p>A model that was trained on first pieces, as KoELECTRA's own fine-tuning does, may leave
     * out the end of a name with its particle; {@link #FIRST} labels whole words by their first
     * pieces, particles too.
     */
    WORD,
    /** Tokens with one type are grouped; B begins a new entity. */
    SIMPLE,
    /** The same for words, labelled as their first tokens are. */
    FIRST,
    /** The same for words, labelled by the mean of their tokens' scores. */
    AVERAGE,
    /** The same for words, labelled as their surest tokens are. */
    MAX
  }

  /** On which side of a dash labels have their tags, such as B and I of BIO, BIOES and BILOU. */
  public enum Tagging {
    /** Before: {@code B-PER}, {@code I-PER}. */
    PREFIX,
    /** Behind: {@code PER-B}, {@code PER-I}, as KoELECTRA's own models have them. */
    SUFFIX,
    /** Labels are types as they are. */
    PLAIN
  }

  /**
   * What a classification should do. Immutable; the {@code with} methods return changed copies.
   *
   * @param inputs how texts are read; long ones in windows by default
   * @param aggregation how tokens become entities
   * @param ignoreLabels types of entities, or labels of tokens, that are left out: {@code O} by
   *     default
   * @param tagging where labels have tags; empty: on the side where some type has both B and I or
   *     more than half of the labels have tags, else they are plain; another letter than B and I
   *     counts if some type has it beside one of these
   */
  public record Options(
      InputOptions inputs,
      Aggregation aggregation,
      Set<String> ignoreLabels,
      Optional<Tagging> tagging) {
    /** Long texts in windows, entities of Korean words. */
    public static final Options DEFAULT =
        new Options(
            InputOptions.of(LongInput.WINDOW), Aggregation.WORD, Set.of("O"), Optional.empty());

    /** Copies the labels. */
    public Options {
      ignoreLabels = Set.copyOf(ignoreLabels);
    }

    /** With texts read so. */
    public Options withInputs(InputOptions read) {
      return new Options(read, aggregation, ignoreLabels, tagging);
    }

    /** With entities made so. */
    public Options withAggregation(Aggregation made) {
      return new Options(inputs, made, ignoreLabels, tagging);
    }

    /** Without entities of these types and tokens of these labels. */
    public Options withIgnoreLabels(Set<String> ignored) {
      return new Options(inputs, aggregation, ignored, tagging);
    }

    /** With labels understood so. */
    public Options withTagging(Tagging understood) {
      return new Options(inputs, aggregation, ignoreLabels, Optional.of(understood));
    }
  }

  /**
   * An entity.
   *
   * @param label its type, such as {@code PER}: transformers' {@code entity_group}
   * @param score the mean of the scores of its tokens
   * @param word the text from {@code begin} to {@code end} for {@link Aggregation#WORD}, otherwise
   *     its tokens decoded, as transformers does
   * @param begin where it begins in the text, in chars
   * @param end where it ends
   */
  public record Entity(String label, double score, String word, int begin, int end) {}

  /**
   * The entities of a text.
   *
   * @param entities in the order of the text; none overlaps another
   * @param truncated whether the end of the text was not looked at
   */
  public record Entities(List<Entity> entities, boolean truncated) {
    /** Copies the entities. */
    public Entities {
      entities = List.copyOf(entities);
    }
  }

  /**
   * A token with its label.
   *
   * @param label as the model's configuration names it: transformers' {@code entity}
   * @param score its probability
   * @param index the token's place among all of the text, from 1, for 0 is the classifier token
   * @param word the token as the vocabulary spells it; an unknown one as it stands in the text
   * @param begin where its source begins in the text, in chars
   * @param end where its source ends
   */
  public record TaggedToken(
      String label, double score, int index, String word, int begin, int end) {}

  /**
   * The tokens of a text: what transformers gives without an aggregation strategy.
   *
   * @param tokens in order, those with ignored labels left out
   * @param truncated whether the end of the text was not looked at
   */
  public record TaggedTokens(List<TaggedToken> tokens, boolean truncated) {
    /** Copies the tokens. */
    public TaggedTokens {
      tokens = List.copyOf(tokens);
    }
  }

  /**
   * Opens a token classifier, from a directory or by its name on the hub, as {@link
   * KoElectra#fromPretrained(String)} does.
   *
   * @throws IOException if it cannot be had, or a file is missing or malformed
   */
  public static TokenClassification fromPretrained(String nameOrDirectory) throws IOException {
    return fromPretrained(nameOrDirectory, Options.DEFAULT);
  }

  /** Opens a token classifier that does what the options say. */
  public static TokenClassification fromPretrained(String nameOrDirectory, Options options)
      throws IOException {
    return open(ModelDirectory.find(nameOrDirectory), options, Kernels.best());
  }

  /**
   * Opens a token classifier's directory with the given kernels.
   *
   * @throws IOException if a file is missing or malformed
   */
  public static TokenClassification open(Path directory, Options options, Kernels kernels)
      throws IOException {
    return KoElectra.with(
        directory,
        ElectraForTokenClassification::fromPretrained,
        kernels,
        koElectra -> new TokenClassification(koElectra, options));
  }

  /** Finds the entities of a text. */
  public Entities recognize(String text) {
    return entities.run(text);
  }

  /** Finds the entities of several texts. */
  public List<Entities> recognize(List<String> several) {
    return entities.run(several);
  }

  /** Finds the entities of a stream of texts, lazily. */
  public Stream<Entities> recognize(Stream<String> many) {
    return entities.run(many);
  }

  /** The tokens of a text with their labels. */
  public TaggedTokens tag(String text) {
    return tokens.run(text);
  }

  /** The tokens of several texts with their labels. */
  public List<TaggedTokens> tag(List<String> several) {
    return tokens.run(several);
  }

  /** The tokens of a stream of texts with their labels, lazily. */
  public Stream<TaggedTokens> tag(Stream<String> many) {
    return tokens.run(many);
  }

  /**
   * A text with its entities replaced.
   *
   * @throws IllegalArgumentException if the redaction names a type that the model does not know
   */
  public Redacted redact(String text, Redaction redaction) {
    return redacting(redaction).run(text);
  }

  /** Several texts with their entities replaced. */
  public List<Redacted> redact(List<String> several, Redaction redaction) {
    return redacting(redaction).run(several);
  }

  /** A stream of texts with their entities replaced, lazily. */
  public Stream<Redacted> redact(Stream<String> many, Redaction redaction) {
    return redacting(redaction).run(many);
  }

  /** {@link #recognize(String)} for texts of which some may not be fit. */
  public Pipeline<String, Entities> pipeline() {
    return entities;
  }

  /** {@link #tag(String)} for texts of which some may not be fit. */
  public Pipeline<String, TaggedTokens> tagging() {
    return tokens;
  }

  /**
   * {@link #redact(String, Redaction)} for texts of which some may not be fit.
   *
   * @throws IllegalArgumentException if the redaction names a type that the model does not know
   */
  public Pipeline<String, Redacted> redacting(Redaction redaction) {
    redaction.check(types());
    return pipeline(text -> task.redacted(text, redaction));
  }

  /** The types of entities that the model knows, in the order of its labels. */
  public List<String> types() {
    return task.types();
  }

  /** The labels of the model, by their ids. */
  public List<String> labels() {
    return task.labels();
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
