package io.github.koelectra.tokenizer;

import io.github.koelectra.json.Json;
import io.github.koelectra.json.JsonObject;
import io.github.koelectra.json.JsonValue;
import io.github.koelectra.json.JsonValue.JsonArray;
import io.github.koelectra.json.JsonValue.JsonNumber;
import io.github.koelectra.json.JsonValue.JsonString;
import io.github.koelectra.tokenizer.TokenizerOptions.SpecialTokens;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A {@code tokenizer.json} of the BERT kind. What would be done otherwise than the file demands is
 * refused, for ids that are nearly right are worse than none.
 */
final class TokenizerJson {
  private static final int LONGEST_ID = 8;

  private final Path file;
  private final JsonObject json;

  private TokenizerJson(Path file, JsonObject json) {
    this.file = file;
    this.json = json;
  }

  static ElectraTokenizer read(Path file) throws IOException {
    return new TokenizerJson(file, Json.readObject(file)).tokenizer();
  }

  private ElectraTokenizer tokenizer() throws IOException {
    JsonObject model = json.findObject("model").orElseThrow(() -> refused("no \"model\" in it"));
    String type = model.findString("type").orElse("WordPiece");
    String prefix = model.findString("continuing_subword_prefix").orElse("##");
    if (!type.equals("WordPiece") || !prefix.equals("##")) {
      throw refused("a " + type + " tokenizer; only BERT's WordPiece with ## is supported");
    }
    JsonObject normalizer = part("normalizer", "BertNormalizer");
    part("pre_tokenizer", "BertPreTokenizer");
    Map<String, JsonValue> added = addedTokens();
    SpecialTokens names = specialTokens(model, List.copyOf(added.keySet()));
    return TokenizerFiles.build(file, vocabulary(model, added), options(model, normalizer, names));
  }

  private VocabularyException refused(String why) {
    return new VocabularyException(file + ": " + why);
  }

  private JsonObject part(String name, String type) throws IOException {
    Optional<JsonObject> part = json.findObject(name);
    if (part.isEmpty() || !part.get().findString("type").orElse("").equals(type)) {
      throw refused("its " + name + " is not a " + type);
    }
    return part.get();
  }

  private TokenizerOptions options(JsonObject model, JsonObject normalizer, SpecialTokens names)
      throws IOException {
    boolean lower = normalizer.findBoolean("lowercase").orElse(true);
    long longest = model.findLong("max_input_chars_per_word").orElse(100L);
    if (longest < 1 || longest > TokenizerOptions.LONGEST_WORD) {
      throw refused("max_input_chars_per_word must be from 1 to " + TokenizerOptions.LONGEST_WORD);
    }
    return new TokenizerOptions(
        lower,
        normalizer.findBoolean("strip_accents").orElse(lower),
        normalizer.findBoolean("handle_chinese_chars").orElse(true),
        normalizer.findBoolean("clean_text").orElse(true),
        (int) longest,
        TokenizerOptions.CASED.modelMaxLength(),
        names);
  }

  private SpecialTokens specialTokens(JsonObject model, List<String> added) throws IOException {
    SpecialTokens bert = SpecialTokens.BERT;
    Frame frame = frame();
    return new SpecialTokens(
        model.findString("unk_token").orElse(bert.unknown()),
        frame.separator,
        bert.padding(),
        frame.classifier,
        bert.mask(),
        added);
  }

  /** The tokens around a text and its pair. */
  private record Frame(String classifier, String separator) {
    List<String> single() {
      return List.of(classifier + ":0", "$A:0", separator + ":0");
    }

    List<String> pair() {
      return List.of(classifier + ":0", "$A:0", separator + ":0", "$B:1", separator + ":1");
    }
  }

