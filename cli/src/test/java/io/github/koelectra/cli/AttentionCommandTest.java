package io.github.koelectra.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.json.Json;
import io.github.koelectra.json.JsonObject;
import io.github.koelectra.json.JsonValue.JsonArray;
import io.github.koelectra.testkit.FormatFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code attention} promises. */
class AttentionCommandTest {
  private static final String TINY = Ran.TINY;
  private static final String TEXT = Ran.TEXT;

  @TempDir private Path folder;

  private static JsonObject object(String json) throws IOException {
    return Json.readObject(json.getBytes(StandardCharsets.UTF_8), "output");
  }

  private static double[][] attention(JsonObject object) throws IOException {
    List<double[]> rows =
        object.findArray("attention").orElseThrow().values().stream()
            .map(row -> (JsonArray) row)
            .map(
                row ->
                    row.values().stream()
                        .mapToDouble(v -> Double.parseDouble(Json.write(v)))
                        .toArray())
            .toList();
    return rows.toArray(double[][]::new);
  }

  @Test
  void aHeadIsPrinted() throws IOException {
    String json =
        Ran.of("attention", "--model", TINY, "--json", "--layer", "1", "--head", "1", TEXT)
            .succeeds()
            .out();
    JsonObject object = object(json.strip());
    assertEquals(
        List.of("tokens", "type_ids", "layer", "head", "attention"),
        List.copyOf(object.members().keySet()));
    int tokens = object.findArray("tokens").orElseThrow().values().size();
    double[][] rows = attention(object);
    assertEquals(tokens, rows.length);
    for (double[] row : rows) {
      assertEquals(tokens, row.length);
      assertEquals(1, Arrays.stream(row).sum(), 1e-5);
    }
  }

  /** The page has every head, where the printed one says it is. */
  @Test
  void thePageHasWhatIsPrinted() throws IOException {
    Path file = folder.resolve("page.html");
    String json =
        Ran.of(
                "attention",
                "--model",
                TINY,
                "--html",
                file.toString(),
                "--json",
                "--layer",
                "1",
                "--head",
                "1",
                "--pair",
                "다",
                TEXT)
            .succeeds()
            .out();
    double[][] rows = attention(object(json.strip()));
    JsonObject data = object(Jsoup.parse(Files.readString(file)).expectFirst("#data").data());
    assertEquals(
        Json.write(object(json.strip()).findArray("tokens").get()),
        Json.write(data.findArray("tokens").get()));
    long heads = data.findLong("heads").orElseThrow();
    assertEquals(rows.length - 2, data.findLong("pairBegin").orElseThrow());
    byte[] packed = Base64.getUrlDecoder().decode(data.findString("probabilities").orElseThrow());
    byte[] all = inflated(packed);
    int size = rows.length * rows.length;
    assertEquals(data.findLong("layers").orElseThrow() * heads * size, all.length);
    for (int i = 0; i < rows.length; i++) {
      double[] read = new double[rows.length];
      for (int j = 0; j < read.length; j++) {
        read[j] = (all[(int) (heads + 1) * size + i * rows.length + j] & 0xFF) / 255.0;
      }
      assertArrayEquals(rows[i], read, 0.002);
    }
  }

  private static byte[] inflated(byte[] packed) throws IOException {
    Inflater inflater = new Inflater(true);
    try (InflaterInputStream in =
        new InflaterInputStream(new ByteArrayInputStream(packed), inflater)) {
      return in.readAllBytes();
    } finally {
      inflater.end();
    }
  }

  @Test
  void aTextIsCutOnlyWhenAsked() throws IOException {
    String text = "다 ".repeat(70).strip();
    Path file = folder.resolve("page.html");
    String[] whole = {"attention", "--model", TINY, "--html", file.toString(), text};
    Ran.of(whole).failsInOneSentence(1, "72", "64", "--max-length 64");
    assertFalse(Files.exists(file));
    String cut =
        Ran.of("attention", "--model", TINY, "--max-length", "5", "--json", text).succeeds().out();
    assertTrue(cut.strip().endsWith("],\"truncated\":true}"), cut);
    assertEquals(5, attention(object(cut.strip())).length);
  }

  /** Every head, and a text without a token. */
  @Test
  void anyModelAndTextWillDo() throws IOException {
    Path file = folder.resolve("page.html");
    for (String name :
        List.of("safetensors-f32", "safetensors-base-model", "safetensors-generator")) {
      String model = FormatFiles.path(name).toString();
      Ran.of("attention", "--model", model, "--html", file.toString(), TEXT).succeeds();
      Ran.of("attention", "--model", model, "--html", file.toString(), "").succeeds();
    }
    JsonObject data = object(Jsoup.parse(Files.readString(file)).expectFirst("#data").data());
    assertEquals("[\"[CLS]\",\"[SEP]\"]", Json.write(data.findArray("tokens").get()));
  }

  @Test
  void whatCannotBe() {
    Ran.of("attention", "--model", TINY, TEXT).failsInOneSentence(2, "--html", "--json");
    Ran.of("attention", "--model", TINY, "--json", "--layer", "2", TEXT)
        .failsInOneSentence(2, "--layer", "between 0 and 1", "2");
    Ran.of("attention", "--model", TINY, "--json", "--head", "-1", TEXT)
        .failsInOneSentence(2, "--head", "-1");
    Ran.of("attention", "--model", TINY, "--json", "--max-length", "2", TEXT)
        .failsInOneSentence(2, "--max-length", "3");
    Ran.of("attention", "--model", TINY, "--html", TINY + "/vocab.txt", TEXT)
        .failsInOneSentence(1, "vocab.txt", "must not be replaced");
    Ran.of("attention", "--model", TINY, "--html", folder + "/no/page.html", TEXT)
        .failsInOneSentence(1, "no such directory");
  }
}
