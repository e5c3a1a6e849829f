package io.github.koelectra.tokenizer;

import io.github.koelectra.json.Json;
import io.github.koelectra.json.JsonException;
import io.github.koelectra.json.JsonObject;
import io.github.koelectra.json.JsonValue;
import io.github.koelectra.json.JsonValue.JsonArray;
import io.github.koelectra.tokenizer.TokenizerOptions.SpecialTokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The files a tokenizer comes in: a vocabulary with settings beside it, or one JSON of both. */
final class TokenizerFiles {
  private static final int MAX_TOKENS = 1 << 24;
  private static final String TOKEN = "token";

  private TokenizerFiles() {}

  static ElectraTokenizer read(Path path) throws IOException {
    try {
      if (!Files.isDirectory(path)) {
        return path.toString().endsWith(".json") ? TokenizerJson.read(path) : fromVocabulary(path);
      }
      if (Files.exists(path.resolve("vocab.txt"))) {
        return fromVocabulary(path.resolve("vocab.txt"));
      }
      if (Files.exists(path.resolve("tokenizer.json"))) {
        return TokenizerJson.read(path.resolve("tokenizer.json"));
      }
    } catch (JsonException e) {
      throw new VocabularyException(e.getMessage(), e);
    }
    throw new VocabularyException(path + ": neither vocab.txt nor tokenizer.json is here");
  }

  private static ElectraTokenizer fromVocabulary(Path file) throws IOException {
    Path settings = file.resolveSibling("tokenizer_config.json");
    JsonObject json =
        Files.exists(settings)
            ? Json.readObject(settings)
            : new JsonObject(settings.toString(), Map.of());
    return build(file, Vocabulary.read(file), options(json));
  }

  /** A tokenizer of what a file holds, if it has the special tokens. */
  static ElectraTokenizer build(Path file, Vocabulary vocabulary, TokenizerOptions options)
      throws VocabularyException {
    SpecialTokens names = options.specialTokens();
    for (String name : names.additional()) {
      if (vocabulary.id(name).isEmpty()) {
        throw new VocabularyException(file + ": the vocabulary has no special token " + name);
      }
    }
    for (String name : List.of(names.unknown(), names.classifier(), names.separator())) {
      if (vocabulary.id(name).isEmpty()) {
        throw new VocabularyException(
            file + ": the vocabulary has no " + name + ", so it is not one of a BERT or ELECTRA");
      }
    }
    try {
      return ElectraTokenizer.of(vocabulary, options);
    } catch (IllegalArgumentException e) {
      throw new VocabularyException(file + ": " + e.getMessage(), e);
    }
  }

  private static TokenizerOptions options(JsonObject json) throws IOException {
    TokenizerOptions base = TokenizerOptions.CASED;
    boolean lower = json.findBoolean("do_lower_case").orElse(false);
    double length = json.findDouble("model_max_length").orElse(512.0);
    return new TokenizerOptions(
        lower,
        json.findBoolean("strip_accents").orElse(lower),
        json.findBoolean("tokenize_chinese_chars").orElse(true),
        true,
        base.maxWordLength(),
        length >= 1 && length < MAX_TOKENS ? (int) length : base.modelMaxLength(),
        new SpecialTokens(
            special(json, "unk_token", base.specialTokens().unknown()),
            special(json, "sep_token", base.specialTokens().separator()),
            special(json, "pad_token", base.specialTokens().padding()),
            special(json, "cls_token", base.specialTokens().classifier()),
            special(json, "mask_token", base.specialTokens().mask()),
            additional(json)));
  }

  private static List<String> additional(JsonObject json) throws IOException {
    List<String> additional = new ArrayList<>();
    for (JsonValue token :
        json.findArray("additional_special_tokens").map(JsonArray::values).orElse(List.of())) {
      String source = json.source() + ": additional_special_tokens";
      additional.add(special(new JsonObject(source, Map.of(TOKEN, token)), TOKEN, ""));
    }
    return additional;
  }

  /** A special token is given by its text, or by an object that holds it as content. */
  private static String special(JsonObject json, String name, String otherwise) throws IOException {
    if (json.find(name).orElse(null) instanceof JsonObject token) {
      return token.findString("content").orElse(otherwise);
    }
    return json.findString(name).orElse(otherwise);
  }
}
