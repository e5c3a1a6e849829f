package io.github.koelectra.tokenizer;

import io.github.koelectra.json.Json;
import io.github.koelectra.json.JsonException;
import io.github.koelectra.json.JsonObject;
import io.github.koelectra.json.JsonValue;
import io.github.koelectra.json.JsonValue.JsonNumber;
import io.github.koelectra.tokenizer.TokenizerOptions.SpecialTokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The files a tokenizer comes in: a vocabulary with settings beside it, or one JSON of both. */
final class TokenizerFiles {
  private static final int MAX_TOKENS = 1 << 24;

  private TokenizerFiles() {}

  static ElectraTokenizer read(Path path) throws IOException {
    try {
      if (!Files.isDirectory(path)) {
        return path.toString().endsWith(".json") ? whole(path) : fromVocabulary(path);
      }
      if (Files.exists(path.resolve("vocab.txt"))) {
        return fromVocabulary(path.resolve("vocab.txt"));
      }
      if (Files.exists(path.resolve("tokenizer.json"))) {
        return whole(path.resolve("tokenizer.json"));
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

  private static ElectraTokenizer build(Path file, Vocabulary vocabulary, TokenizerOptions options)
      throws VocabularyException {
    SpecialTokens names = options.specialTokens();
    for (String name : List.of(names.unknown(), names.classifier(), names.separator())) {
      if (vocabulary.id(name).isEmpty()) {
        throw new VocabularyException(
            file + ": the vocabulary has no " + name + ", so it is not one of a BERT or ELECTRA");
      }
    }
    return ElectraTokenizer.of(vocabulary, options);
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
            special(json, "mask_token", base.specialTokens().mask())));
  }

  /** A special token is given by its text, or by an object that holds it as content. */
  private static String special(JsonObject json, String name, String otherwise) throws IOException {
    if (json.find(name).orElse(null) instanceof JsonObject token) {
      return token.findString("content").orElse(otherwise);
    }
    return json.findString(name).orElse(otherwise);
  }

  private static ElectraTokenizer whole(Path file) throws IOException {
    JsonObject json = Json.readObject(file);
    JsonObject model =
        json.findObject("model")
            .orElseThrow(() -> new VocabularyException(file + ": no \"model\" in it"));
    String type = model.findString("type").orElse("WordPiece");
    if (!type.equals("WordPiece")
        || !model.findString("continuing_subword_prefix").orElse("##").equals("##")) {
      throw new VocabularyException(
          file + ": a " + type + " tokenizer; only BERT's WordPiece with ## is supported");
    }
    JsonObject normalizer =
        json.findObject("normalizer")
            .orElseThrow(() -> new VocabularyException(file + ": no BertNormalizer in it"));
    if (!normalizer.findString("type").orElse("").equals("BertNormalizer")) {
      throw new VocabularyException(file + ": its normalizer is not a BertNormalizer");
    }
    boolean lower = normalizer.findBoolean("lowercase").orElse(true);
    SpecialTokens bert = SpecialTokens.BERT;
    TokenizerOptions options =
        new TokenizerOptions(
            lower,
            normalizer.findBoolean("strip_accents").orElse(lower),
            normalizer.findBoolean("handle_chinese_chars").orElse(true),
            normalizer.findBoolean("clean_text").orElse(true),
            model.findLong("max_input_chars_per_word").orElse(100L).intValue(),
            TokenizerOptions.CASED.modelMaxLength(),
            new SpecialTokens(
                model.findString("unk_token").orElse(bert.unknown()),
                bert.separator(),
                bert.padding(),
                bert.classifier(),
                bert.mask()));
    return build(file, vocabulary(file, model), options);
  }

  private static Vocabulary vocabulary(Path file, JsonObject model) throws IOException {
    Map<String, JsonValue> entries =
        model
            .findObject("vocab")
            .orElseThrow(() -> new VocabularyException(file + ": no \"vocab\" in its model"))
            .members();
    String[] tokens = new String[entries.size()];
    for (Map.Entry<String, JsonValue> entry : entries.entrySet()) {
      int id = entry.getValue() instanceof JsonNumber number ? id(number) : -1;
      if (id < 0 || id >= tokens.length || tokens[id] != null) {
        throw new VocabularyException(
            file
                + ": token '"
                + entry.getKey()
                + "' needs an id of its own below "
                + tokens.length);
      }
      tokens[id] = entry.getKey();
    }
    return Vocabulary.of(Arrays.asList(tokens));
  }

  private static int id(JsonNumber number) {
    return number.isInteger() && number.literal().length() < 9
        ? Integer.parseInt(number.literal())
        : -1;
  }
}
