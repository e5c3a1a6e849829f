package io.github.koelectra.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.json.Json;
import io.github.koelectra.json.JsonObject;
import io.github.koelectra.json.JsonValue;
import io.github.koelectra.json.JsonValue.JsonArray;
import io.github.koelectra.json.JsonValue.JsonString;
import io.github.koelectra.tokenizer.EncodeOptions.Truncation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What Hugging Face's tokenizers 0.23.3 gave for random texts, options and three {@code
 * tokenizer.json} that it wrote: one of cased text with additional special tokens, one of uncased
 * text, and one that neither cleans up nor parts Chinese characters.
 */
class HuggingFaceTest {
  @TempDir private Path folder;

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = HuggingFaceTest.class.getResourceAsStream("/hugging-face/" + name)) {
      return in.readAllBytes();
    }
  }

  private ElectraTokenizer tokenizer(String json) throws IOException {
    return ElectraTokenizer.fromPretrained(
        Files.writeString(folder.resolve("tokenizer.json"), json));
  }

  private static String text(String name) throws IOException {
    return new String(resource(name), StandardCharsets.UTF_8);
  }

  @Test
  void everyCase() throws IOException {
    Map<String, ElectraTokenizer> tokenizers = new TreeMap<>();
    for (String name : List.of("cased", "uncased", "uncleaned")) {
      tokenizers.put(name, tokenizer(text(name + ".json")));
    }
    List<String> lines = text("cases.jsonl").lines().toList();
    assertEquals(260, lines.size());
    for (String line : lines) {
      JsonObject record = Json.readObject(line.getBytes(StandardCharsets.UTF_8), "case");
      check(tokenizers.get(record.findString("tokenizer").orElseThrow()), record, line);
    }
  }

  private static void check(ElectraTokenizer tokenizer, JsonObject record, String line)
      throws IOException {
    List<String> texts = strings(record, "texts");
    List<String> pairs = strings(record, "pairs");
    EncodeOptions options = options(record);
    List<Encoding> encodings =
        pairs.isEmpty()
            ? tokenizer.encodeBatch(texts, options)
            : tokenizer.encodeBatch(texts, pairs, options);
    List<JsonValue> expected = record.findArray("encodings").orElseThrow().values();
    assertEquals(expected.size(), encodings.size(), line);
    for (int i = 0; i < encodings.size(); i++) {
      Encoding encoding = encodings.get(i);
      Map<String, Object> ours = fields(encoding);
      ours.put(
          "overflowing", encoding.overflowing().stream().map(HuggingFaceTest::fields).toList());
      ours.put("decoded", tokenizer.decode(encoding.ids(), true));
      ours.put("decoded_whole", tokenizer.decode(encoding.ids(), false));
      assertEquals(Json.write(expected.get(i)), Json.write(ours), line);
    }
  }

  private static Map<String, Object> fields(Encoding encoding) {
    EncodingFields all = EncodingFields.of(encoding);
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("ids", all.ids());
    fields.put("type_ids", all.typeIds());
    fields.put("attention_mask", all.attentionMask());
    fields.put("special_tokens_mask", all.specialTokensMask());
    fields.put("offsets", all.codePointOffsets());
    fields.put("word_ids", optional(all.wordIds()));
    fields.put("sequence_ids", optional(all.sequenceIds()));
    return fields;
  }

  private static List<Optional<Integer>> optional(List<Integer> numbers) {
    return numbers.stream().map(number -> Optional.of(number).filter(n -> n >= 0)).toList();
  }

  private static List<String> strings(JsonObject record, String name) throws IOException {
    List<String> strings = new ArrayList<>();
    for (JsonValue value : record.findArray(name).map(JsonArray::values).orElse(List.of())) {
      strings.add(((JsonString) value).value());
    }
    return strings;
  }

  private static EncodeOptions options(JsonObject record) throws IOException {
    EncodeOptions options = EncodeOptions.DEFAULT;
    if (!record.findBoolean("add_special_tokens").orElse(true)) {
      options = options.withoutSpecialTokens();
    }
    if (record.findString("truncation").isPresent()) {
      String strategy = record.findString("truncation").get().toUpperCase(Locale.ROOT);
      options =
          options
              .withTruncation(number(record, "max_length"), Truncation.valueOf(strategy))
              .withStride(number(record, "stride"));
    }
    if (record.findLong("padding_length").isPresent()) {
      options = options.withPadding(number(record, "padding_length"));
    }
    if (record.findBoolean("pad_to_longest").orElse(false)) {
      options = options.withPaddingToLongest();
    }
    return record.findLong("pad_to_multiple_of").isPresent()
        ? options.withPaddingToMultipleOf(number(record, "pad_to_multiple_of"))
        : options;
  }

  private static int number(JsonObject record, String name) throws IOException {
    return record.findLong(name).orElseThrow().intValue();
  }

  @ParameterizedTest
  @CsvSource({
    "lowercase_and_strip_accents, true, true",
    "lowercase, true, false",
    "strip_accents, false, true"
  })
  void everyCodePointNormalized(String name, boolean lowerCase, boolean stripAccents)
      throws IOException, NoSuchAlgorithmException {
    BertNormalizer normalizer =
        new BertNormalizer(
            new TokenizerOptions(
                lowerCase,
                stripAccents,
                true,
                true,
                100,
                512,
                TokenizerOptions.SpecialTokens.BERT));
    List<String> planes =
        strings(Json.readObject(resource("normalized.json"), "normalized.json"), name);
    assertEquals(17, planes.size());
    for (int plane = 0; plane < planes.size(); plane++) {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      for (int c = plane << 16; c < (plane + 1) << 16; c++) {
        if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
          sha256.update((normalized(normalizer, c) + "\n").getBytes(StandardCharsets.UTF_8));
        }
      }
      assertEquals(planes.get(plane), HexFormat.of().formatHex(sha256.digest()), "plane " + plane);
    }
  }

  private static String normalized(BertNormalizer normalizer, int codePoint) {
    return switch (normalizer.classOf(codePoint)) {
      case CharacterClasses.REMOVED -> "";
      case CharacterClasses.SPACE -> " ";
      case CharacterClasses.CHINESE -> " " + normalizer.normalize(codePoint) + " ";
      default -> normalizer.normalize(codePoint);
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"type\":\"BertNormalizer\" | \"type\":\"Lowercase\" | normalizer is not a BertNormalizer",
        "\"type\":\"BertPreTokenizer\" | \"type\":\"Whitespace\" | not a BertPreTokenizer",
        "\"type\":\"WordPiece\",\"unk | \"type\":\"BPE\",\"unk | a BPE tokenizer",
        "\"continuing_subword_prefix\":\"##\" | \"continuing_subword_prefix\":\"@@\" | with ##",
        "\"max_input_chars_per_word\":20 | \"max_input_chars_per_word\":0 | from 1 to 1000",
        "\"max_input_chars_per_word\":20 | \"max_input_chars_per_word\":1000000 | from 1 to 1000",
        "\"lstrip\":false | \"lstrip\":true | added token '[PAD]' is not supported",
        "\"special\":true | \"special\":false | added token '[PAD]' is not supported",
        "{\"Sequence\":{\"id\":\"B\",\"type_id\":1}} | {\"Sequence\":{\"id\":\"B\",\"type_id\":0}} | not BERT's",
        "\"[SEP]\":3, | \"[SEP]\":4, | needs an id of its own",
        "\"unk_token\":\"[UNK]\" | \"unk_token\":\"<unk>\" | the vocabulary has no <unk>"
      })
  void whatIsNotOfTheBertKindIsRefused(String part, String other, String message)
      throws IOException {
    String json = text("cased.json");
    assertTrue(json.contains(part), part);
    VocabularyException e =
        assertThrows(VocabularyException.class, () -> tokenizer(json.replace(part, other)));
    assertTrue(e.getMessage().contains("tokenizer.json: "), e.getMessage());
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }
}
