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
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PretrainCommandTest {
  private static final List<String> PLACES = List.of("학교", "시장", "바다", "도서관", "기차역");
  private static final List<String> ACTS = List.of("걷는다", "읽는다", "기다린다", "노래한다", "쉰다");
  private static final String SHAPE =
      """
      {"model_type": "electra", "vocab_size": %d, "embedding_size": 16, "hidden_size": 32,
       "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 64,
       "max_position_embeddings": 32}
      """;

  @TempDir private Path folder;
  private Path data;
  private Path heldOut;
  private Path vocabulary;
  private Path config;

  @BeforeEach
  void write() throws IOException {
    data = sentences("train.txt", 400);
    heldOut = sentences("heldout.txt", 40);
    List<String> tokens =
        new ArrayList<>(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "##에서", "혼자", "."));
    tokens.addAll(PLACES);
    tokens.addAll(ACTS);
    vocabulary = Files.write(folder.resolve("words.txt"), tokens);
    config = Files.writeString(folder.resolve("shape.json"), String.format(SHAPE, tokens.size()));
  }

  /** Each place has an act of its own, so that there is something to learn. */
  private Path sentences(String name, int count) throws IOException {
    SplittableRandom random = new SplittableRandom(count);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int place = random.nextInt(PLACES.size());
      lines.add(PLACES.get(place) + "에서 혼자 " + ACTS.get(place) + ".");
    }
    return Files.write(folder.resolve(name), lines);
  }

  private Ran pretrain(Path output, String... more) {
    List<String> words = new ArrayList<>(List.of("pretrain", "--data", data.toString()));
    words.addAll(List.of("--output", output.toString(), "--max-length", "24"));
    words.addAll(List.of("--batch-size", "8", "--rate", "3e-3", "--log-every", "5"));
    words.addAll(Arrays.asList(more));
    return Ran.of(words.toArray(String[]::new));
  }

  private String[] fresh(String... more) {
    List<String> words = new ArrayList<>(List.of("--vocab", vocabulary.toString()));
    words.addAll(List.of("--config", config.toString(), "--generator-size", "0.5"));
    words.addAll(List.of("--heldout", heldOut.toString(), "--evaluate-every", "10"));
    words.addAll(Arrays.asList(more));
    return words.toArray(String[]::new);
  }

  private static void assertDone(Ran ran) {
    assertEquals(0, ran.code(), ran.err());
    assertEquals("", ran.out());
  }

  private static List<JsonObject> log(Path output) throws IOException {
    List<JsonObject> lines = new ArrayList<>();
    for (String line : Files.readAllLines(output.resolve("metrics.jsonl"))) {
      lines.add(Json.readObject(line.getBytes(StandardCharsets.UTF_8), "metrics.jsonl"));
    }
    return lines;
  }

  private static double number(JsonObject line, String name) throws IOException {
    return line.findDouble(name).orElseThrow(() -> new IOException("no " + name + " in " + line));
  }

  @Test
  void aPairLearnsAndItsFilesLoad() throws IOException {
    Path output = folder.resolve("pair");
    Ran ran = pretrain(output, fresh("--steps", "60"));
    assertDone(ran);
    assertTrue(ran.err().contains("400 texts to learn from"), ran.err());
    List<JsonObject> log = log(output);
    for (String name :
        List.of("generator_accuracy", "discriminator_recall", "discriminator_auc", "rate")) {
      assertTrue(number(log.getFirst(), name) >= 0, name);
    }
    List<JsonObject> evaluations =
        log.stream().filter(line -> line.find("eval_discriminator_auc").isPresent()).toList();
    assertEquals(6, evaluations.size());
    assertTrue(
        number(evaluations.getLast(), "eval_loss")
            < 0.8 * number(evaluations.getFirst(), "eval_loss"));
    assertTrue(
        number(evaluations.getLast(), "eval_generator_accuracy")
            > number(evaluations.getFirst(), "eval_generator_accuracy"));
    String text = "학교에서 혼자 걷는다.";
    Ran.of("detect", "--model", output.resolve("discriminator").toString(), text).succeeds();
    Ran.of("detect", "--model", output.resolve("checkpoint-60").toString(), text).succeeds();
    String masked = "학교에서 혼자 [MASK].";
    Ran.of("fill-mask", "--model", output.resolve("generator").toString(), masked).succeeds();
    Ran.of("fill-mask", "--model", output.resolve("checkpoint-60").toString(), masked).succeeds();
    assertEquals(-1, Files.mismatch(vocabulary, output.resolve("generator/vocab.txt")));
    assertTrue(Files.exists(output.resolve("training.html")));
    String settings = Files.readString(output.resolve("settings.json"));
    assertTrue(settings.contains("\"mask_prob\": 0.15"), settings);
  }

  private static void assertSame(Path expected, Path found, String... files) throws IOException {
    for (String file : files) {
      assertEquals(-1, Files.mismatch(expected.resolve(file), found.resolve(file)), file);
    }
    List<String> before = Files.readAllLines(expected.resolve("metrics.jsonl"));
    List<String> after = Files.readAllLines(found.resolve("metrics.jsonl"));
    assertEquals(withoutSpeeds(before), withoutSpeeds(after));
  }

  private static List<String> withoutSpeeds(List<String> lines) {
    return lines.stream().map(l -> l.replaceAll("\"tokens_per_second\":\\d+", "")).toList();
  }

  @Test
  void theBitsAreThoseOfTheSeedWhateverComputesAndWhereverItStopped() throws IOException {
    String[] files = {
      "discriminator/model.safetensors",
      "generator/model.safetensors",
      "checkpoint-17/optimizer.safetensors"
    };
    Path whole = folder.resolve("whole");
    assertDone(pretrain(whole, fresh("--steps", "17", "--save-every", "6", "--threads", "2")));
    Path scalar = folder.resolve("scalar");
    assertDone(
        pretrain(
            scalar,
            fresh("--steps", "17", "--save-every", "6", "--threads", "1", "--kernels", "scalar")));
    assertSame(whole, scalar, files);
    Path stopped = folder.resolve("stopped");
    assertDone(pretrain(stopped, fresh("--steps", "17", "--save-every", "6", "--keep", "9")));
    for (String later : List.of("checkpoint-17", "checkpoint-12", "discriminator", "generator")) {
      delete(stopped.resolve(later));
    }
    String place = Files.readString(stopped.resolve("checkpoint-6/batches.json"));
    assertTrue(place.startsWith("{\"batches\":6,\"epoch\":"), place);
    Ran resumed = pretrain(stopped, fresh("--steps", "17", "--save-every", "6", "--resume"));
    assertDone(resumed);
    assertTrue(resumed.err().contains("continuing after step 6"), resumed.err());
    assertSame(whole, stopped, files);
    Path other = folder.resolve("other");
    assertDone(pretrain(other, fresh("--steps", "17", "--seed", "7")));
    assertFalse(Files.mismatch(whole.resolve(files[0]), other.resolve(files[0])) < 0);
  }

  private static void delete(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }

  @Test
  void aPairIsGoneOnWith() throws IOException {
    Path first = folder.resolve("first");
    assertDone(pretrain(first, fresh("--steps", "40")));
    Path second = folder.resolve("second");
    Ran ran =
        pretrain(
            second,
            "--discriminator",
            first.resolve("discriminator").toString(),
            "--generator",
            first.resolve("generator").toString(),
            "--steps",
            "5",
            "--heldout",
            heldOut.toString());
    assertDone(ran);
    double before = number(log(first).getFirst(), "loss");
    assertTrue(number(log(second).getFirst(), "loss") < 0.8 * before, "it begins anew");
    Ran.of("detect", "--model", second.resolve("discriminator").toString(), "시장에서 쉰다.").succeeds();
    pretrain(
            first,
            "--discriminator",
            first.resolve("discriminator").toString(),
            "--generator",
            first.resolve("generator").toString(),
            "--steps",
            "5",
            "--overwrite")
        .failsInOneSentence(1, "holds what is read");
    assertTrue(Files.exists(first.resolve("discriminator/vocab.txt")), "was deleted");
  }

  private String rates(double hidden, double attention) {
    return "\"hidden_dropout_prob\": %s, \"attention_probs_dropout_prob\": %s, "
        .formatted(hidden, attention);
  }

  private byte[] trained(String name, String... more) throws IOException {
    Path output = folder.resolve(name);
    List<String> words = new ArrayList<>(List.of("--steps", "3"));
    words.addAll(Arrays.asList(more));
    assertDone(pretrain(output, fresh(words.toArray(String[]::new))));
    return Files.readAllBytes(output.resolve("discriminator/model.safetensors"));
  }

  private JsonObject written(String file) throws IOException {
    return Json.readObject(folder.resolve(file));
  }

  /** Unless the command line says another, the configuration says the dropout. */
  @Test
  void theConfigurationSaysTheDropout() throws IOException {
    String shape = Files.readString(config).strip();
    byte[] asked = trained("asked", "--dropout", "0.3");
    Files.writeString(config, "{" + rates(0.3, 0.3) + shape.substring(1));
    assertArrayEquals(asked, trained("same"));
    Files.writeString(config, "{" + rates(0.3, 0) + shape.substring(1));
    assertFalse(Arrays.equals(asked, trained("other")));
    for (String model : List.of("discriminator", "generator")) {
      JsonObject says = written("other/" + model + "/config.json");
      assertEquals(0.3, number(says, "hidden_dropout_prob"), 1e-6);
      assertEquals(0, number(says, "attention_probs_dropout_prob"));
    }
    assertArrayEquals(asked, trained("overridden", "--dropout", "0.3"));
    Files.writeString(config, shape);
    trained("silent");
    assertEquals(0.1, number(written("silent/generator/config.json"), "hidden_dropout_prob"), 1e-6);
    Path generator =
        Files.writeString(folder.resolve("g.json"), "{" + rates(0.2, 0.1) + shape.substring(1));
    String[] both = {
      "--vocab",
      vocabulary.toString(),
      "--config",
      config.toString(),
      "--generator-config",
      generator.toString(),
      "--steps",
      "2"
    };
    pretrain(folder.resolve("both"), both)
        .failsInOneSentence(1, "g.json: hidden and attention dropout are 0.2 and 0.1", "--dropout");
    Files.writeString(config, "{" + rates(1.5, 0.1) + shape.substring(1));
    pretrain(folder.resolve("both"), fresh())
        .failsInOneSentence(1, "shape.json: a dropout rate is at least 0 and below 1, not 1.5");
  }

  /** A pair goes on with the dropout it had. */
  @Test
  void aPairKeepsItsDropout() throws IOException {
    trained("first", "--dropout", "0.25");
    Path first = folder.resolve("first");
    assertDone(
        pretrain(
            folder.resolve("second"),
            "--discriminator",
            first.resolve("discriminator").toString(),
            "--generator",
            first.resolve("generator").toString(),
            "--steps",
            "2"));
    JsonObject says = written("second/discriminator/config.json");
    assertEquals(0.25, number(says, "attention_probs_dropout_prob"));
  }

  /** Of two words with changed places, so that the size and the shapes are the same. */
  @Test
  void anotherVocabularyIsNotGoneOnWith() throws IOException {
    Path first = folder.resolve("first");
    assertDone(pretrain(first, fresh("--steps", "2")));
    Path second = folder.resolve("second");
    List<String> words = new ArrayList<>(List.of("--steps", "2"));
    words.addAll(List.of("--discriminator", first.resolve("discriminator").toString()));
    words.addAll(List.of("--generator", first.resolve("generator").toString()));
    assertDone(pretrain(second, words.toArray(String[]::new)));
    Path changed = first.resolve("discriminator/vocab.txt");
    List<String> tokens = new ArrayList<>(Files.readAllLines(changed));
    Collections.swap(tokens, 8, 9);
    Files.write(changed, tokens);
    words.add("--resume");
    Ran ran = pretrain(second, words.toArray(String[]::new));
    assertEquals(1, ran.code(), ran.err());
    String last = ran.err().lines().toList().getLast();
    assertTrue(
        last.contains("checkpoint-2: cannot be continued, for the discriminator was "), last);
    assertTrue(last.matches(".*, the vocabulary was [0-9a-f]{16} and is now [0-9a-f]{16}"), last);
  }

  @Test
  void whatIsLearntFromIsNotHeldOut() throws IOException {
    Path output = folder.resolve("out");
    String wanted = "--heldout is what is not learnt from";
    Path other = folder.resolve("x/../" + data.getFileName());
    Files.createDirectory(folder.resolve("x"));
    Path link = Files.createSymbolicLink(folder.resolve("x/link.txt"), data);
    for (Path same : List.of(data, other, link)) {
      String[] words = {"--vocab", vocabulary.toString(), "--heldout", same.toString()};
      pretrain(output, words).failsInOneSentence(1, same.toString(), wanted, data.toString());
    }
    Path inside = Files.copy(heldOut, folder.resolve("x/inside.txt"));
    Ran.of(
            "pretrain",
            "--data",
            folder.resolve("x").toString(),
            "--vocab",
            vocabulary.toString(),
            "--heldout",
            inside.toString(),
            "--output",
            output.toString())
        .failsInOneSentence(1, "inside.txt", wanted);
    assertFalse(Files.exists(output));
  }

  @Test
  void otherTextsAreNotGoneOnWith() throws IOException {
    Path output = folder.resolve("pair");
    assertDone(pretrain(output, fresh("--steps", "2")));
    long size = Files.size(heldOut);
    Files.writeString(heldOut, "끝\n", StandardOpenOption.APPEND);
    Ran ran = pretrain(output, fresh("--steps", "2", "--resume"));
    assertEquals(1, ran.code());
    String last = ran.err().lines().toList().getLast();
    assertTrue(last.contains(heldOut + " (the held-out texts) has changed"), last);
    assertTrue(
        last.contains(String.format("it had %,d bytes and now has %,d;", size, size + 4)), last);
  }

  @Test
  void whatIsWrongIsSaidInASentence() throws IOException {
    Path output = folder.resolve("out");
    pretrain(output).failsInOneSentence(2, "--vocab", "--discriminator");
    pretrain(output, "--discriminator", Ran.TINY).failsInOneSentence(2, "--generator");
    pretrain(output, fresh("--size", "nano")).failsInOneSentence(2, "--size", "--config");
    pretrain(output, fresh("--steps", "0")).failsInOneSentence(2, "--steps must be from 1");
    pretrain(output, fresh("--mask-prob", "1")).failsInOneSentence(2, "--mask-prob");
    pretrain(output, fresh("--heldout-sequences", "0")).failsInOneSentence(2, "--heldout-seq");
    pretrain(output, fresh("--temperature", "0")).failsInOneSentence(2, "--temperature");
    pretrain(output, fresh("--segments", "three")).failsInOneSentence(2, "one, two, packed");
    pretrain(output, "--vocab", folder.resolve("none").toString())
        .failsInOneSentence(1, "none", "vocab train");
    Path broken = Files.write(folder.resolve("bad.txt"), new byte[] {'a', '\n', (byte) 0xFF});
    pretrain(output, fresh("--data", broken.toString()))
        .failsInOneSentence(1, "bad.txt, line 2", "UTF-8");
    Path settings = Files.writeString(folder.resolve("s.json"), "{\"mask_probe\": 0.2}");
    pretrain(output, fresh("--settings", settings.toString()))
        .failsInOneSentence(1, "s.json", "mask_probe", "mask_prob");
    Files.writeString(config, Files.readString(config).replace("32}", "20}"));
    pretrain(output, fresh()).failsInOneSentence(2, "--max-length must be at most", "20, not 24");
    Files.writeString(config, String.format(SHAPE, 99));
    pretrain(output, fresh()).failsInOneSentence(1, "shape.json", "vocab_size is 99");
    assertFalse(Files.exists(output));
  }
}
