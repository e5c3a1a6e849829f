package io.github.koelectra.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.json.Json;
import io.github.koelectra.json.JsonObject;
import io.github.koelectra.testkit.BadFile;
import io.github.koelectra.testkit.FormatFiles;
import io.github.koelectra.weights.Checkpoint;
import io.github.koelectra.weights.safetensors.SafetensorsWriter;
import io.github.koelectra.weights.safetensors.SafetensorsWriter.NewTensor;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTest {
  private static final String TINY = FormatFiles.path("safetensors-f32").toString();
  private static final String TEXT = "한국어 모델을 공유합니다.";

  @TempDir Path folder;

  private record Result(int code, String out, String err) {}

  private static Result run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        KoElectraCommand.execute(new PrintWriter(out, true), new PrintWriter(err, true), args);
    return new Result(code, out.toString(), err.toString());
  }

  private static void assertOneSentence(int code, Result result) {
    assertEquals(code, result.code, result.err);
    assertEquals(1, result.err.lines().count(), result.err);
    assertEquals("", result.out);
    assertFalse(result.err.contains("Exception"), result.err);
  }

  @Test
  void tokenize() throws IOException {
    Result result = run("tokenize", "--model", TINY, "--json", TEXT, "다");
    assertEquals(0, result.code, result.err);
    assertEquals(2, result.out.lines().count());
    JsonObject first = object(result.out.lines().findFirst().orElseThrow());
    assertEquals(
        List.of("tokens", "ids", "type_ids", "offsets"), List.copyOf(first.members().keySet()));
    Result plain = run("tokenize", "--vocab", TINY + "/vocab.txt", "--max-length", "4", TEXT);
    assertEquals(4, plain.out.strip().split(" ").length, plain.out);
  }

  private static JsonObject object(String json) throws IOException {
    return Json.readObject(json.getBytes(StandardCharsets.UTF_8), "output");
  }

  @Test
  void detect() throws IOException {
    Result result = run("detect", "--model", TINY, "--json", TEXT);
    assertEquals(0, result.code, result.err);
    JsonObject object = object(result.out.strip());
    assertEquals(TEXT, object.findString("text").orElseThrow());
    JsonObject token = (JsonObject) object.findArray("tokens").orElseThrow().values().getFirst();
    assertEquals(
        List.of("token", "id", "start", "end", "score", "replaced"),
        List.copyOf(token.members().keySet()));
    String marked = run("detect", "--model", TINY, TEXT).out.strip();
    assertEquals(TEXT, marked.replace("**", ""));
    assertTrue(marked.contains("**"), marked);
  }

  @Test
  void logitsAreThoseOfPyTorch() throws IOException {
    try (Checkpoint expected = Checkpoint.open(FormatFiles.path("expected.safetensors"))) {
      long[] ids = expected.readLongs("batch/input_ids");
      long[] mask = expected.readLongs("batch/attention_mask");
      Path input = folder.resolve("입력 파일.safetensors");
      SafetensorsWriter.write(
          input,
          Map.of(),
          List.of(
              NewTensor.of("input_ids", ids, 3, 20),
              NewTensor.of("attention_mask", mask, 3, 20),
              NewTensor.of("token_type_ids", expected.readLongs("batch/token_type_ids"), 3, 20)));
      Path output = folder.resolve("출력.safetensors");
      Result result =
          run(
              "logits",
              "--model",
              TINY,
              "--input",
              input.toString(),
              "--output",
              output.toString(),
              "--hidden-states",
              "--threads",
              "2");
      assertEquals(0, result.code, result.err);
      try (Checkpoint written = Checkpoint.open(output)) {
        double[] logits = written.readDoubles("logits");
        double[] truth = expected.readDoubles("f32/batch/logits");
        int valid = 0;
        for (int i = 0; i < logits.length; i++) {
          assertEquals(mask[i] == 1 ? truth[valid++] : 0, logits[i], 1e-6);
        }
        assertEquals(truth.length, valid);
        assertEquals(3 * 20 * 32, written.readDoubles("hidden_states.2").length);
      }
      Path scalar = folder.resolve("scalar.safetensors");
      run(
          "logits",
          "--model",
          TINY,
          "--input",
          input.toString(),
          "--output",
          scalar.toString(),
          "--hidden-states",
          "--kernels",
          "scalar",
          "--threads",
          "1");
      assertArrayEquals(Files.readAllBytes(output), Files.readAllBytes(scalar));
    }
  }

  @Test
  void info() throws IOException {
    Result result = run("info", "--json", TINY);
    assertEquals(0, result.code, result.err);
    JsonObject object = object(result.out.strip());
    assertEquals(24609, object.findLong("parameters").orElseThrow());
    assertEquals(43, object.findArray("tensors").orElseThrow().values().size());
    assertTrue(object.findObject("config").isPresent());
    for (String file : List.of("config.json", "vocab.txt", "model.safetensors")) {
      assertEquals(0, run("info", TINY + "/" + file).code);
    }
  }

  static Stream<BadFile> badFiles() {
    return Stream.of("safetensors", "index", "model", "config", "vocab")
        .flatMap(kind -> FormatFiles.bad(kind).stream());
  }

  @ParameterizedTest
  @MethodSource("badFiles")
  void badFilesAreOneSentence(BadFile bad) {
    Result result = run("info", bad.path().toString());
    switch (bad.expect()) {
      case REJECT -> assertOneSentence(1, result);
      case ACCEPT -> assertEquals(0, result.code, result.err);
      case EITHER -> {
        if (result.code != 0) {
          assertOneSentence(1, result);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "detect",
        "detect --modle x",
        "tokenize 한국어",
        "tokenize --vocab a --model b",
        "logits --model x",
        "info",
        "detect --model x --threads many",
        "detect --model x --threads 0"
      })
  void badUsageIsOneSentence(String line) {
    assertOneSentence(2, run(line.isEmpty() ? new String[0] : line.split(" ")));
  }

  @Test
  void badInputLeavesNothingBehind() throws IOException {
    Path output = folder.resolve("out.safetensors");
    for (long id : new long[] {300, -1, 1L << 40}) {
      Path input = folder.resolve("in.safetensors");
      SafetensorsWriter.write(
          input, Map.of(), List.of(NewTensor.of("input_ids", new long[] {2, id, 3}, 1, 3)));
      assertOneSentence(
          1,
          run(
              "logits",
              "--model",
              TINY,
              "--input",
              input.toString(),
              "--output",
              output.toString()));
      assertFalse(Files.exists(output));
    }
    Path ragged = folder.resolve("ragged.safetensors");
    SafetensorsWriter.write(
        ragged,
        Map.of(),
        List.of(
            NewTensor.of("input_ids", new long[3], 1, 3),
            NewTensor.of("attention_mask", new long[4], 1, 4)));
    assertOneSentence(
        1,
        run(
            "logits",
            "--model",
            TINY,
            "--input",
            ragged.toString(),
            "--output",
            output.toString()));
    assertOneSentence(1, run("detect", "--model", folder.toString(), TEXT));
    assertOneSentence(1, run("detect", "--model", "없는 폴더", TEXT));
    assertOneSentence(1, run("detect", "--model", TINY, "한국어 ".repeat(200)));
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(2, left.count());
    }
  }

  @Test
  void aVocabularyOfAnotherModelIsRefused() throws IOException {
    Path model = folder.resolve("model");
    Files.createDirectories(model);
    for (String file : List.of("config.json", "model.safetensors")) {
      Files.copy(Path.of(TINY, file), model.resolve(file));
    }
    List<String> tokens = Files.readAllLines(Path.of(TINY, "vocab.txt"));
    Files.write(model.resolve("vocab.txt"), tokens.subList(0, tokens.size() - 1));
    Result result = run("detect", "--model", model.toString(), TEXT);
    assertOneSentence(1, result);
    assertTrue(result.err.contains("299") && result.err.contains("300"), result.err);
  }

  @Test
  void helpShowsExamples() {
    for (String command : List.of("", "tokenize ", "detect ", "logits ", "info ")) {
      Result result = run((command + "--help").split(" "));
      assertEquals(0, result.code);
      assertTrue(result.out.contains("Example"), result.out);
    }
    assertTrue(run("--version").out.startsWith("koelectra "));
  }
}
