package io.github.koelectra.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.electra.ElectraConfig;
import io.github.koelectra.tensor.kernel.WeightType;
import io.github.koelectra.testkit.FormatFiles;
import io.github.koelectra.weights.Checkpoint;
import io.github.koelectra.weights.DType;
import io.github.koelectra.weights.Part;
import io.github.koelectra.weights.StateDict;
import io.github.koelectra.weights.TensorEntry;
import io.github.koelectra.weights.safetensors.SafetensorsWriter;
import io.github.koelectra.weights.safetensors.SafetensorsWriter.NewTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code convert}: what is loaded afterwards is what was loaded before. */
class ConvertTest {
  private static final Set<String> FILES =
      Set.of("model.safetensors", "config.json", "tokenizer_config.json", "vocab.txt");

  @TempDir private Path folder;

  /** Every folder with a whole model. */
  static List<String> folders() throws IOException {
    Path root = FormatFiles.path("manifest.json").getParent();
    try (Stream<Path> found = Files.list(root)) {
      return found
          .filter(f -> Files.exists(f.resolve("config.json")))
          .map(f -> f.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  private Path out() {
    return folder.resolve("새 모델");
  }

  private Ran convert(Path in, String... more) {
    List<String> args = new ArrayList<>(List.of("convert", in.toString(), out().toString()));
    args.addAll(List.of(more));
    return Ran.of(args.toArray(String[]::new));
  }

  /** Both models of a checkpoint, with what they share once, are a directory for either task. */
  @Test
  void bothModelsOfACheckpoint() throws IOException {
    Path in = folder.resolve("pair");
    Files.createDirectory(in);
    pretrain(in);
    convert(in.resolve("checkpoint-2"), "--part", "both").succeeds();
    Set<String> expected = new TreeSet<>(FILES);
    expected.add("generator_config.json");
    assertEquals(expected, names(out()));
    assertSameModel(in.resolve("discriminator"), Part.DISCRIMINATOR);
    assertSameModel(in.resolve("generator"), Part.GENERATOR);
    try (Checkpoint written = Checkpoint.open(out())) {
      long words =
          written.entries().stream().filter(e -> e.name().contains("word_embeddings")).count();
      assertEquals(1, words);
    }
    String text = "한국어 [MASK]";
    Ran filled = Ran.of("fill-mask", "--model", out().toString(), "--json", text).succeeds();
    String generator = in.resolve("generator").toString();
    assertEquals(Ran.of("fill-mask", "--model", generator, "--json", text).out(), filled.out());
  }

  /** A model of its own directory is the part of what was converted. */
  private void assertSameModel(Path own, Part part) throws IOException {
    try (Checkpoint before = Checkpoint.open(own);
        Checkpoint after = Checkpoint.open(out())) {
      StateDict expected = before.stateDict(part);
      StateDict found = after.stateDict(part);
      assertEquals(new TreeMap<>(expected.shapes()), new TreeMap<>(found.shapes()));
      for (TensorEntry tensor : expected.entries()) {
        double[] first = new double[(int) tensor.size()];
        double[] second = new double[(int) tensor.size()];
        expected.read(tensor.name(), 0, first, first.length);
        found.read(tensor.name(), 0, second, second.length);
        assertArrayEquals(first, second, tensor.name());
      }
    }
  }

  private void pretrain(Path output) throws IOException {
    Path texts = Files.writeString(folder.resolve("texts.txt"), "한국어 모델을 공유합니다.\n".repeat(8));
    Ran ran =
        Ran.of(
            "pretrain",
            "--data",
            texts.toString(),
            "--config",
            Path.of(Ran.TINY, "config.json").toString(),
            "--vocab",
            Ran.TINY,
            "--max-length",
            "16",
            "--batch-size",
            "4",
            "--steps",
            "2",
            "--save-every",
            "2",
            "--output",
            output.toString());
    assertEquals(0, ran.code(), ran.err());
  }

  private static Set<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(f -> f.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  /** Names, shapes and all bits. */
  private static void assertSameWeights(Path expected, Path found, Part part) throws IOException {
    try (Checkpoint before = Checkpoint.open(expected);
        Checkpoint after = Checkpoint.open(found)) {
      StateDict source = before.stateDict(part);
      assertEquals(Map.of("format", "pt"), after.metadata());
      Map<String, List<Long>> expectedShapes = new LinkedHashMap<>(source.shapes());
      expectedShapes.remove("generator_lm_head.weight"); // the word embeddings once more
      assertEquals(expectedShapes, after.stateDict().shapes());
      for (TensorEntry tensor : after.entries()) {
        long[] shape = tensor.shape().stream().mapToLong(Long::longValue).toArray();
        assertArrayEquals(
            source.parameter(tensor.name(), shape).toArray(),
            after.stateDict().parameter(tensor.name(), shape).toArray(),
            tensor.name());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("folders")
  void nothingIsLost(String name) throws IOException {
    Path in = FormatFiles.path(name);
    Ran ran = convert(in).succeeds();
    assertTrue(ran.out().startsWith(out() + ": "), ran.out());
    assertEquals(FILES, names(out()));
    assertEquals(1, names(folder).size(), "something is left beside it");
    Part part = name.endsWith("generator") ? Part.GENERATOR : Part.DISCRIMINATOR;
    assertSameWeights(in, out(), part);
    assertEquals(ElectraConfig.read(in), ElectraConfig.read(out()));
    Ran.of("info", out().toString()).succeeds();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tf-v1", "tf-v1-sharded"})
  void theGeneratorOfAPair(String name) throws IOException {
    Path in = FormatFiles.path(name);
    convert(in, "--part", "generator").succeeds();
    assertSameWeights(in, out(), Part.GENERATOR);
    assertEquals(
        ElectraConfig.read(in.resolve("generator_config.json")), ElectraConfig.read(out()));
    try (Checkpoint expected = Checkpoint.open(FormatFiles.path("safetensors-generator"));
        Checkpoint found = Checkpoint.open(out())) {
      for (TensorEntry tensor : expected.entries()) {
        assertArrayEquals(
            expected.readDoubles(tensor.name()), found.readDoubles(tensor.name()), tensor.name());
      }
      assertEquals(expected.entries().size(), found.entries().size());
    }
  }

  @ParameterizedTest
  @CsvSource({"f32, F32", "f16, F16", "bf16, BF16"})
  void otherTypesAreRounded(String option, DType dtype) throws IOException {
    Path in = FormatFiles.path("safetensors-f32");
    Ran ran = convert(in, "--dtype", option);
    assertEquals(0, ran.code(), ran.err());
    boolean lossless = dtype == DType.F32;
    assertEquals(lossless, ran.err().isEmpty(), ran.err());
    assertEquals(
        !lossless, ran.err().matches("koelectra: warning: not lossless: [\\d,]+ of 24,609 .*\\R"));
    try (Checkpoint before = Checkpoint.open(in);
        Checkpoint after = Checkpoint.open(out())) {
      double largest = lossless ? 0 : dtype == DType.F16 ? 0x1p-10 : 0x1p-8;
      for (TensorEntry tensor : after.entries()) {
        assertEquals(dtype, tensor.dtype());
        double[] expected = before.readDoubles(tensor.name());
        double[] found = after.readDoubles(tensor.name());
        for (int i = 0; i < found.length; i++) {
          assertEquals(expected[i], found[i], Math.max(Math.abs(expected[i]) * largest, 0x1p-25));
        }
      }
    }
  }

  /** From float64 that are float32 widened. */
  @Test
  void narrowingThatLosesNothingIsSilent() throws IOException {
    convert(FormatFiles.path("safetensors-f64"), "--dtype", "f32").succeeds();
    assertSameWeights(FormatFiles.path("safetensors-f32"), out(), Part.DISCRIMINATOR);
  }

  @Test
  void roundingIsToTheNearestEven() {
    assertEquals(0x3F80, WeightType.BF16.narrow(Float.intBitsToFloat(0x3F808000)));
    assertEquals(0x3F82, WeightType.BF16.narrow(Float.intBitsToFloat(0x3F818000)));
    assertEquals(0x3F81, WeightType.BF16.narrow(Float.intBitsToFloat(0x3F808001)));
    assertEquals(0x7F80, WeightType.BF16.narrow(Float.MAX_VALUE));
    assertEquals((short) 0x8000, WeightType.BF16.narrow(-0.0f));
    assertTrue(
        Float.isNaN(
            Float.intBitsToFloat(WeightType.BF16.narrow(Float.intBitsToFloat(0x7F800001)) << 16)));
  }

  @Test
  void whatBecomesInfiniteIsTold() {
    Changes changes = new Changes();
    changes.count(1, 1);
    changes.count(Double.NaN, Double.NaN);
    assertTrue(changes.sentence(DType.F16).isEmpty());
    changes.count(2, 1.5);
    changes.count(1e9, Double.POSITIVE_INFINITY);
    String sentence = changes.sentence(DType.F16).orElseThrow();
    assertTrue(sentence.contains("2 of 4 values"), sentence);
    assertTrue(sentence.contains("at most 0.25 of"), sentence);
    assertTrue(sentence.contains("1 are too large for f16"), sentence);
  }

  @Test
  void aFileIsConvertedWithWhatLiesBesideIt() throws IOException {
    Path in = FormatFiles.path("tf-v1");
    for (String name :
        List.of(
            "model.ckpt-12345", "model.ckpt-12345.index", "model.ckpt-12345.data-00000-of-00001")) {
      convert(in.resolve(name), "--force").succeeds();
      assertSameWeights(in, out(), Part.DISCRIMINATOR);
    }
  }

  @Test
  void placesAreTakenCareOf() throws IOException {
    Path in = FormatFiles.path("safetensors-f32");
    Files.createDirectory(out());
    convert(in).succeeds(); // into an empty directory
    convert(in).failsInOneSentence(1, out().toString(), "--force");
    Files.writeString(out().resolve("old"), "");
    convert(in, "--force").succeeds();
    assertEquals(FILES, names(out()));
    Path inner = Files.createDirectory(out().resolve("inner"));
    convert(in, "--force").failsInOneSentence(1, "inner");
    Files.delete(inner);
    Ran.of("convert", out().toString(), out().toString(), "--force")
        .failsInOneSentence(1, "what is read");
    Path weights = out().resolve("model.safetensors");
    Ran.of("convert", weights.toString(), out().toString(), "--force")
        .failsInOneSentence(1, "what is read");
    Ran.of("convert", in.toString(), weights.toString()).failsInOneSentence(1, "no directory");
    Ran.of("convert", in.toString(), folder.resolve("none/x").toString())
        .failsInOneSentence(1, "no directory");
    assertEquals(FILES, names(out()));
    assertEquals(1, names(folder).size());
  }

  @Test
  void whatCannotBeConvertedLeavesNothing() throws IOException {
    convert(folder.resolve("none")).failsInOneSentence(1, "none");
    convert(FormatFiles.path("bad/tf-v1/data-cut")).failsInOneSentence(1, "cut off");
    convert(FormatFiles.path("bad/tf-v1/with-object-graph")).failsInOneSentence(1, "config.json");
    convert(FormatFiles.path("safetensors-f32"), "--part", "generator")
        .failsInOneSentence(1, "no generator");
    convert(FormatFiles.path("safetensors-generator"), "--part", "discriminator")
        .failsInOneSentence(1, "no discriminator");
    convert(FormatFiles.path("safetensors-f32"), "--dtype", "f8").failsInOneSentence(2, "f8");
    convert(FormatFiles.path("safetensors-f32"), "--part", "both")
        .failsInOneSentence(1, "holds no generator");
    convert(FormatFiles.path("safetensors-f32"), "--part", "head").failsInOneSentence(2, "head");
    convert(FormatFiles.path("bad/model/empty-weights")).failsInOneSentence(1, "empty-weights");
    assertEquals(Set.of(), names(folder));
  }

  private Path generatorWithDecoder(float difference, boolean tied) throws IOException {
    Path in = Files.createDirectory(folder.resolve("in"));
    Path from = FormatFiles.path("safetensors-generator");
    String config = Files.readString(from.resolve("config.json"));
    Files.writeString(
        in.resolve("config.json"),
        config.replaceFirst("\"tie_word_embeddings\": true", "\"tie_word_embeddings\": " + tied));
    List<NewTensor> tensors = new ArrayList<>();
    try (Checkpoint checkpoint = Checkpoint.open(from)) {
      StateDict state = checkpoint.stateDict();
      for (TensorEntry tensor : state.entries()) {
        long[] shape = tensor.shape().stream().mapToLong(Long::longValue).toArray();
        float[] values = state.parameter(tensor.name(), shape).toArray();
        tensors.add(NewTensor.of(tensor.name(), values, shape));
        if (tensor.name().endsWith("word_embeddings.weight")) {
          float[] decoder = values.clone();
          decoder[0] += difference;
          tensors.add(NewTensor.of("generator_lm_head.weight", decoder, shape));
        }
      }
    }
    SafetensorsWriter.write(in.resolve("model.safetensors"), Map.of(), tensors);
    return in;
  }

  /** A decoder that repeats the embeddings is left out, as transformers does; another is kept. */
  @ParameterizedTest
  @CsvSource({"0, true, 44", "1, true, 45", "0, false, 45"})
  void aRepeatedDecoderIsLeftOut(float difference, boolean tied, int count) throws IOException {
    convert(generatorWithDecoder(difference, tied)).succeeds();
    try (Checkpoint found = Checkpoint.open(out())) {
      assertEquals(count, found.entries().size());
    }
  }

  @Test
  void whatIsNoNumberIsLeftOutAndNamed() throws IOException {
    Path in = Files.createDirectory(folder.resolve("in"));
    for (String name : List.of("config.json", "vocab.txt")) {
      Files.copy(FormatFiles.path("safetensors-f32").resolve(name), in.resolve(name));
    }
    List<NewTensor> tensors = new ArrayList<>();
    tensors.add(
        NewTensor.of("electra.embeddings.word_embeddings.weight", new float[4800], 300, 16));
    tensors.add(NewTensor.of("electra.embeddings.position_ids", new long[64], 1, 64));
    tensors.add(NewTensor.of("steps", new long[] {1}, 1));
    SafetensorsWriter.write(in.resolve("model.safetensors"), Map.of(), tensors);
    Ran ran = convert(in);
    assertEquals(0, ran.code());
    assertEquals(1, ran.err().lines().count(), ran.err());
    assertTrue(ran.err().contains("steps holds I64"), ran.err());
    String tokenizer = Files.readString(out().resolve("tokenizer_config.json"));
    assertEquals("{\"do_lower_case\": false, \"model_max_length\": 64}\n", tokenizer);
    assertFalse(Files.exists(out().resolve("generator_config.json")));
  }
}
