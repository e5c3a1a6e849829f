package io.github.koelectra.electra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.electra.MadeCheckpoint.Shape;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.weights.Checkpoint;
import io.github.koelectra.weights.Part;
import io.github.koelectra.weights.WeightFormatException;
import io.github.koelectra.weights.WeightFormatException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Generators beside the configuration of another model. */
class GeneratorSizesTest {
  /** In the proportions of KoELECTRA-Base's: heads of 64 features. */
  private static final Shape SIZE = new Shape(40, 32, 128, 2, 2, 16);

  @TempDir private Path directory;

  private static MadeCheckpoint generator() {
    return new MadeCheckpoint("electra", "electra.", SIZE).head(Head.MASKED_LM, 2);
  }

  private static Map<String, List<Long>> shapes(Path directory) throws IOException {
    try (Checkpoint checkpoint = Checkpoint.open(directory)) {
      return checkpoint.stateDict(Part.GENERATOR).shapes();
    }
  }

  @Test
  void whatAgreesIsLeftAlone() throws IOException {
    generator().write(directory);
    ElectraConfig config = ElectraConfig.read(directory);
    assertSame(config, GeneratorSizes.fit(config, shapes(directory)));
  }

  @Test
  void theTensorsAreBelieved() throws IOException {
    generator().write(directory);
    final ElectraConfig right = ElectraConfig.read(directory);
    generator()
        .with("embedding_size", 64)
        .with("hidden_size", 384)
        .with("num_hidden_layers", 1)
        .with("num_attention_heads", 6)
        .with("intermediate_size", 1536)
        .write(directory);
    ElectraConfig wrong = ElectraConfig.read(directory);
    ElectraConfig fitted = GeneratorSizes.fit(wrong, shapes(directory));
    assertEquals(right, fitted);
    assertEquals(
        "embedding_size 32, not 64; hidden_size 128, not 384; num_hidden_layers 2, not 1;"
            + " num_attention_heads 2, not 6; intermediate_size 512, not 1536",
        GeneratorSizes.differences(wrong, fitted));
    try (var model = ElectraForMaskedLM.fromPretrained(directory, Kernels.best())) {
      assertEquals(right, model.config());
      assertEquals(40, model.run(TokenBatch.of(new int[] {1, 2, 3})).columns());
    }
  }

  /** Another model's tensors are no reason to change anything, nor are wrong ones. */
  @Test
  void whatIsNoGeneratorIsLeftAlone() throws IOException {
    generator().with("hidden_size", 384).with("num_attention_heads", 6).write(directory);
    ElectraConfig config = ElectraConfig.read(directory);
    Map<String, List<Long>> good = shapes(directory);
    for (String name :
        List.of(
            "generator_predictions.dense.weight",
            "electra.embeddings.word_embeddings.weight",
            "electra.encoder.layer.0.intermediate.dense.weight")) {
      for (List<Long> shape :
          List.of(
              List.<Long>of(),
              List.of(5L),
              List.of(0L, 0L),
              List.of(1L << 40, 1L),
              List.of(7L, 7L))) {
        Map<String, List<Long>> bad = new LinkedHashMap<>(good);
        bad.put(name, shape);
        assertSame(config, GeneratorSizes.fit(config, bad));
      }
      Map<String, List<Long>> missing = new LinkedHashMap<>(good);
      missing.remove(name);
      assertSame(config, GeneratorSizes.fit(config, missing));
    }
  }

  @Test
  void aDiscriminatorsConfigurationIsNeverChanged() throws IOException {
    MadeCheckpoint.electra().head(Head.PRE_TRAINING, 2).with("hidden_size", 48).write(directory);
    WeightFormatException e =
        assertThrows(
            WeightFormatException.class, () -> ElectraForPreTraining.fromPretrained(directory));
    assertEquals(Kind.SHAPE, e.kind());
  }

  @Test
  void aGeneratorsOwnConfigurationComesFirst() throws IOException {
    generator().write(directory);
    assertEquals(directory.resolve("config.json"), Pretrained.generatorFile(directory));
    Path own = directory.resolve("generator_config.json");
    Files.move(directory.resolve("config.json"), own);
    assertEquals(own, Pretrained.generatorFile(directory));
    ElectraForMaskedLM.fromPretrained(directory).close();
  }

  /** The head of transformers 2, and of old fine-tuned models: one layer, no GELU. */
  @Test
  void anOldClassifierIsRefusedByName() throws IOException {
    MadeCheckpoint.electra().head(Head.TOKEN, 2).write(directory);
    WeightFormatException e =
        assertThrows(
            WeightFormatException.class,
            () -> ElectraForSequenceClassification.fromPretrained(directory));
    assertEquals(Kind.MISSING, e.kind());
    assertTrue(e.getMessage().startsWith(directory + ": classifier.dense.weight"), e.getMessage());
    assertTrue(e.getMessage().contains("head of one layer"), e.getMessage());
  }
}
