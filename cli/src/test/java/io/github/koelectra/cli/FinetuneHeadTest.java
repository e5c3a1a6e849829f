package io.github.koelectra.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.json.Json;
import io.github.koelectra.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With which head fine-tuning begins, and what is said of it. */
class FinetuneHeadTest {
  /** So low that a model stays what it is. */
  private static final String NO_RATE = "1e-12";

  @TempDir private Path folder;

  private Path first;

  @BeforeEach
  void write() throws IOException {
    first = folder.resolve("first");
    data(TaskRows.sentiment());
  }

  private void data(String rows) throws IOException {
    TaskRows.write(folder.resolve("data"), rows, ".tsv");
  }

  private Ran finetune(String model, Path output, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "finetune",
                "--task",
                "custom",
                "--data",
                folder.resolve("data").toString(),
                "--model",
                model,
                "--output",
                output.toString(),
                "--batch-size",
                "5",
                "--json"));
    arguments.addAll(List.of(more));
    Ran ran = Ran.of(arguments.toArray(String[]::new));
    assertEquals(0, ran.code(), ran.err());
    return ran;
  }

  private Ran learnt() {
    return finetune(TaskRows.DISCRIMINATOR, first, "--epochs", "30", "--rate", "3e-3");
  }

  private Ran again(String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("--steps", "1", "--rate", NO_RATE, "--overwrite"));
    arguments.addAll(List.of(more));
    return finetune(first.toString(), folder.resolve("second"), arguments.toArray(String[]::new));
  }

  private static double accuracy(Ran ran) throws IOException {
    JsonObject scores = Json.readObject(ran.out().getBytes(StandardCharsets.UTF_8), "scores");
    return scores.findObject("test").orElseThrow().findDouble("accuracy").orElseThrow();
  }

  @Test
  void whatBeginsAtRandomIsSaidOnce() {
    String sentence =
        "koelectra: classifier.dense.weight, classifier.dense.bias, classifier.out_proj.weight, …"
            + " (4 tensors) are not in "
            + TaskRows.DISCRIMINATOR
            + " and begin at random";
    String[] run = {"--epochs", "1"};
    Ran ran = finetune(TaskRows.DISCRIMINATOR, first, run);
    assertEquals(1, ran.err().lines().filter(sentence::equals).count(), ran.err());
    Ran resumed = finetune(TaskRows.DISCRIMINATOR, first, "--epochs", "1", "--resume");
    assertFalse(resumed.err().contains("at random"), resumed.err());
    Ran random =
        finetune(TaskRows.DISCRIMINATOR, first, "--epochs", "1", "--overwrite", "--random-weights");
    assertFalse(random.err().contains("at random"), random.err());
  }

  @Test
  void aHeadForTheSameLabelsIsLearntOn() throws IOException {
    assertEquals(1, accuracy(learnt()));
    Ran ran = again();
    assertEquals(1, accuracy(ran));
    assertFalse(ran.err().contains("at random"), ran.err());
  }

  /** Labels that the model has in another order than the data, and labels without names. */
  @Test
  void theOrderOfTheLabelsIsTheModels() throws IOException {
    assertEquals(1, accuracy(learnt()));
    Path config = first.resolve("config.json");
    String written = Files.readString(config);
    String turned =
        written
            .replaceAll("\"id2label\": *\\{[^}]*}", "\"id2label\": {\"0\":\"good\",\"1\":\"bad\"}")
            .replaceAll("\"label2id\": *\\{[^}]*}", "\"label2id\": {\"good\":0,\"bad\":1}");
    assertFalse(turned.equals(written), written);
    Files.writeString(config, turned);
    Ran ran = again();
    assertEquals(0, accuracy(ran), "it calls good what is bad");
    assertFalse(ran.err().contains("at random"), ran.err());
    String second = Files.readString(folder.resolve("second/config.json"));
    assertTrue(second.replace(" ", "").contains("\"0\":\"good\""), second);
    Files.writeString(config, turned.replace("good", "LABEL_0").replace("bad", "LABEL_1"));
    Ran unnamed = again();
    assertEquals(1, accuracy(unnamed), "the order is that of the data");
    assertFalse(unnamed.err().contains("at random"), unnamed.err());
  }

  @Test
  void aHeadForOtherLabelsIsReplaced() throws IOException {
    learnt();
    data(TaskRows.sentiment().replace("good", "a").replace("서울 영화 아주 읽었다\tbad", "서울\tc"));
    Ran more = again();
    String sentence =
        "koelectra: the head of %s for 2 labels (bad, good) is replaced by one for %s, which begins"
            + " at random";
    assertTrue(more.err().contains(sentence.formatted(first, "3 labels (a, bad, c)")), more.err());
    data(TaskRows.sentiment().replace("good", "yes").replace("bad", "no"));
    Ran others = again();
    assertTrue(
        others.err().contains(sentence.formatted(first, "2 labels (no, yes)")), others.err());
    byte[] weights = weights();
    again();
    assertArrayEquals(weights, weights(), "the seed decides");
    again("--seed", "1");
    assertFalse(Arrays.equals(weights, weights()), "another seed");
    data(TaskRows.scores());
    Ran score = again("--head", "regression");
    assertTrue(score.err().contains(sentence.formatted(first, "1 label")), score.err());
    data(TaskRows.places());
    Ran words = again("--head", "token-classification");
    assertTrue(
        words.err().contains("classifier.weight, classifier.bias (2 tensors) are not in " + first),
        words.err());
  }

  private byte[] weights() throws IOException {
    return Files.readAllBytes(folder.resolve("second/model.safetensors"));
  }
}
