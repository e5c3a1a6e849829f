package io.github.koelectra.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.koelectra.testkit.FormatFiles;
import io.github.koelectra.testkit.SeededWeights;
import io.github.koelectra.weights.Checkpoint;
import io.github.koelectra.weights.TensorEntry;
import io.github.koelectra.weights.safetensors.SafetensorsWriter;
import io.github.koelectra.weights.safetensors.SafetensorsWriter.NewTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code logits}: PyTorch's numbers in PyTorch's shapes, and nothing but a sentence otherwise. */
class LogitsTest {
  private static final long[] IDS = {2, 26, 42, 43, 3};
  private static final int HIDDEN = 32;

  @TempDir private Path folder;
  private Path input;
  private Path output;

  @BeforeEach
  void paths() {
    input = folder.resolve("입력 파일.safetensors");
    output = folder.resolve("출력 파일.safetensors");
  }

  private void write(NewTensor... tensors) throws IOException {
    SafetensorsWriter.write(input, Map.of(), List.of(tensors));
  }

  private Ran run(String model, String... more) {
    List<String> args = new ArrayList<>(List.of("logits", "--model", model));
    args.addAll(List.of("--input", input.toString(), "--output", output.toString()));
    args.addAll(List.of(more));
    return Ran.of(args.toArray(String[]::new));
  }

  @Test
  void logitsAreThoseOfPyTorch() throws IOException {
    try (Checkpoint expected = Checkpoint.open(FormatFiles.path("expected.safetensors"))) {
      long[] mask = expected.readLongs("batch/attention_mask");
      write(
          NewTensor.of("input_ids", expected.readLongs("batch/input_ids"), 3, 20),
          NewTensor.of("attention_mask", mask, 3, 20),
          NewTensor.of("token_type_ids", expected.readLongs("batch/token_type_ids"), 3, 20));
      run(Ran.TINY, "--hidden-states", "--threads", "2").succeeds();
      double[] logits = read(output, "logits");
      double[] truth = expected.readDoubles("f32/batch/logits");
      int valid = 0;
      for (int i = 0; i < logits.length; i++) {
        assertEquals(mask[i] == 1 ? truth[valid++] : 0, logits[i], 1e-6);
      }
      assertEquals(truth.length, valid);
      byte[] first = Files.readAllBytes(output);
      run(Ran.TINY, "--hidden-states", "--kernels", "scalar", "--threads", "1").succeeds();
      assertArrayEquals(first, Files.readAllBytes(output));
    }
  }

  /** Formats that the command reads by itself or by a library that only the command has. */
  @ParameterizedTest
  @CsvSource({
    "tf-h5, auto, f32",
    "tf-h5-old, auto, f32",
    "tf-v1, auto, f32",
    "tf-v1, masked-lm, generator"
  })
  void logitsOfOtherFormats(String folder, String head, String expect) throws IOException {
    try (Checkpoint expected = Checkpoint.open(FormatFiles.path("expected.safetensors"))) {
      long[] ids = expected.readLongs("single/input_ids");
      write(NewTensor.of("input_ids", ids, 1, ids.length));
      run(FormatFiles.path(folder).toString(), "--head", head).succeeds();
      double[] truth = expected.readDoubles(expect + "/single/logits");
      assertArrayEquals(truth, read(output, "logits"), 1e-6);
    }
  }

