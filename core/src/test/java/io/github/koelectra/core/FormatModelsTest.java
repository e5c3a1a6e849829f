package io.github.koelectra.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.electra.ElectraConfig;
import io.github.koelectra.electra.ElectraConfigException;
import io.github.koelectra.electra.ElectraForMaskedLM;
import io.github.koelectra.electra.ElectraForPreTraining;
import io.github.koelectra.electra.ElectraForQuestionAnswering;
import io.github.koelectra.electra.ElectraModel;
import io.github.koelectra.electra.TaskModel;
import io.github.koelectra.electra.TokenBatch;
import io.github.koelectra.json.Json;
import io.github.koelectra.json.JsonObject;
import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.testkit.BadFile;
import io.github.koelectra.testkit.FormatFiles;
import io.github.koelectra.testkit.SharedFiles;
import io.github.koelectra.tokenizer.ElectraTokenizer;
import io.github.koelectra.tokenizer.EncodeOptions;
import io.github.koelectra.tokenizer.EncodeOptions.Truncation;
import io.github.koelectra.tokenizer.Encoding;
import io.github.koelectra.weights.Checkpoint;
import io.github.koelectra.weights.WeightFormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole model directories through the front door. */
class FormatModelsTest {
  @ParameterizedTest
  @CsvSource({
    "safetensors-f32, f32",
    "safetensors-f16, f16",
    "safetensors-bf16, bf16",
    "safetensors-f64, f32",
    "safetensors-mixed, mixed",
    "safetensors-sharded, f32",
    "torch-zip, f32",
    "torch-zip-f16, f16",
    "torch-zip-bf16, bf16",
    "torch-zip-strided, f32",
    "torch-zip-shared, f32",
    "torch-zip-gamma-beta, f32",
    "torch-zip-parameters, f32",
    "torch-zip-cuda, f32",
    "torch-legacy, f32",
    "torch-legacy-f16, f16",
    "torch-legacy-bf16, bf16",
    "torch-legacy-strided, f32",
    "torch-legacy-shared, f32",
    "torch-legacy-gamma-beta, f32",
    "torch-legacy-parameters, f32",
    "torch-legacy-cuda, f32",
    "torch-zip-sharded, f32",
    "tf-v1, f32",
    "tf-v1-sharded, f32"
  })
  void discriminators(String folder, String expect) throws IOException {
    try (var model = ElectraForPreTraining.fromPretrained(FormatFiles.path(folder))) {
      compare(model, expect + "/%s/logits");
    }
    try (var model = ElectraModel.fromPretrained(FormatFiles.path(folder))) {
      compare(model, expect + "/%s/last_hidden_state");
    }
  }

  @Test
  void theBareEncoderAndTheGenerator() throws IOException {
    try (var model = ElectraModel.fromPretrained(FormatFiles.path("safetensors-base-model"))) {
      compare(model, "f32/%s/last_hidden_state");
    }
    for (String format : List.of("safetensors", "torch-zip", "torch-legacy")) {
      Path generator = FormatFiles.path(format + "-generator");
      try (var model = ElectraForMaskedLM.fromPretrained(generator)) {
        compare(model, "generator/%s/logits");
      }
    }
  }

  /** Of a checkpoint with both models, by the configuration that lies beside the other's. */
  @ParameterizedTest
  @ValueSource(strings = {"tf-v1", "tf-v1-sharded"})
  void theGeneratorOfAPair(String folder) throws IOException {
    try (var model = ElectraForMaskedLM.fromPretrained(FormatFiles.path(folder))) {
      compare(model, "generator/%s/logits");
    }
  }

