package io.github.koelectra.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.json.Json;
import io.github.koelectra.json.JsonObject;
import io.github.koelectra.testkit.PipelineFiles;
import io.github.koelectra.train.finetune.FinetuneTask;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fine-tuning tiny models on tiny data, and scoring them. */
class FinetuneCommandTest {
  @TempDir private Path folder;

  private Path output;

  @BeforeEach
  void names() {
    output = folder.resolve("output");
  }

  private Ran finetune(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "finetune",
                "--data",
                folder.resolve("data").toString(),
                "--output",
                output.toString()));
    arguments.addAll(List.of(more));
    if (!arguments.contains("--task")) {
      arguments.addAll(List.of("--task", "custom"));
    }
    if (!arguments.contains("--model")) {
      arguments.addAll(List.of("--model", TaskRows.DISCRIMINATOR));
    }
    return Ran.of(arguments.toArray(String[]::new));
  }

  private void sentiment() throws IOException {
    TaskRows.write(folder.resolve("data"), TaskRows.sentiment(), ".tsv");
  }

  private static JsonObject json(String text) throws IOException {
    return Json.readObject(text.getBytes(StandardCharsets.UTF_8), "output");
  }

  private static double metric(Ran ran, String split, String name) throws IOException {
    return json(ran.out()).findObject(split).orElseThrow().findDouble(name).orElseThrow();
  }

  private Set<String> written() throws IOException {
    try (Stream<Path> files = Files.list(output)) {
      Set<String> names = new TreeSet<>(files.map(f -> f.getFileName().toString()).toList());
      names.remove(".koelectra.lock");
      return names;
    }
  }

  @Test
  void aModelLearnsItsTrainingData() throws IOException {
    sentiment();
    Ran ran = finetune("--epochs", "30", "--batch-size", "5", "--rate", "3e-3", "--json");
    assertEquals(0, ran.code(), ran.err());
    assertEquals(1.0, metric(ran, "dev", "accuracy"));
    assertEquals(1.0, metric(ran, "test", "accuracy"));
    assertTrue(ran.err().contains("koelectra: epoch 1: accuracy 0."), ran.err());
    assertTrue(ran.err().contains("accuracy 1.0000"), ran.err());
    assertEquals(ran.out(), Files.readString(output.resolve("eval_results.json")));
    Set<String> expected =
        Set.of(
            "config.json",
            "eval_results.json",
            "metrics.jsonl",
            "model.safetensors",
            "settings.json",
            "tokenizer_config.json",
            "training.html",
            "vocab.txt");
    assertTrue(written().containsAll(expected), written().toString());
    Ran classified = Ran.of("classify", "--model", output.toString(), "한강 영화 정말 좋았다").succeeds();
    assertTrue(classified.out().startsWith("good "), classified.out());
    Ran again = evaluate("custom", "test", "--json").succeeds();
    assertEquals(1.0, metric(again, "test", "accuracy"));
  }

  /** Of the model only config.json and vocab.txt are needed; the seed makes the rest. */
  @Test
  void aModelMayBeginAtRandomWeights() throws IOException {
    sentiment();
    Path shape = Files.createDirectory(folder.resolve("shape"));
    for (String name : List.of("config.json", "vocab.txt", "tokenizer_config.json")) {
      Files.copy(Path.of(TaskRows.DISCRIMINATOR, name), shape.resolve(name));
    }
    List<byte[]> weights = new ArrayList<>();
    for (String seed : List.of("1", "1", "2")) {
      Ran ran =
          finetune(
              "--model",
              shape.toString(),
              "--random-weights",
              "--steps",
              "2",
              "--seed",
              seed,
              "--overwrite");
      assertEquals(0, ran.code(), ran.err());
      weights.add(Files.readAllBytes(output.resolve("model.safetensors")));
    }
    assertArrayEquals(weights.get(0), weights.get(1));
    assertFalse(Arrays.equals(weights.get(0), weights.get(2)));
    finetune("--model", shape.toString(), "--overwrite")
        .failsAfterOutput(1, shape.toString(), "no weights");
  }

  private Ran evaluate(String task, String split, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "evaluate",
                "--task",
                task,
                "--data",
                folder.resolve("data").toString(),
                "--model",
                output.toString(),
                "--split",
                split));
    arguments.addAll(List.of(more));
    return Ran.of(arguments.toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource({
    "regression, .tsv, pearson, 0.9",
    "multi-label, .tsv, micro_f1, 0.9",
    "token-classification, .tsv, f1, 0.9",
    "question-answering, .json, exact_match, 80"
  })
  void everyHeadLearns(String head, String ending, String metric, double least) throws IOException {
    String rows =
        switch (head) {
          case "regression" -> TaskRows.scores();
          case "multi-label" -> TaskRows.several();
          case "token-classification" -> TaskRows.places();
          default -> TaskRows.questions();
        };
    TaskRows.write(folder.resolve("data"), rows, ending);
    Ran ran =
        finetune(
            "--head",
            head,
            "--epochs",
            "40",
            "--batch-size",
            "5",
            "--rate",
            "3e-3",
            "--json",
            "--max-length",
            "64",
            "--dropout",
            "0");
    assertEquals(0, ran.code(), ran.err());
    assertTrue(metric(ran, "test", metric) >= least, ran.out());
    Path predictions = folder.resolve("predictions.jsonl");
    Ran scored =
        evaluate(
            "custom",
            "dev",
            "--head",
            head,
            "--json",
            "--max-length",
            "64",
            "--predictions",
            predictions.toString());
    assertEquals(metric(ran, "test", metric), metric(scored.succeeds(), "dev", metric), 1e-12);
    List<String> lines = Files.readAllLines(predictions);
    assertEquals(json(scored.out()).findLong("rows").orElseThrow(), lines.size());
    assertTrue(json(lines.getFirst()).members().containsKey("expected"), lines.getFirst());
  }

  @Test
  void withoutDevTheTestFileIsWhatCounts() throws IOException {
    sentiment();
    Files.delete(folder.resolve("data/dev.tsv"));
    Ran ran = finetune("--epochs", "1", "--json");
    assertEquals(0, ran.code(), ran.err());
    assertEquals(List.of("test"), splits(ran));
    Files.delete(folder.resolve("data/test.tsv"));
    Ran none = finetune("--epochs", "1", "--overwrite", "--json");
    assertEquals(0, none.code(), none.err());
    assertEquals(List.of(), splits(none));
    Ran.of("classify", "--model", output.toString(), "영화").succeeds();
  }

  private static List<String> splits(Ran ran) throws IOException {
    return json(ran.out()).members().keySet().stream()
        .filter(Set.of("dev", "test")::contains)
        .toList();
  }

  @Test
  void aModelIsFineTunedAgain() throws IOException {
    sentiment();
    assertEquals(0, finetune("--epochs", "1").code());
    Path first = output;
    output = folder.resolve("second");
    Ran ran = finetune("--epochs", "1", "--model", first.toString());
    assertEquals(0, ran.code(), ran.err());
  }

  @Test
  void aFolderWithARunIsNotTouchedUnlessAsked() throws IOException {
    sentiment();
    assertEquals(0, finetune("--epochs", "1").code());
    finetune("--epochs", "1").failsInOneSentence(1, "output", "--resume", "--overwrite");
    assertEquals(0, finetune("--epochs", "1", "--resume").code());
    finetune("--epochs", "2", "--resume")
        .failsAfterOutput(1, "cannot be continued", "epochs was 1 and is now 2");
    assertTrue(Files.readString(output.resolve("settings.json")).contains("\"epochs\": 1"));
    assertEquals(0, finetune("--epochs", "2", "--overwrite").code());
    finetune("--resume", "--overwrite").failsInOneSentence(2, "exclude each other");
    finetune("--overwrite", "--model", output.toString())
        .failsInOneSentence(1, "holds what is read");
  }

  /** Each of the same data, so that nothing else differs. */
  @ParameterizedTest
  @CsvSource({
    "--head multi-label, head was classification and is now multi-label",
    "--text-column place, text-column was text and is now place",
    "--pair-column place, pair-column was not given and is now place",
    "--label-column mood, label-column was label and is now mood",
    "--task hate-speech, task was custom and is now hate-speech"
  })
  void anotherTaskIsNotGoneOnWith(String other, String difference) throws IOException {
    StringBuilder rows = new StringBuilder("text\tlabel\tplace\tmood\tcomment\thate\n");
    for (String place : List.of("서울", "부산", "제주")) {
      String same = "\t" + place + "\t%s\t영화\t%s\n";
      rows.append(place).append(" 영화 좋았다\tgood").append(same.formatted("good", "none"));
      rows.append(place).append(" 영화 읽었다\tbad").append(same.formatted("bad", "hate"));
    }
    TaskRows.write(folder.resolve("data"), rows.toString(), ".tsv");
    assertEquals(0, finetune("--steps", "1").code());
    List<String> words = new ArrayList<>(List.of("--steps", "1", "--resume"));
    words.addAll(List.of(other.split(" ")));
    Ran ran = finetune(words.toArray(String[]::new));
    ran.failsAfterOutput(1, "checkpoint-1: cannot be continued, for ", difference);
  }

  /** The command that is given writes that the settings were so, and takes them again. */
  @Test
  void theTaskIsAmongTheSettings() throws IOException {
    TaskRows.write(folder.resolve("data"), TaskRows.several(), ".tsv");
    assertEquals(0, finetune("--steps", "1", "--head", "multi-label").code());
    Path settings = output.resolve("settings.json");
    JsonObject written = json(Files.readString(settings));
    assertEquals("custom", written.findString("task").orElseThrow());
    assertEquals("multi-label", written.findString("head").orElseThrow());
    assertEquals("text", written.findString("text_column").orElseThrow());
    Path copy = Files.copy(settings, folder.resolve("mine.json"));
    Ran again = finetune("--settings", copy.toString(), "--overwrite");
    assertEquals(0, again.code(), again.err());
    assertEquals(written, json(Files.readString(settings)));
  }

  @Test
  void anotherVocabularyOfTheSameSizeIsNotGoneOnWith() throws IOException {
    sentiment();
    Path model = Files.createDirectory(folder.resolve("model"));
    for (String name : List.of("config.json", "vocab.txt", "model.safetensors")) {
      Files.copy(Path.of(TaskRows.DISCRIMINATOR, name), model.resolve(name));
    }
    assertEquals(0, finetune("--steps", "1", "--model", model.toString()).code());
    List<String> tokens = new ArrayList<>(Files.readAllLines(model.resolve("vocab.txt")));
    tokens.set(tokens.size() - 1, "다른말");
    Files.write(model.resolve("vocab.txt"), tokens);
    finetune("--steps", "1", "--model", model.toString(), "--resume")
        .failsAfterOutput(1, "cannot be continued", "vocab.txt (the model) has changed since");
  }

  @Test
  void whatRowsLoseIsTold() throws IOException {
    sentiment();
    Files.writeString(
        folder.resolve("data/test.tsv"), "text\tlabel\n" + "서울 ".repeat(20) + "\tgood\n");
    Ran ran = finetune("--epochs", "1", "--max-length", "16");
    assertEquals(0, ran.code(), ran.err());
    assertTrue(ran.err().contains("test.tsv: 1 of 1 rows have more than 16 tokens"), ran.err());
  }

  @Test
  void whatIsMissingOrBrokenIsOneSentence() throws IOException {
    finetune().failsInOneSentence(1, "data", "there is no such directory");
    sentiment();
    Files.writeString(
        folder.resolve("data/train.tsv"),
        "text\tlabel\n영화\n",
        StandardOpenOption.TRUNCATE_EXISTING);
    finetune().failsInOneSentence(1, "train.tsv", "line 2");
    sentiment();
    finetune("--model", PipelineFiles.path("generator").toString() + "x")
        .failsInOneSentence(1, "generatorx");
    finetune("--max-length", "129").failsInOneSentence(2, "--max-length", "128", "129");
    finetune("--rate", "0").failsInOneSentence(2, "--rate must be above 0");
    finetune("--batch-size", "0").failsInOneSentence(2, "--batch-size must be at least 1");
    finetune("--dropout", "1").failsInOneSentence(2, "--dropout must be from 0 to below 1");
    finetune("--epochs", "0").failsInOneSentence(2, "--epochs must be from 1");
    finetune("--optimizer", "sgd").failsInOneSentence(2, "'sgd' is none of adamw, electra");
    Ran.of("finetune", "--task", "nsmcc", "--data", "x", "--model", "x", "--output", "y")
        .failsInOneSentence(2, "nsmcc", "nsmc");
    Ran.of("evaluate", "--task", "nsmc", "--head", "regression", "--model", TaskRows.DISCRIMINATOR)
        .failsInOneSentence(2, "--task custom");
    Ran.of("evaluate", "--task", "nsmc", "--model", TaskRows.DISCRIMINATOR)
        .failsInOneSentence(2, "--data DIR or --dev FILE");
  }

  @Test
  void aModelOfAnotherTaskIsNotScored() throws IOException {
    sentiment();
    assertEquals(0, finetune("--epochs", "1").code());
    evaluate("kornli", "test").failsInOneSentence(1, "is no model of kornli");
    Path rows = folder.resolve("data/test.tsv");
    evaluate("custom", "test", "--predictions", output + "/x.jsonl")
        .failsInOneSentence(1, "name another file");
    evaluate("custom", "test", "--predictions", rows.toString())
        .failsInOneSentence(1, "name another file");
  }

  /** The table in the help says what is so. */
  @Test
  void theHelpHasThePublishedSettings() {
    String help = Ran.of("finetune", "--help").succeeds().out();
    for (String name : FinetuneTask.names()) {
      FinetuneTask.Settings settings = FinetuneTask.named(name).settings();
      String numbers =
          String.format(
              "\\s+%d\\s+%d\\s+%.0fe-5\\s+%d",
              settings.lengths().maxSeqLength(),
              settings.trainBatchSize(),
              settings.learningRate() * 1e5,
              settings.numTrainEpochs());
      assertTrue(
          help.lines().anyMatch(line -> line.contains(name) && line.matches(".*" + numbers)),
          name + numbers);
    }
    assertTrue(help.contains("seed " + FinetuneTask.named("nsmc").settings().seed()), help);
  }

  /** From weights of which one is no number. */
  @Test
  void aRunThatDivergesSaysWhere() throws IOException {
    sentiment();
    Path broken = Files.createDirectory(folder.resolve("broken"));
    try (Stream<Path> files = Files.list(Path.of(TaskRows.DISCRIMINATOR))) {
      for (Path file : files.toList()) {
        Files.copy(file, broken.resolve(file.getFileName()));
      }
    }
    byte[] weights = Files.readAllBytes(broken.resolve("model.safetensors"));
    ByteBuffer.wrap(weights)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putFloat(weights.length - Float.BYTES, Float.NaN);
    Files.write(broken.resolve("model.safetensors"), weights);
    Ran ran = finetune("--model", broken.toString());
    assertEquals(1, ran.code());
    String last = ran.err().lines().toList().getLast();
    assertTrue(last.contains("step 1, batch 1: the loss is NaN"), last);
    assertTrue(last.contains("no checkpoint yet") && last.contains("try a lower rate"), last);
    assertEquals(Set.of("metrics.jsonl", "settings.json", "training.html"), written());
  }
}
