package io.github.koelectra.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.json.JsonException.Problem;
import io.github.koelectra.json.JsonValue.JsonArray;
import io.github.koelectra.json.JsonValue.JsonBoolean;
import io.github.koelectra.json.JsonValue.JsonNull;
import io.github.koelectra.json.JsonValue.JsonNumber;
import io.github.koelectra.json.JsonValue.JsonString;
import io.github.koelectra.testkit.BadFile;
import io.github.koelectra.testkit.FormatFiles;
import io.github.koelectra.testkit.RandomCases;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  private static JsonValue read(String text) throws JsonException {
    return Json.read(text.getBytes(StandardCharsets.UTF_8), "x.json");
  }

  private static JsonException refused(byte[] bytes) {
    JsonException e = assertThrows(JsonException.class, () -> Json.read(bytes, "x.json"));
    assertTrue(e.getMessage().startsWith("x.json: "), e.getMessage());
    assertEquals(1, e.getMessage().lines().count(), e.getMessage());
    return e;
  }

  private static JsonException refused(String text) {
    return refused(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void everyKindOfValue() throws IOException {
    JsonValue value = read(" {\"가\":[1,-0.5e3,\"\\ud83d\\ude00\\n\",true,null],\"\":{}}\r\n\t ");
    JsonObject object = (JsonObject) value;
    assertEquals(List.of("가", ""), List.copyOf(object.members().keySet()));
    List<JsonValue> expected =
        List.of(
            new JsonNumber("1"),
            new JsonNumber("-0.5e3"),
            new JsonString("😀\n"),
            new JsonBoolean(true),
            new JsonNull());
    assertEquals(expected, object.findArray("가").orElseThrow().values());
    assertEquals(Map.of(), object.findObject("").orElseThrow().members());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "[1,]",
        "{\"a\":1,}",
        "{'a':1}",
        "{a:1}",
        "[1]x",
        "1 2",
        "// c\n1",
        "/* c */1",
        "#\n1",
        "NaN",
        "Infinity",
        "-Infinity",
        "+1",
        "01",
        "-01",
        ".5",
        "5.",
        "1e",
        "0x1",
        "tru",
        "\"",
        "\"\\x\"",
        "\"\t\"",
        "\"\\u12\"",
        "\"\\ud800\"",
        "\"\\udc00\\ud800\"",
        "{\"\\ud800\":1}",
        "{\0}",
        "\0",
        " ",
        "\uFEFF{}",
        "\u00A0{}",
        "[1 2]",
        "{\"a\" 1}",
        "{\"a\"}",
        "]"
      })
  void whatIsNotJsonIsRefused(String text) {
    assertEquals(Problem.SYNTAX, refused(text).problem());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"22FF22", "22C08022", "22EDA08022", "22F490808022", "22E3812222", "22E381"})
  void whatIsNotUtf8IsRefused(String hex) {
    JsonException e = refused(HexFormat.of().parseHex(hex));
    assertTrue(e.getMessage().contains("UTF-8"), e.getMessage());
  }

  @Test
  void utf16IsRefused() {
    refused("{\"a\":1}".getBytes(StandardCharsets.UTF_16LE));
    refused("{\"a\":1}".getBytes(StandardCharsets.UTF_16));
  }

  @Test
  void namesMayNotRepeat() {
    for (String text : List.of("{\"a\":1,\"a\":1}", "[{\"b\":{\"a\":1,\"\\u0061\":2}}]")) {
      JsonException e = refused(text);
      assertEquals(Problem.DUPLICATE, e.problem());
      assertTrue(e.getMessage().contains("\"a\""), e.getMessage());
    }
  }

  @Test
  void limitsHold() throws IOException {
    read("[".repeat(64) + "]".repeat(64));
    assertEquals(Problem.LIMIT, refused("[".repeat(65) + "]".repeat(65)).problem());
    assertEquals(Problem.LIMIT, refused("{\"a\":".repeat(1_000_000)).problem());
    read("1".repeat(400));
    assertEquals(Problem.LIMIT, refused("1".repeat(401)).problem());
    assertEquals(Problem.LIMIT, refused("[" + "[],".repeat(1_000_000) + "0]").problem());
    assertEquals(Problem.LIMIT, refused("\"" + "x".repeat(10_000_001) + "\"").problem());
    assertFalse(refused("[".repeat(65)).getMessage().contains("StreamReadConstraints"));
  }

  @Test
  void wrongContentIsToldInWords(@TempDir Path folder) throws IOException {
    assertTrue(refused("").getMessage().contains("empty"));
    for (BadFile file : FormatFiles.bad("config")) {
      String name = file.path().getFileName().toString();
      if (name.equals("git-lfs-pointer.json")) {
        JsonException e = assertThrows(JsonException.class, () -> Json.read(file.path()));
        assertTrue(e.getMessage().contains("git lfs pull"), e.getMessage());
        assertTrue(e.getMessage().contains(name), e.getMessage());
      }
    }
    assertTrue(refused("\n <!DOCTYPE html><p>").getMessage().contains("web page"));
    assertThrows(NoSuchFileException.class, () -> Json.read(folder.resolve("none.json")));
  }

  /** The parser's hints on how to make it lenient are of no use to whoever has the file. */
  @ParameterizedTest
  @ValueSource(strings = {"{\"a\": 1", "[1", "[NaN]", "[1 // one\n]", "{'a': 1}", "[1,]"})
  void adviceForProgrammersIsLeftOut(String text) {
    String message =
        assertThrows(
                JsonException.class,
                () -> Json.read(text.getBytes(StandardCharsets.UTF_8), "file.json"))
            .getMessage();
    assertTrue(message.startsWith("file.json: not valid JSON at line 1, column "), message);
    assertTrue(message.matches("[^`]*") && !message.contains("Source"), message);
    assertTrue(!message.contains("enable") && !message.contains("Feature"), message);
  }

  @Test
  void aDirectoryIsNoFile(@TempDir Path folder) {
    JsonException e = assertThrows(JsonException.class, () -> Json.read(folder));
    assertEquals(folder + ": a directory, not a JSON file", e.getMessage());
  }

  @Test
  void messagesStayOnOneLine() {
    String text = "{\"a\\n\\u001b[2J\":1,\"a\\n\\u001b[2J\":2}";
    assertFalse(refused(text).getMessage().contains("\u001b"));
    assertEquals("a\\u000ab\\u202e", OneLine.of("a\nb\u202e"));
    assertEquals(1001, OneLine.of("한".repeat(5000)).length());
  }

  @Test
  void typedLookUpsSayWhatTheyFound() throws IOException {
    JsonObject object =
        (JsonObject)
            read(
                "{\"s\":\"x\",\"i\":-7,\"d\":1.0,\"n\":null,\"huge\":1e999,\"long\":1234567890123456789}");
    assertEquals(Optional.of(-7L), object.findLong("i"));
    assertEquals(Optional.of(-7.0), object.findDouble("i"));
    assertEquals(Optional.empty(), object.findLong("n"));
    assertEquals(Optional.of(new JsonNull()), object.find("n"));
    assertEquals(Optional.empty(), object.findString("absent"));
    var e = assertThrows(JsonException.class, () -> object.findLong("d"));
    assertEquals("x.json: \"d\" must be an integer, not the number 1.0", e.getMessage());
    assertThrows(JsonException.class, () -> object.findLong("long"));
    assertThrows(JsonException.class, () -> object.findLong("s"));
    assertThrows(JsonException.class, () -> object.findDouble("huge"));
    assertThrows(JsonException.class, () -> object.findString("i"));
    assertThrows(JsonException.class, () -> object.findBoolean("s"));
    assertThrows(JsonException.class, () -> object.findObject("s"));
    assertThrows(JsonException.class, () -> object.findArray("s"));
    assertThrows(
        JsonException.class, () -> Json.readObject("[]".getBytes(StandardCharsets.UTF_8), "x"));
  }

  @Test
  void whatIsWritten() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("글", "한\"\\\n\u0001/é😀");
    members.put("f", new float[] {0.1f, Float.MIN_VALUE, Float.NaN});
    members.put("d", List.of(0.1, 1e300, Double.NEGATIVE_INFINITY));
    members.put("i", new long[] {Long.MIN_VALUE});
    members.put("none", null);
    members.put("maybe", Optional.of(true));
    members.put("ids", new int[] {2, 3});
    assertEquals(
        "{\"글\":\"한\\\"\\\\\\n\\u0001/é😀\",\"f\":[0.1,1.4E-45,null],\"d\":[0.1,1.0E300,null],"
            + "\"i\":[-9223372036854775808],\"none\":null,\"maybe\":true,\"ids\":[2,3]}",
        Json.write(members));
    assertEquals("\"😀\\ud83d한\\udc00\"", Json.write("😀\ud83d한\udc00"));
    assertThrows(IllegalArgumentException.class, () -> Json.write(new Object()));
    assertThrows(IllegalArgumentException.class, () -> Json.write(new BigDecimal("1e99")));
  }

  @Test
  void whatIsWrittenIsReadBack() throws IOException {
    SplittableRandom random = RandomCases.of("JSON round trip");
    for (int round = 0; round < 2000; round++) {
      JsonValue value = random(random, 5);
      assertEquals(value, read(Json.write(value)));
      float number = Float.intBitsToFloat(random.nextInt());
      if (Float.isFinite(number)) {
        JsonNumber back = (JsonNumber) read(Json.write(number));
        assertEquals(number, Float.parseFloat(back.literal()));
      }
    }
  }

  private static JsonValue random(SplittableRandom random, int depth) {
    return switch (random.nextInt(depth > 0 ? 7 : 5)) {
      case 0 -> new JsonNull();
      case 1 -> new JsonBoolean(random.nextBoolean());
      case 2 -> new JsonNumber(Long.toString(random.nextLong()));
      case 3 -> new JsonNumber(random.nextInt(100) + "." + random.nextInt(100) + "e-7");
      case 4 -> new JsonString(text(random));
      case 5 -> {
        var values = random.ints(random.nextInt(4)).mapToObj(_ -> random(random, depth - 1));
        yield new JsonArray(values.toList());
      }
      default -> {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          members.put(text(random), random(random, depth - 1));
        }
        yield new JsonObject("x.json", members);
      }
    };
  }

  private static String text(SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      int codePoint = random.nextInt(random.nextBoolean() ? 0x80 : 0x110000);
      text.appendCodePoint(codePoint >= 0xD800 && codePoint < 0xE000 ? 0xAC00 : codePoint);
    }
    return text.toString();
  }

  @Test
  void cutAndFlippedTextNeverGivesAnotherException() throws IOException {
    byte[] good = Files.readAllBytes(FormatFiles.path("safetensors-f32/config.json"));
    for (int length = 0; length < good.length - 2; length++) {
      refused(Arrays.copyOf(good, length));
    }
    int survived = 0;
    for (int i = 0; i < good.length; i++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] bad = good.clone();
        bad[i] ^= (byte) (1 << bit);
        try {
          Json.read(bad, "x.json");
          survived++;
        } catch (JsonException expected) {
          assertTrue(expected.getMessage().startsWith("x.json: "), expected.getMessage());
        }
      }
    }
    assertTrue(survived > 0, "flips inside strings must be readable");
  }
}
