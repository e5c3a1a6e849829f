package io.github.koelectra.train.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.electra.ElectraConfig;
import io.github.koelectra.electra.ElectraConfig.ProblemType;
import io.github.koelectra.json.Json;
import io.github.koelectra.json.JsonObject;
import io.github.koelectra.testkit.PipelineFiles;
import io.github.koelectra.train.Variable;
import io.github.koelectra.weights.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelWriterTest {
  private static final Path SOURCE = PipelineFiles.path("sequence");

  @TempDir private Path folder;

  @Test
  void theConfigurationIsTheSourcesWithAnotherHead() throws IOException {
    ModelWriter.like(SOURCE)
        .withHead("ElectraForTokenClassification", List.of("O", "장소"), "")
        .writeFiles(folder);
    JsonObject before = Json.readObject(SOURCE.resolve("config.json"));
    JsonObject after = Json.readObject(folder.resolve("config.json"));
    assertEquals(
        "[\"ElectraForTokenClassification\"]", Json.write(after.find("architectures").get()));
    assertEquals("{\"0\":\"O\",\"1\":\"장소\"}", Json.write(after.find("id2label").get()));
    assertEquals("{\"O\":0,\"장소\":1}", Json.write(after.find("label2id").get()));
    assertFalse(after.members().containsKey("problem_type"));
    for (String key : List.of("hidden_size", "layer_norm_eps", "classifier_dropout", "dtype")) {
      assertEquals(before.find(key), after.find(key), key);
    }
    for (String name : List.of("vocab.txt", "tokenizer_config.json")) {
      assertEquals(-1, Files.mismatch(SOURCE.resolve(name), folder.resolve(name)), name);
    }
    assertEquals(List.of("O", "장소"), ElectraConfig.read(folder).labels());
  }

  @Test
  void aRegressionHasOneOutput() throws IOException {
    ModelWriter.like(SOURCE)
        .withHead("ElectraForSequenceClassification", List.of("LABEL_0"), "regression")
        .writeFiles(folder);
    ElectraConfig config = ElectraConfig.read(folder);
    assertEquals(1, config.numLabels());
    assertEquals(Optional.of(ProblemType.REGRESSION), config.problemType());
  }

  @Test
  void weightsAreWrittenInTheirShapes() throws IOException {
    Variable matrix = Variable.zeros("classifier.weight", 3, 2);
    Variable vector = Variable.zeros("classifier.bias", 50_000);
    matrix.value().array()[5] = -0f;
    vector.value().array()[49_999] = Float.MIN_VALUE;
    ModelWriter.like(SOURCE).write(folder, List.of(matrix, vector));
    try (Checkpoint written = Checkpoint.open(folder)) {
      assertEquals(
          Map.of("classifier.weight", List.of(3L, 2L), "classifier.bias", List.of(50_000L)),
          written.stateDict().shapes());
      assertArrayEquals(
          vector.value().toArray(),
          written.stateDict().parameter("classifier.bias", 50_000).toArray());
      assertArrayEquals(
          matrix.value().toArray(),
          written.stateDict().parameter("classifier.weight", 3, 2).toArray());
    }
  }

  /** A model whose directory says of its tokenizer nothing, and whose weights were narrower. */
  @Test
  void whatOthersWouldGuessWronglyIsSaid() throws IOException {
    Path source = Files.createDirectory(folder.resolve("source"));
    Files.copy(SOURCE.resolve("vocab.txt"), source.resolve("vocab.txt"));
    Files.writeString(source.resolve("config.json"), "{\"torch_dtype\": \"float16\"}");
    ModelWriter.like(source).writeFiles(folder);
    assertEquals(
        "{\n  \"torch_dtype\": \"float32\"\n}\n", Files.readString(folder.resolve("config.json")));
    assertTrue(
        Files.readString(folder.resolve("tokenizer_config.json"))
            .contains("\"do_lower_case\": false"));
  }

  @Test
  void aConfigurationOfOnesOwnIsWritten() throws IOException {
    SequencedMap<String, Object> config = new LinkedHashMap<>();
    config.put("model_type", "electra");
    config.put("hidden_size", 4);
    ModelWriter.of(SOURCE, config).writeFiles(folder);
    assertEquals(
        "{\n  \"model_type\": \"electra\",\n  \"hidden_size\": 4\n}\n",
        Files.readString(folder.resolve("config.json")));
  }
}