  /** Without a configuration of its own: the sizes are those of the tensors. */
  @Test
  void theGeneratorOfAPairByTheOthersConfiguration(@TempDir Path folder) throws IOException {
    try (var files = Files.list(FormatFiles.path("tf-v1"))) {
      for (Path file : files.filter(f -> !f.endsWith("generator_config.json")).toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
    try (var model = ElectraForMaskedLM.fromPretrained(folder)) {
      assertEquals(8, model.config().hiddenSize());
      compare(model, "generator/%s/logits");
    }
  }

  private static void compare(TaskModel model, String output) throws IOException {
    JsonObject yardsticks =
        Json.readObject(FormatFiles.path("manifest.json"))
            .findObject("torch_f32_max_abs_error")
            .orElseThrow();
    try (Checkpoint expected = Checkpoint.open(FormatFiles.path("expected.safetensors"))) {
      for (String name : List.of("single", "batch")) {
        String whole = String.format(Locale.ROOT, output, name);
        double[] truth = expected.readDoubles(whole);
        float[] ours = model.run(batch(expected, name)).toArray();
        assertEquals(truth.length, ours.length, whole);
        double largest = 0;
        for (int i = 0; i < truth.length; i++) {
          largest = Math.max(largest, Math.abs(truth[i] - ours[i]));
        }
        double yardstick = yardsticks.findDouble(whole).orElseThrow();
        assertTrue(largest <= 2 * yardstick, whole + ": " + largest + ", PyTorch " + yardstick);
      }
    }
  }

  private static TokenBatch batch(Checkpoint expected, String name) throws IOException {
    int rows = name.equals("single") ? 1 : 3;
    return TokenBatch.padded(
        matrix(expected.readLongs(name + "/input_ids"), rows),
        matrix(expected.readLongs(name + "/token_type_ids"), rows),
        matrix(expected.readLongs(name + "/attention_mask"), rows));
  }

  private static int[][] matrix(long[] values, int rows) {
    int columns = values.length / rows;
    int[][] matrix = new int[rows][columns];
    for (int i = 0; i < values.length; i++) {
      matrix[i / columns][i % columns] = (int) values[i];
    }
    return matrix;
  }

  @Test
  void theTokenizerOfTheFolderGivesTheInputs() throws IOException {
    try (Checkpoint expected = Checkpoint.open(FormatFiles.path("expected.safetensors"))) {
      ElectraTokenizer tokenizer =
          ElectraTokenizer.fromPretrained(FormatFiles.path("safetensors-f32"));
      long[] ids = expected.readLongs("single/input_ids");
      int[] ours = tokenizer.encode("한국어 모델을 공유합니다.").ids();
      assertEquals(Arrays.toString(ids), Arrays.toString(ours));
    }
  }

  static List<BadFile> models() {
    return FormatFiles.bad("model");
  }

  @ParameterizedTest
  @MethodSource("models")
  void malformedModels(BadFile bad) throws IOException {
    try (var model = ElectraForPreTraining.fromPretrained(bad.path())) {
      assertEquals(
          BadFile.Expectation.EITHER, bad.expect(), () -> "was accepted: " + model.config());
    } catch (WeightFormatException e) {
      assertEquals(bad.error().orElseThrow(), e.kind().name().toLowerCase(Locale.ROOT));
      assertTrue(e.getMessage().contains(bad.path().getFileName().toString()), e.getMessage());
      bad.tensor().ifPresent(t -> assertTrue(e.getMessage().contains(t), e.getMessage()));
    } catch (ElectraConfigException e) {
      assertEquals("missing", bad.error().orElseThrow(), e.getMessage());
    }
  }

  static List<BadFile> configs() {
    return FormatFiles.bad("config");
  }

  @ParameterizedTest
  @MethodSource("configs")
  void malformedConfigurations(BadFile bad) throws IOException {
    try {
      ElectraConfig config = ElectraConfig.read(bad.path());
      boolean huge = config.vocabSize() > 1000 || config.numHiddenLayers() > 100;
      assertTrue(bad.expect() != BadFile.Expectation.REJECT && !huge, "was accepted: " + config);
    } catch (ElectraConfigException e) {
      assertTrue(e.getMessage().contains(bad.path().getFileName().toString()), e.getMessage());
      assertEquals(1, e.getMessage().lines().count(), e.getMessage());
    }
  }

  @Test
  void aHeadWithoutTensorsIsAnError() {
    WeightFormatException e =
        assertThrows(
            WeightFormatException.class,
            () -> ElectraForQuestionAnswering.fromPretrained(FormatFiles.path("safetensors-f32")));
    assertTrue(e.getMessage().contains("qa_outputs.weight"), e.getMessage());
  }

  @Test
  void aTrainedBertGivesItsEmbeddings() throws IOException {
    Path directory = SharedFiles.require("golden/minilm");
    List<String> texts = new ArrayList<>();
    for (String line : Files.readAllLines(directory.resolve("tokens.jsonl"))) {
      byte[] json = line.getBytes(StandardCharsets.UTF_8);
      texts.add(Json.readObject(json, "tokens").findString("text").orElseThrow());
    }
    try (KoElectra<ElectraModel> minilm = KoElectra.open(directory, ElectraModel::fromPretrained);
        Checkpoint expected = Checkpoint.open(directory.resolve("expected.safetensors"))) {
      List<Encoding> encodings =
          minilm
              .tokenizer()
              .encodeBatch(
                  texts, EncodeOptions.DEFAULT.withTruncation(256, Truncation.LONGEST_FIRST));
      double[] truth = expected.readDoubles("embeddings");
      int at = 0;
      for (int from = 0; from < encodings.size(); from += 16) {
        List<Encoding> batch = encodings.subList(from, Math.min(encodings.size(), from + 16));
        for (double value : embeddings(minilm, batch)) {
          assertEquals(truth[at++], value, 1e-5);
        }
      }
      assertEquals(truth.length, at);
    }
  }

  /** The mean of the hidden states of each text, its 2-norm 1. */
  private static double[] embeddings(KoElectra<ElectraModel> minilm, List<Encoding> batch) {
    Tensor states = minilm.run(batch);
    double[] embeddings = new double[batch.size() * states.columns()];
    int token = 0;
    for (int s = 0; s < batch.size(); s++) {
      int base = s * states.columns();
      for (int end = token + batch.get(s).size(); token < end; token++) {
        for (int i = 0; i < states.columns(); i++) {
          embeddings[base + i] += states.get(token, i);
        }
      }
      double[] mean = Arrays.copyOfRange(embeddings, base, base + states.columns());
      double norm = Math.sqrt(Arrays.stream(mean).map(x -> x * x).sum());
      Arrays.setAll(mean, i -> mean[i] / norm);
      System.arraycopy(mean, 0, embeddings, base, mean.length);
    }
    return embeddings;
  }
}
