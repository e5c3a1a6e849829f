package io.github.koelectra.tokenizer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The tokenizer of BERT and ELECTRA models, bit for bit Hugging Face's fast one: clean-up, optional
 * lower-casing, punctuation and Chinese characters as words of their own, then the longest pieces
 * the vocabulary has. Takes any string, in time linear in its length. Immutable and safe to share
 * between threads.
 */
public final class ElectraTokenizer {
  private final Vocabulary vocabulary;
  private final TokenizerOptions options;
  private final WordPiece wordPiece;
  private final PostProcessor postProcessor;

  private ElectraTokenizer(Vocabulary vocabulary, TokenizerOptions options) {
    this.vocabulary = vocabulary;
    this.options = options;
    this.wordPiece = new WordPiece(vocabulary, options);
    this.postProcessor = new PostProcessor(vocabulary, options);
  }

  /**
   * Opens a model directory ({@code vocab.txt} with {@code tokenizer_config.json}, or {@code
   * tokenizer.json}), a vocabulary or a {@code tokenizer.json}.
   *
   * @throws VocabularyException if it is malformed or lacks a special token
   * @throws IOException if it cannot be read
   */
  public static ElectraTokenizer fromPretrained(Path path) throws IOException {
    return TokenizerFiles.read(path);
  }

  /**
   * A tokenizer of this vocabulary.
   *
   * @throws IllegalArgumentException if the unknown, classifier or separator token is not in it
   */
  public static ElectraTokenizer of(Vocabulary vocabulary, TokenizerOptions options) {
    var names = options.specialTokens();
    for (String name : List.of(names.unknown(), names.classifier(), names.separator())) {
      if (vocabulary.id(name).isEmpty()) {
        throw new IllegalArgumentException("the vocabulary has no " + name);
      }
    }
    return new ElectraTokenizer(vocabulary, options);
  }

  /** The vocabulary. */
  public Vocabulary vocabulary() {
    return vocabulary;
  }

  /** The options. */
  public TokenizerOptions options() {
    return options;
  }

  /** The tokens of a text; special tokens are recognised in it but none is added. */
  public List<String> tokenize(String text) {
    List<String> tokens = new ArrayList<>();
    wordPiece.tokenize(text).ids().forEach(id -> tokens.add(vocabulary.token(id)));
    return tokens;
  }

  /** The ids of tokens; what is not in the vocabulary becomes the unknown token. */
  public int[] convertTokensToIds(List<String> tokens) {
    int unknown = vocabulary.id(options.specialTokens().unknown()).orElseThrow();
    return tokens.stream().mapToInt(t -> vocabulary.id(t).orElse(unknown)).toArray();
  }

  /**
   * The tokens of ids.
   *
   * @throws IndexOutOfBoundsException if an id is not in the vocabulary
   */
  public List<String> convertIdsToTokens(int[] ids) {
    return Arrays.stream(ids).mapToObj(vocabulary::token).toList();
  }

  /** Encodes a text with its special tokens. */
  public Encoding encode(String text) {
    return encode(text, EncodeOptions.DEFAULT);
  }

  /** Encodes a text and its pair with their special tokens. */
  public Encoding encode(String text, String pair) {
    return encode(text, pair, EncodeOptions.DEFAULT);
  }

  /**
   * Encodes a text.
   *
   * @throws IllegalArgumentException if the wanted truncation is not possible
   */
  public Encoding encode(String text, EncodeOptions wanted) {
    return postProcessor.process(wordPiece.tokenize(text), Optional.empty(), wanted);
  }

  /**
   * Encodes a text and its pair.
   *
   * @throws IllegalArgumentException if the wanted truncation is not possible
   */
  public Encoding encode(String text, String pair, EncodeOptions wanted) {
    return postProcessor.process(
        wordPiece.tokenize(text), Optional.of(wordPiece.tokenize(pair)), wanted);
  }

  /** Encodes many texts on all processors; the results are in the order of the texts. */
  public List<Encoding> encodeBatch(List<String> texts, EncodeOptions wanted) {
    return batch(texts.size(), i -> encode(texts.get(i), wanted));
  }

  /** Encodes many texts, each with its pair, on all processors. */
  public List<Encoding> encodeBatch(List<String> texts, List<String> pairs, EncodeOptions wanted) {
    if (texts.size() != pairs.size()) {
      throw new IllegalArgumentException(texts.size() + " texts, but " + pairs.size() + " pairs");
    }
    return batch(texts.size(), i -> encode(texts.get(i), pairs.get(i), wanted));
  }

  private static List<Encoding> batch(int size, Function<Integer, Encoding> encode) {
    return IntStream.range(0, size).parallel().boxed().map(encode).toList();
  }

  /**
   * The text of ids, cleaned up as Hugging Face does; not always the text they came from.
   *
   * @throws IndexOutOfBoundsException if an id is not in the vocabulary
   */
  public String decode(int[] ids, boolean skipSpecialTokens) {
    List<String> tokens = new ArrayList<>(convertIdsToTokens(ids));
    if (skipSpecialTokens) {
      tokens.removeIf(wordPiece.special()::contains);
    }
    return Decoder.decode(tokens);
  }
}