  private static double[] read(Path file, String name) throws IOException {
    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      return checkpoint.readDoubles(name);
    }
  }

  private static Map<String, List<Long>> shapes(Path file) throws IOException {
    Map<String, List<Long>> shapes = new TreeMap<>();
    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      for (TensorEntry entry : checkpoint.entries()) {
        assertEquals("F32", entry.dtype().name());
        shapes.put(entry.name(), entry.shape());
      }
    }
    return shapes;
  }

  /** 64-bit and 32-bit integers, with and without a mask of ones and types of zeros. */
  @Test
  void integersOfBothSizesAndWhatIsLeftOut() throws IOException {
    int[] small = {2, 26, 42, 43, 3};
    write(NewTensor.of("input_ids", IDS, 1, 5));
    run(Ran.TINY).succeeds();
    double[] logits = read(output, "logits");
    write(NewTensor.of("input_ids", small, 1, 5));
    run(Ran.TINY).succeeds();
    assertArrayEquals(logits, read(output, "logits"));
    write(
        NewTensor.of("input_ids", IDS, 1, 5),
        NewTensor.of("attention_mask", new int[] {1, 1, 1, 1, 1}, 1, 5),
        NewTensor.of("token_type_ids", new int[5], 1, 5));
    run(Ran.TINY).succeeds();
    assertArrayEquals(logits, read(output, "logits"));
  }

  @Test
  void maskedTokensAreZeroAndSeenByNobody() throws IOException {
    NewTensor mask = NewTensor.of("attention_mask", new long[] {0, 1, 0, 1, 0}, 1, 5);
    write(NewTensor.of("input_ids", IDS, 1, 5), mask);
    run(Ran.TINY, "--hidden-states").succeeds();
    double[] logits = read(output, "logits");
    double[] states = read(output, "hidden_states.2");
    for (int position : new int[] {0, 2, 4}) {
      assertEquals(0, logits[position]);
      assertEquals(0, states[position * HIDDEN]);
    }
    write(NewTensor.of("input_ids", new long[] {9, 26, 50, 43, 8}, 1, 5), mask);
    run(Ran.TINY).succeeds();
    assertArrayEquals(logits, read(output, "logits"));
    write(NewTensor.of("input_ids", IDS, 1, 5), NewTensor.of("attention_mask", new long[5], 1, 5));
    run(Ran.TINY).succeeds();
    assertArrayEquals(new double[5], read(output, "logits"));
  }

  /** Long rows are fine while what lies behind the last position is padding. */
  @Test
  void paddingMayExceedThePositions() throws IOException {
    long[] ids = new long[70];
    long[] mask = new long[70];
    System.arraycopy(IDS, 0, ids, 0, IDS.length);
    Arrays.fill(mask, 0, IDS.length, 1);
    write(NewTensor.of("input_ids", ids, 1, 70), NewTensor.of("attention_mask", mask, 1, 70));
    run(Ran.TINY).succeeds();
    assertEquals(List.of(1L, 70L), shapes(output).get("logits"));
  }

  /** The encoder of the tiny model with a head of other names. */
  private Path model(Map<String, long[]> head, String extra) throws IOException {
    List<NewTensor> tensors = new ArrayList<>();
    try (Checkpoint tiny = Checkpoint.open(Path.of(Ran.TINY))) {
      for (TensorEntry entry : tiny.entries()) {
        double[] values = tiny.readDoubles(entry.name());
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
          floats[i] = (float) values[i];
        }
        long[] shape = entry.shape().stream().mapToLong(n -> n).toArray();
        if (entry.name().startsWith("electra.")) {
          tensors.add(NewTensor.of(entry.name(), floats, shape));
        }
      }
    }
    head.forEach(
        (n, shape) -> tensors.add(NewTensor.of(n, SeededWeights.tensor("x", n, shape), shape)));
    Path model = Files.createDirectories(folder.resolve("모델 폴더"));
    SafetensorsWriter.write(model.resolve("model.safetensors"), Map.of(), tensors);
    String config = Files.readString(Path.of(Ran.TINY, "config.json"));
    config = config.replace("ElectraForPreTraining", "SomethingElse");
    Files.writeString(model.resolve("config.json"), config.replaceFirst("\\{", "{" + extra));
    return model;
  }

  static Stream<Arguments> heads() {
    Map<String, long[]> sequence =
        Map.of(
            "classifier.dense.weight", new long[] {HIDDEN, HIDDEN},
            "classifier.dense.bias", new long[] {HIDDEN},
            "classifier.out_proj.weight", new long[] {3, HIDDEN},
            "classifier.out_proj.bias", new long[] {3});
    Map<String, long[]> token =
        Map.of("classifier.weight", new long[] {3, HIDDEN}, "classifier.bias", new long[] {3});
    Map<String, long[]> qa =
        Map.of("qa_outputs.weight", new long[] {2, HIDDEN}, "qa_outputs.bias", new long[] {2});
    Map<String, long[]> maskedLm =
        Map.of(
            "generator_predictions.dense.weight", new long[] {16, HIDDEN},
            "generator_predictions.dense.bias", new long[] {16},
            "generator_predictions.LayerNorm.weight", new long[] {16},
            "generator_predictions.LayerNorm.bias", new long[] {16},
            "generator_lm_head.bias", new long[] {300});
    return Stream.of(
        Arguments.of("sequence", sequence, Map.of("logits", List.of(2L, 3L))),
        Arguments.of("token", token, Map.of("logits", List.of(2L, 5L, 3L))),
        Arguments.of(
            "qa", qa, Map.of("start_logits", List.of(2L, 5L), "end_logits", List.of(2L, 5L))),
        Arguments.of("masked-lm", maskedLm, Map.of("logits", List.of(2L, 5L, 300L))));
  }

  @ParameterizedTest
  @MethodSource("heads")
  void shapesOfEveryHead(String name, Map<String, long[]> head, Map<String, List<Long>> expected)
      throws IOException {
    String model = model(head, "\"num_labels\": 3, ").toString();
    long[] twice = {2, 26, 42, 43, 3, 2, 3, 0, 0, 0};
    write(
        NewTensor.of("input_ids", twice, 2, 5),
        NewTensor.of("attention_mask", new long[] {1, 1, 1, 1, 1, 1, 1, 0, 0, 0}, 2, 5));
    run(model, "--head", name).succeeds();
    byte[] named = Files.readAllBytes(output);
    assertEquals(expected, shapes(output));
    run(model).succeeds();
    assertArrayEquals(named, Files.readAllBytes(output), "auto is not " + name);
    for (String other : List.of("pre-training", "sequence", "token", "qa", "masked-lm")) {
      if (!other.equals(name)) {
        run(model, "--head", other).failsInOneSentence(1, "is missing");
      }
    }
  }

  @Test
  void hiddenStatesOfEveryLayerAndTheEncoderAlone() throws IOException {
    write(NewTensor.of("input_ids", IDS, 1, 5));
    Ran ran = run(Ran.TINY, "--head", "none", "--hidden-states");
    assertEquals(0, ran.code(), ran.err());
    List<Long> shape = List.of(1L, 5L, (long) HIDDEN);
    assertEquals(
        Map.of(
            "last_hidden_state", shape,
            "hidden_states.0", shape,
            "hidden_states.1", shape,
            "hidden_states.2", shape),
        shapes(output));
    assertArrayEquals(read(output, "last_hidden_state"), read(output, "hidden_states.2"));
  }
}
