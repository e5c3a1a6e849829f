package io.github.koelectra.tokenizer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

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
    return encode(text, EncodeOptions.DEFAULT.withoutSpecialTokens()).tokens();
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

  /** The text of tokens, cleaned up as Hugging Face does; a first token keeps its ##. */
  public String convertTokensToString(List<String> tokens) {
    return Decoder.decode(tokens);
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
   * Encodes a text. If it is to be truncated, what does not fit is only tokenized when the
   * overflowing windows are asked for.
   *
   * @throws IllegalArgumentException if the wanted truncation or padding is not possible
   */
  public Encoding encode(String text, EncodeOptions wanted) {
    return padded(unpadded(text, wanted, new Sequence()), wanted);
  }

  /**
   * Encodes a text and its pair.
   *
   * @throws IllegalArgumentException if the wanted truncation or padding is not possible
   */
  public Encoding encode(String text, String pair, EncodeOptions wanted) {
    return padded(unpadded(text, pair, wanted, new Batch.Scratch()), wanted);
  }

  private Encoding unpadded(String text, EncodeOptions wanted, Sequence start) {
    int enough = PostProcessor.enough(wanted);
    wordPiece.tokenize(text, enough, start);
    return start.size() <= enough
        ? postProcessor.process(start, Optional.empty(), wanted)
        : postProcessor.begin(start, wanted, () -> overflowing(text, wanted));
  }

  private List<Encoding> overflowing(String text, EncodeOptions wanted) {
    Sequence whole = new Sequence();
    wordPiece.tokenize(text, Integer.MAX_VALUE, whole);
    return postProcessor.process(whole, Optional.empty(), wanted).overflowing();
  }

  private Encoding unpadded(String text, String pair, EncodeOptions wanted, Batch.Scratch scratch) {
    wordPiece.tokenize(text, Integer.MAX_VALUE, scratch.first());
    wordPiece.tokenize(pair, Integer.MAX_VALUE, scratch.second());
    return postProcessor.process(scratch.first(), Optional.of(scratch.second()), wanted);
  }

  private Encoding padded(Encoding encoding, EncodeOptions wanted) {
    return postProcessor.pad(encoding, wanted.paddedLength(encoding.size()));
  }

  /**
   * Encodes many texts on all processors; the results are in the order of the texts.
   *
   * @throws IllegalArgumentException if the wanted truncation or padding is not possible
   */
  public List<Encoding> encodeBatch(List<String> texts, EncodeOptions wanted) {
    List<String> all = List.copyOf(texts);
    return padded(
        Batch.encode(
            all.size(),
            i -> all.get(i).length(),
            (i, scratch) -> unpadded(all.get(i), wanted, scratch.first())),
        wanted);
  }

  /**
   * Encodes many texts, each with its pair, on all processors.
   *
   * @throws IllegalArgumentException if there are not as many pairs as texts, or if the wanted
   *     truncation or padding is not possible
   */
  public List<Encoding> encodeBatch(List<String> texts, List<String> pairs, EncodeOptions wanted) {
    if (texts.size() != pairs.size()) {
      throw new IllegalArgumentException(texts.size() + " texts, but " + pairs.size() + " pairs");
    }
    List<String> firsts = List.copyOf(texts);
    List<String> seconds = List.copyOf(pairs);
    return padded(
        Batch.encode(
            firsts.size(),
            i -> firsts.get(i).length() + seconds.get(i).length(),
            (i, scratch) -> unpadded(firsts.get(i), seconds.get(i), wanted, scratch)),
        wanted);
  }

  private List<Encoding> padded(List<Encoding> encodings, EncodeOptions wanted) {
    // Looking at each again costs as much as memory does, where a batch is larger than the caches.
    int longest =
        wanted.padToLongest() ? encodings.stream().mapToInt(Encoding::size).max().orElse(0) : 0;
    int length = wanted.paddedLength(longest);
    return length == 0
        ? encodings
        : encodings.stream().map(encoding -> postProcessor.pad(encoding, length)).toList();
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
