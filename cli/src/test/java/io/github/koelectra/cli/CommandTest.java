package io.github.koelectra.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.json.Json;
import io.github.koelectra.json.JsonObject;
import io.github.koelectra.testkit.BadFile;
import io.github.koelectra.testkit.FormatFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the commands promise when all is well, and {@code info} on files where it is not. */
class CommandTest {
  private static final String TINY = Ran.TINY;
  private static final String TEXT = Ran.TEXT;

  @TempDir private Path folder;

  private static JsonObject object(String json) throws IOException {
    return Json.readObject(json.getBytes(StandardCharsets.UTF_8), "output");
  }

  private static List<String> names(JsonObject object) {
    return List.copyOf(object.members().keySet());
  }

  @Test
  void tokenize() throws IOException {
    Ran ran = Ran.of("tokenize", "--model", TINY, "--json", TEXT, "", "다").succeeds();
    assertEquals(3, ran.out().lines().count());
    JsonObject first = object(ran.out().lines().findFirst().orElseThrow());
    assertEquals(List.of("tokens", "ids", "type_ids", "offsets"), names(first));
    assertEquals(
        "{\"tokens\":[\"[CLS]\",\"[SEP]\"],\"ids\":[2,3],\"type_ids\":[0,0],"
            + "\"offsets\":[[0,0],[0,0]]}",
        ran.out().lines().toList().get(1));
    Ran cut = Ran.of("tokenize", "--vocab", TINY + "/vocab.txt", "--max-length", "4", TEXT);
    assertEquals(4, cut.succeeds().out().strip().split(" ").length, cut.out());
    Ran pair = Ran.of("tokenize", "--model", TINY, "--json", "--pair", "다", "한").succeeds();
    assertTrue(pair.out().contains("\"type_ids\":[0,0,0,1,1]"), pair.out());
  }

  @Test
  void offsetsCountCodePoints() {
    Ran ran = Ran.of("tokenize", "--model", TINY, "--json", "😀한").succeeds();
    assertTrue(ran.out().contains("\"offsets\":[[0,0],[0,2],[0,0]]"), ran.out());
  }

  /** Not the content of a file of that name, nor an option in it. */
  @Test
  void aTextMayBeginWithAnAtSign() throws IOException {
    Path file = Files.writeString(folder.resolve("args"), "--json");
    for (String text : List.of("@" + file, "@nobody", "\"quoted\"", "${user.home}", "a\\b")) {
      Ran ran = Ran.of("detect", "--model", TINY, text).succeeds();
      assertEquals(text, ran.out().strip().replace("**", ""));
    }
  }

  @Test
  void detect() throws IOException {
    Ran ran = Ran.of("detect", "--model", TINY, "--json", TEXT).succeeds();
    JsonObject object = object(ran.out().strip());
    assertEquals(List.of("text", "tokens"), names(object));
    assertEquals(TEXT, object.findString("text").orElseThrow());
    JsonObject token = (JsonObject) object.findArray("tokens").orElseThrow().values().getFirst();
    assertEquals(List.of("token", "id", "start", "end", "score", "replaced"), names(token));
    String marked = Ran.of("detect", "--model", TINY, TEXT).succeeds().out().strip();
    assertEquals("**한국어** **모델을** **공유합니다.**", marked);
    String empty = Ran.of("detect", "--model", TINY, "--json", "").succeeds().out().strip();
    assertEquals("{\"text\":\"\",\"tokens\":[]}", empty);
  }

  @Test
  void aTextIsCutOnlyWhenAsked() {
    String text = "다 ".repeat(70).strip();
    String whole = Ran.of("detect", "--model", TINY, text).succeeds().out();
    assertEquals(text, whole.strip().replace("**", ""));
    Ran.of("detect", "--model", TINY, "--long", "error", text)
        .failsInOneSentence(1, "72", "64", "--long");
    Ran.of("detect", "--model", TINY, "--long", "error", "다", text)
        .failsAfterOutput(1, "text 2: ", "72");
    String marked =
        Ran.of("detect", "--model", TINY, "--max-length", "6", "--long", "truncate", text)
            .succeeds()
            .out();
    assertEquals("다 다 다 다 …(cut)", marked.strip().replace("**", ""));
    String windows =
        Ran.of("detect", "--model", TINY, "--max-length", "6", "--json", text).succeeds().out();
    assertTrue(windows.strip().endsWith("]}"), windows);
    String json =
        Ran.of("detect", "--model", TINY, "--max-length", "6", "--long", "truncate", "--json", text)
            .succeeds()
            .out();
    assertTrue(json.strip().endsWith("],\"truncated\":true}"), json);
  }

  @Test
  void info() throws IOException {
    JsonObject object = object(Ran.of("info", "--json", TINY).succeeds().out().strip());
    assertEquals(24609, object.findLong("parameters").orElseThrow());
    assertEquals(
        "electra", object.findObject("config").orElseThrow().findString("model_type").get());
    assertEquals(300, object.findObject("vocabulary").orElseThrow().findLong("size").get());
    var tensors = object.findArray("tensors").orElseThrow().values();
    assertEquals(43, tensors.size());
    assertEquals(List.of("name", "dtype", "shape"), names((JsonObject) tensors.getFirst()));
    String heads = Json.write(object.findArray("heads").orElseThrow());
    assertEquals("[\"pre-training\",\"none\"]", heads);
    for (String file : List.of("config.json", "vocab.txt", "model.safetensors")) {
      Ran.of("info", TINY + "/" + file).succeeds();
    }
    Path index = FormatFiles.path("safetensors-sharded").resolve("model.safetensors.index.json");
    String sharded = Ran.of("info", index.toString()).succeeds().out();
    assertTrue(sharded.contains("24,609 parameters in 43 tensors"), sharded);
  }

