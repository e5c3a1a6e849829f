package io.github.koelectra.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.json.Json;
import io.github.koelectra.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fine-tuning where part of the training rows is held out as dev. */
class DevShareTest {
  @TempDir private Path folder;

  private Ran finetune(String... more) {
    List<String> arguments =
        TaskRows.finetune(folder, "--batch-size", "4", "--max-length", "64", "--json");
    arguments.addAll(List.of(more));
    return Ran.of(arguments.toArray(String[]::new));
  }

  private void withoutDev(String rows, String ending) throws IOException {
    TaskRows.write(folder.resolve("data"), rows, ending);
    Files.delete(folder.resolve("data/dev" + ending));
  }

  private static JsonObject scores(Ran ran) throws IOException {
    assertEquals(0, ran.code(), ran.err());
    return Json.readObject(ran.out().getBytes(StandardCharsets.UTF_8), "scores");
  }

  @ParameterizedTest
  @CsvSource({
    "classification, .tsv, 5 of 20",
    "token-classification, .tsv, 3 of 10",
    "question-answering, .json, 3 of 10"
  })
  void theBestIsChosenOnIt(String head, String ending, String counts) throws IOException {
    String rows =
        switch (head) {
          case "classification" -> TaskRows.sentiment();
          case "token-classification" -> TaskRows.places();
          default -> TaskRows.questions();
        };
    withoutDev(rows, ending);
    Ran ran = finetune("--head", head, "--dev-share", "0.25", "--epochs", "2");
    JsonObject scores = scores(ran);
    assertTrue(scores.findObject("dev").isPresent(), ran.out());
    assertTrue(scores.findObject("test").isPresent(), ran.out());
    assertTrue(ran.err().contains("train" + ending + ": " + counts + " rows are held"), ran.err());
    JsonObject settings = Json.readObject(folder.resolve("output/settings.json"));
    assertEquals(0.25, settings.findDouble("dev_share").orElseThrow());
  }

  /** The labels of the test file are all wrong; what is logged while it learns is not of it. */
  @Test
  void testIsOnlyReported() throws IOException {
    withoutDev(TaskRows.sentiment(), ".tsv");
    Path test = folder.resolve("data/test.tsv");
    String turned = TaskRows.sentiment().replace("good", "x").replace("bad", "good");
    Files.writeString(test, turned.replace("\tx", "\tbad"));
    String[] learning = {"--epochs", "20", "--rate", "3e-3", "--dev-share", "0.3"};
    JsonObject scores = scores(finetune(learning));
    assertEquals(1, scores.findObject("dev").orElseThrow().findDouble("accuracy").orElseThrow());
    assertEquals(0, scores.findObject("test").orElseThrow().findDouble("accuracy").orElseThrow());
    byte[] model = Files.readAllBytes(folder.resolve("output/model.safetensors"));
    Files.delete(test);
    scores(
        finetune(
            Stream.concat(Stream.of(learning), Stream.of("--overwrite")).toArray(String[]::new)));
    assertArrayEquals(model, Files.readAllBytes(folder.resolve("output/model.safetensors")));
  }

  /** From a checkpoint in the middle of an epoch. */
  @Test
  void aRunIsContinuedToTheSameBits() throws IOException {
    withoutDev(TaskRows.sentiment(), ".tsv");
    String[] run = {"--epochs", "3", "--save-every", "3", "--keep", "9", "--dev-share", "0.25"};
    scores(finetune(run));
    List<String> files = List.of("model.safetensors", "eval_results.json");
    List<byte[]> whole = new ArrayList<>();
    for (String file : files) {
      whole.add(Files.readAllBytes(folder.resolve("output").resolve(file)));
    }
    for (int step : new int[] {12, 9, 6}) {
      delete(folder.resolve("output/checkpoint-" + step));
    }
    Ran resumed =
        finetune(Stream.concat(Stream.of(run), Stream.of("--resume")).toArray(String[]::new));
    scores(resumed);
    assertTrue(resumed.err().contains("continuing after step 3"), resumed.err());
    for (int i = 0; i < files.size(); i++) {
      Path file = folder.resolve("output").resolve(files.get(i));
      assertArrayEquals(whole.get(i), Files.readAllBytes(file), files.get(i));
    }
    run[run.length - 1] = "0.5";
    Ran other =
        finetune(Stream.concat(Stream.of(run), Stream.of("--resume")).toArray(String[]::new));
    assertEquals(1, other.code());
    assertTrue(other.err().contains("dev-share was 0.25 and is now 0.5"), other.err());
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  @Test
  void whatCannotBeIsOneSentence() throws IOException {
    TaskRows.write(folder.resolve("data"), TaskRows.sentiment(), ".tsv");
    finetune("--dev-share", "0.1")
        .failsInOneSentence(2, "--dev-share is for data without a dev file", "dev.tsv");
    Path settings = Files.writeString(folder.resolve("mine.json"), "{\"dev_share\": 0.1}");
    finetune("--settings", settings.toString())
        .failsInOneSentence(1, "mine.json", "\"dev_share\" is for data without a dev file");
    Files.delete(folder.resolve("data/dev.tsv"));
    finetune("--dev-share", "1")
        .failsInOneSentence(2, "--dev-share must be above 0 and below 1, not 1.0");
    finetune("--dev-share", "NaN").failsInOneSentence(2, "--dev-share must be above 0");
    Files.writeString(folder.resolve("data/train.tsv"), "text\tlabel\n한강\tgood\n");
    finetune("--dev-share", "0.5").failsInOneSentence(1, "train.tsv");
  }
}