  private Frame frame() throws IOException {
    Optional<JsonObject> processor = json.findObject("post_processor");
    if (processor.isEmpty()) {
      return new Frame(SpecialTokens.BERT.classifier(), SpecialTokens.BERT.separator());
    }
    String type = processor.get().findString("type").orElse("");
    if (type.equals("BertProcessing")) {
      return new Frame(firstOf(processor.get(), "cls"), firstOf(processor.get(), "sep"));
    }
    List<String> pair = template(processor.get(), "pair");
    if (pair.size() == 5) {
      Frame frame = new Frame(withoutType(pair.getFirst()), withoutType(pair.getLast()));
      if (pair.equals(frame.pair()) && template(processor.get(), "single").equals(frame.single())) {
        return frame;
      }
    }
    throw refused("its post_processor is not BERT's");
  }

  private String firstOf(JsonObject object, String name) throws IOException {
    List<JsonValue> values = object.findArray(name).map(JsonArray::values).orElse(List.of());
    if (!values.isEmpty() && values.getFirst() instanceof JsonString string) {
      return string.value();
    }
    throw refused("its post_processor has no " + name);
  }

  /** A template as people write it: {@code [CLS]:0 $A:0 [SEP]:0}. */
  private static List<String> template(JsonObject processor, String name) throws IOException {
    List<String> parts = new ArrayList<>();
    for (JsonValue value : processor.findArray(name).map(JsonArray::values).orElse(List.of())) {
      if (value instanceof JsonObject part) {
        Optional<JsonObject> sequence = part.findObject("Sequence");
        Optional<JsonObject> piece =
            sequence.isPresent() ? sequence : part.findObject("SpecialToken");
        if (piece.isPresent()) {
          String id = piece.get().findString("id").orElse("");
          long type = piece.get().findLong("type_id").orElse(0L);
          parts.add((sequence.isPresent() ? "$" : "") + id + ":" + type);
        }
      }
    }
    return parts;
  }

  private static String withoutType(String part) {
    return part.substring(0, part.lastIndexOf(':'));
  }

  /** The tokens found in a text before anything else, with their ids. */
  private Map<String, JsonValue> addedTokens() throws IOException {
    Map<String, JsonValue> added = new LinkedHashMap<>();
    for (JsonValue value :
        json.findArray("added_tokens").map(JsonArray::values).orElse(List.of())) {
      if (!(value instanceof JsonObject token)) {
        throw refused("an added token is " + value.kind() + ", not an object");
      }
      String content = token.findString("content").orElse("");
      boolean plain = token.findBoolean("special").orElse(false);
      for (String flag : List.of("single_word", "lstrip", "rstrip", "normalized")) {
        plain &= !token.findBoolean(flag).orElse(false);
      }
      if (content.isEmpty() || !plain) {
        throw refused(
            "added token '"
                + content
                + "' is not supported: only special ones that are taken as they stand are");
      }
      added.put(content, token.find("id").orElseThrow(() -> refused("an added token has no id")));
    }
    return added;
  }

  private Vocabulary vocabulary(JsonObject model, Map<String, JsonValue> added) throws IOException {
    Map<String, JsonValue> entries =
        new LinkedHashMap<>(
            model
                .findObject("vocab")
                .orElseThrow(() -> refused("no \"vocab\" in its model"))
                .members());
    added.forEach(entries::putIfAbsent);
    String[] tokens = new String[entries.size()];
    for (Map.Entry<String, JsonValue> entry : entries.entrySet()) {
      int id = entry.getValue() instanceof JsonNumber number ? id(number) : -1;
      if (id < 0 || id >= tokens.length || tokens[id] != null) {
        throw refused(
            "token '" + entry.getKey() + "' needs an id of its own below " + tokens.length);
      }
      tokens[id] = entry.getKey();
    }
    return Vocabulary.of(Arrays.asList(tokens));
  }

  private static int id(JsonNumber number) {
    return number.isInteger() && number.literal().length() <= LONGEST_ID
        ? Integer.parseInt(number.literal())
        : -1;
  }
}
