package io.github.koelectra.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.json.Json;
import io.github.koelectra.json.JsonObject;
import io.github.koelectra.json.JsonValue;
import io.github.koelectra.json.JsonValue.JsonArray;
import io.github.koelectra.json.JsonValue.JsonNumber;
import io.github.koelectra.testkit.SharedFiles;
import io.github.koelectra.tokenizer.EncodeOptions.Truncation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Hugging Face's tokenizers gave. */
class GoldenTest {
  private static ElectraTokenizer tokenizer(String name) throws IOException {
    return ElectraTokenizer.fromPretrained(SharedFiles.require("vocab/" + name + ".txt"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"koelectra-v1", "koelectra-v3"})
  void everyRecord(String name) throws IOException {
    ElectraTokenizer tokenizer = tokenizer(name);
    Path file = SharedFiles.require("golden/tokenizer/" + name + ".jsonl");
    List<String> lines = Files.readAllLines(file);
    assertTrue(lines.size() > 2000);
    for (String line : lines) {
      JsonObject record = Json.readObject(line.getBytes(StandardCharsets.UTF_8), name);
      check(tokenizer, record, line);
    }
  }

  private static void check(ElectraTokenizer tokenizer, JsonObject record, String line)
      throws IOException {
    String text = record.findString("text").orElseThrow();
    String pair = record.findString("pair").orElse(null);
    EncodeOptions options = options(record);
    Encoding encoding =
        pair == null ? tokenizer.encode(text, options) : tokenizer.encode(text, pair, options);
    assertEquals(numbers(record, "ids"), list(encoding.ids()), line);
    assertOptional(record, "type_ids", encoding.typeIds(), line);
    assertOptional(record, "attention_mask", encoding.attentionMask(), line);
    assertOptional(record, "special_tokens_mask", encoding.specialTokensMask(), line);
    assertEquals(
        Json.write(record.find("offsets").orElseThrow()),
        Json.write(List.of(encoding.codePointOffsets())),
        line);
    List<String> windows = encoding.overflowing().stream().map(e -> Json.write(e.ids())).toList();
    assertEquals(
        record.find("overflowing").map(Json::write).orElse("[]"),
        "[" + String.join(",", windows) + "]",
        line);
    assertEquals(
        record.findString("decoded").orElseThrow(), tokenizer.decode(encoding.ids(), true), line);
    checkSources(encoding, text, pair);
  }

  private static void checkSources(Encoding encoding, String text, String pair) {
    for (int i = 0; i < encoding.size(); i++) {
      if (encoding.sequenceId(i).isPresent()) {
        String whole = encoding.sequenceId(i).getAsInt() == 0 ? text : pair;
        String source = whole.substring(encoding.begin(i), encoding.end(i));
        assertEquals(source, encoding.source(i));
        String token = encoding.token(i).replaceFirst("^##(?=.)", "");
        boolean same =
            source.equals(token)
                || encoding.token(i).equals("[UNK]")
                || source.codePoints().anyMatch(c -> CharacterClasses.of(c) == 1);
        assertTrue(same, () -> source + " is not " + token);
      }
    }
  }

  private static EncodeOptions options(JsonObject record) throws IOException {
    EncodeOptions options = EncodeOptions.DEFAULT;
    if (!record.findBoolean("add_special_tokens").orElse(true)) {
      options = options.withoutSpecialTokens();
    }
    if (record.findLong("max_length").isPresent()) {
      String strategy = record.findString("truncation").orElseThrow().toUpperCase(Locale.ROOT);
      options =
          options
              .withTruncation(
                  record.findLong("max_length").get().intValue(), Truncation.valueOf(strategy))
              .withStride(record.findLong("stride").orElse(0L).intValue());
    }
    return record.findLong("padding_length").isPresent()
        ? options.withPadding(record.findLong("padding_length").get().intValue())
        : options;
  }

  private static void assertOptional(JsonObject record, String name, int[] ours, String line)
      throws IOException {
    if (record.find(name).isPresent()) {
      assertEquals(numbers(record, name), list(ours), line);
    }
  }

  private static List<Integer> numbers(JsonObject record, String name) throws IOException {
    List<Integer> numbers = new ArrayList<>();
    for (JsonValue value : record.findArray(name).orElseThrow().values()) {
      numbers.add(Integer.parseInt(((JsonNumber) value).literal()));
    }
    return numbers;
  }

  private static List<Integer> list(int[] numbers) {
    List<Integer> list = new ArrayList<>();
    for (int number : numbers) {
      list.add(number);
    }
    return list;
  }

  @ParameterizedTest
  @ValueSource(strings = {"koelectra-v1", "koelectra-v3"})
  void everyCorpus(String name) throws IOException, NoSuchAlgorithmException {
    ElectraTokenizer tokenizer = tokenizer(name);
    JsonObject digests =
        Json.readObject(SharedFiles.require("golden/tokenizer/" + name + ".digests.json"));
    for (String corpus : digests.members().keySet()) {
      JsonObject expected = digests.findObject(corpus).orElseThrow();
      List<String> lines = lines(SharedFiles.require(corpus));
      assertEquals(expected.findLong("lines").orElseThrow(), lines.size(), corpus);
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      for (Encoding encoding :
          tokenizer.encodeBatch(lines, EncodeOptions.DEFAULT.withoutSpecialTokens())) {
        int[] ids = encoding.ids();
        ByteBuffer bytes = ByteBuffer.allocate(4 * ids.length + 4).order(ByteOrder.LITTLE_ENDIAN);
        for (int id : ids) {
          bytes.putInt(id);
        }
        sha256.update(bytes.putInt(-1).array());
      }
      String digest = HexFormat.of().formatHex(sha256.digest());
      assertEquals(expected.findString("sha256").orElseThrow(), digest, corpus);
    }
  }

  private static List<String> lines(Path corpus) throws IOException {
    if (!corpus.toString().endsWith(".json")) {
      return List.of(Files.readString(corpus).split("\n", -1));
    }
    List<String> lines = new ArrayList<>();
    for (JsonValue article : array((JsonObject) Json.read(corpus), "data")) {
      for (JsonValue paragraph : array((JsonObject) article, "paragraphs")) {
        lines.add(((JsonObject) paragraph).findString("context").orElseThrow());
        for (JsonValue question : array((JsonObject) paragraph, "qas")) {
          lines.add(((JsonObject) question).findString("question").orElseThrow());
        }
      }
    }
    return lines;
  }

  private static List<JsonValue> array(JsonObject object, String name) throws IOException {
    return object.findArray(name).orElseThrow().values();
  }

  @Test
  void theUncasedTokenizer() throws IOException {
    ElectraTokenizer tokenizer =
        ElectraTokenizer.fromPretrained(SharedFiles.require("golden/minilm"));
    for (String line : Files.readAllLines(SharedFiles.require("golden/minilm/tokens.jsonl"))) {
      JsonObject record = Json.readObject(line.getBytes(StandardCharsets.UTF_8), "minilm");
      Encoding encoding =
          tokenizer.encode(
              record.findString("text").orElseThrow(),
              EncodeOptions.DEFAULT.withTruncation(256, Truncation.LONGEST_FIRST));
      assertEquals(numbers(record, "ids"), list(encoding.ids()), line);
      assertEquals(
          Json.write(record.find("offsets").orElseThrow()),
          Json.write(List.of(encoding.codePointOffsets())),
          line);
    }
  }

  @Test
  void theFirstExample() throws IOException {
    ElectraTokenizer tokenizer = tokenizer("koelectra-v3");
    int[] expected = {2, 11229, 29173, 13352, 25541, 4110, 7824, 17788, 18, 3};
    assertArrayEquals(expected, tokenizer.encode("한국어 ELECTRA를 공유합니다.").ids());
    List<String> tokens = tokenizer.tokenize("[CLS] 한국어 ELECTRA를 공유합니다. [SEP]");
    assertEquals(
        List.of("[CLS]", "한국어", "EL", "##EC", "##TRA", "##를", "공유", "##합니다", ".", "[SEP]"), tokens);
    assertArrayEquals(expected, tokenizer.convertTokensToIds(tokens));
  }

  @Test
  void everyCodePoint() throws IOException {
    byte[] json = GoldenTest.class.getResourceAsStream("/code-points.json").readAllBytes();
    JsonArray runs = Json.readObject(json, "code-points.json").findArray("runs").orElseThrow();
    List<String> classes = List.of("join", "removed", "space", "split", "split");
    int seen = 0;
    for (JsonValue run : runs.values()) {
      List<JsonValue> fields = ((JsonArray) run).values();
      String expected = ((JsonValue.JsonString) fields.get(2)).value();
      int last = Integer.parseInt(((JsonNumber) fields.get(1)).literal());
      for (int c = Integer.parseInt(((JsonNumber) fields.get(0)).literal()); c <= last; c++) {
        if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
          assertEquals(expected, classes.get(CharacterClasses.of(c)), Integer.toHexString(c));
          seen++;
        }
      }
    }
    assertEquals(0x110000 - 2048, seen);
  }
}