  /** In the file's own names and shapes, with the heads of both models. */
  @Test
  void infoOnOtherFormats() throws IOException {
    for (String name : List.of("tf-v1", "tf-v1/model.ckpt-12345", "tf-h5/tf_model.h5")) {
      Path path = FormatFiles.path(name.split("/", -1)[0]);
      Path file = name.contains("/") ? path.resolve(name.split("/", -1)[1]) : path;
      JsonObject object =
          object(Ran.of("info", "--json", file.toString()).succeeds().out().strip());
      boolean pair = name.startsWith("tf-v1");
      assertEquals(pair ? 26965 : 24609, object.findLong("parameters").orElseThrow());
      assertEquals(
          pair ? "[\"pre-training\",\"masked-lm\",\"none\"]" : "[\"pre-training\",\"none\"]",
          Json.write(object.findArray("heads").orElseThrow()));
      String tensors = Json.write(object.findArray("tensors").orElseThrow());
      assertTrue(tensors.contains("electra/embeddings_project/kernel"), tensors);
      assertEquals(file.equals(path), object.findObject("config").isPresent());
    }
  }

  static Stream<BadFile> badFiles() {
    return Stream.of("safetensors", "index", "model", "config", "vocab", "tf-v1", "tf-h5")
        .flatMap(kind -> FormatFiles.bad(kind).stream());
  }

  @ParameterizedTest
  @MethodSource("badFiles")
  void badFilesAreOneSentence(BadFile bad) {
    Ran ran = Ran.of("info", bad.path().toString());
    String name = bad.path().getFileName().toString();
    switch (bad.expect()) {
      case REJECT -> ran.failsInOneSentence(1, name);
      case ACCEPT -> assertEquals(0, ran.code(), ran.err());
      case EITHER -> {
        if (ran.code() != 0) {
          ran.failsInOneSentence(1, name);
        }
      }
    }
  }

  @Test
  void noPartOfTheParsersAdviceForProgrammersIsShown() {
    for (BadFile bad : badFiles().toList()) {
      String err = Ran.of("info", bad.path().toString()).err();
      assertTrue(!err.contains("ReadFeature") && !err.contains("Feature '"), err);
    }
  }

  @Test
  void aModelThatIsNoneIsNamed() throws IOException {
    String file = Files.writeString(folder.resolve("파일.txt"), "x").toString();
    String empty = folder.toString();
    for (String command : List.of("detect", "tokenize")) {
      Ran.of(command, "--model", file, TEXT).failsInOneSentence(1, file, "no such model directory");
      Ran.of(command, "--model", "없는 폴더", TEXT).failsInOneSentence(1, "없는 폴더");
      Ran.of(command, "--model", empty, TEXT).failsInOneSentence(1, empty);
    }
    Ran.of("info", empty).failsInOneSentence(1, "config.json");
    Ran.of("info", "없는 폴더").failsInOneSentence(1, "없는 폴더");
    Ran.of("tokenize", "--vocab", "없음.txt", TEXT).failsInOneSentence(1, "없음.txt");
    Ran.of("tokenize", "--vocab", file, TEXT).failsInOneSentence(1, file, "[UNK]");
  }

  /** A directory where a file should be. */
  @ParameterizedTest
  @ValueSource(strings = {"config.json", "vocab.txt", "model.safetensors", "tokenizer_config.json"})
  void aDirectoryInsteadOfAFile(String name) throws IOException {
    Path model = copy();
    Files.deleteIfExists(model.resolve(name));
    Files.createDirectories(model.resolve(name));
    Ran.of("detect", "--model", model.toString(), TEXT).failsInOneSentence(1, name);
  }

  private Path copy() throws IOException {
    Path model = Files.createDirectories(folder.resolve("한글 이름 model"));
    for (String file : List.of("config.json", "model.safetensors", "vocab.txt")) {
      Files.copy(Path.of(TINY, file), model.resolve(file));
    }
    return model;
  }

  @Test
  void aVocabularyOfAnotherModelIsRefused() throws IOException {
    Path model = copy();
    Ran.of("detect", "--model", model.toString(), TEXT).succeeds();
    List<String> tokens = Files.readAllLines(Path.of(TINY, "vocab.txt"));
    Files.write(model.resolve("vocab.txt"), tokens.subList(0, tokens.size() - 1));
    Ran.of("detect", "--model", model.toString(), TEXT).failsInOneSentence(1, "299", "300");
    Ran.of("info", model.toString()).failsInOneSentence(1, "299", "300");
    Files.delete(model.resolve("vocab.txt"));
    Ran.of("detect", "--model", model.toString(), TEXT).failsInOneSentence(1, "vocab.txt");
  }

  @Test
  void helpShowsExamplesOnLinesThatFit() {
    for (String command :
        List.of(
            "",
            "tokenize ",
            "classify ",
            "detect ",
            "finetune ",
            "evaluate ",
            "logits ",
            "info ",
            "download ",
            "models ",
            "cache ",
            "cache list ",
            "cache remove ")) {
      String help = Ran.of((command + "--help").split(" ")).succeeds().out();
      assertTrue(help.contains("Example"), help);
      assertTrue(help.lines().allMatch(line -> line.length() <= 80), help);
      assertTrue(help.contains("koelectra " + command), help);
    }
  }

  @Test
  void theVersionIsThatOfTheBuild() throws IOException {
    String pom = Files.readString(Path.of("pom.xml"));
    Matcher version = Pattern.compile("<version>(.*)</version>").matcher(pom);
    assertTrue(version.find());
    assertEquals("koelectra " + version.group(1), Ran.of("--version").succeeds().out().strip());
  }
}
