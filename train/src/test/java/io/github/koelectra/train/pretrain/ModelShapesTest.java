package io.github.koelectra.train.pretrain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.koelectra.electra.ElectraConfig;
import io.github.koelectra.json.Json;
import io.github.koelectra.train.model.DropoutRates;
import io.github.koelectra.train.pretrain.ModelShapes.Size;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ModelShapesTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "SMALL, 0.25, 64, 1, 256",
    "SMALL, 1, 256, 4, 1024",
    "SMALL, 0.375, 96, 1, 384",
    "BASE, 0.3333333333, 256, 4, 1024",
    "BASE, 0.33, 256, 4, 1024",
    "NANO, 0.3333333333, 64, 1, 256",
    "NANO, 0.25, 48, 1, 192"
  })
  void aGeneratorIsAShareOfItsDiscriminator(
      Size size, double share, int hidden, int heads, int intermediate) {
    ElectraConfig generator = ModelShapes.of(size.discriminator(100), share).generator();
    assertEquals(hidden, generator.hiddenSize());
    assertEquals(heads, generator.numAttentionHeads());
    assertEquals(intermediate, generator.intermediateSize());
    assertEquals(size.discriminator(100).embeddingSize(), generator.embeddingSize());
    assertEquals(size.discriminator(100).numHiddenLayers(), generator.numHiddenLayers());
  }

  @Test
  void whatCannotBeIsRefused() {
    ElectraConfig small = Size.SMALL.discriminator(100);
    for (double share : new double[] {0, 1.5, Double.NaN}) {
      assertThrows(IllegalArgumentException.class, () -> ModelShapes.of(small, share));
    }
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new ModelShapes(small, Size.BASE.discriminator(100)));
    assertEquals(
        "discriminator and generator share their embeddings, but embedding_size is 128 in the one"
            + " and 768 in the other",
        e.getMessage());
  }

  @ParameterizedTest
  @EnumSource
  void theFilesSayWhatTheConfigurationsAre(Size size) throws IOException {
    ModelShapes shapes = ModelShapes.of(size.discriminator(100), size.generatorSize());
    Path file = folder.resolve("config.json");
    Files.writeString(file, Json.write(shapes.discriminatorJson(DropoutRates.NONE)));
    assertEquals(shapes.discriminator(), ElectraConfig.read(file));
    Files.writeString(file, Json.write(shapes.generatorJson(DropoutRates.NONE)));
    assertEquals(shapes.generator(), ElectraConfig.read(file));
  }

  @Test
  void weightsThatHaveLearntNothing() {
    RandomWeights weights = new RandomWeights(1);
    float[] dense = weights.at("a.dense").parameter("weight", 200, 300).toArray();
    double mean = 0;
    double square = 0;
    for (float value : dense) {
      mean += value / dense.length;
      square += value * value / dense.length;
      assertEquals(0, value, 0.04001f);
    }
    double deviation = 0.02 * 0.8796; // Of a normal variable that is cut off at two deviations.
    assertEquals(0, mean, 5 * deviation / Math.sqrt(dense.length));
    assertEquals(deviation, Math.sqrt(square), 0.01 * deviation);
    assertEquals(
        0, Arrays.mismatch(dense, weights.at("b.dense").parameter("weight", 200, 300).toArray()));
    assertEquals(
        -1,
        Arrays.mismatch(
            dense, new RandomWeights(1).parameter("a.dense.weight", 200, 300).toArray()));
    assertEquals(1, weights.at("a.LayerNorm").parameter("weight", 3).toArray()[2]);
    assertEquals(0, weights.at("a.dense").parameter("bias", 3).toArray()[2]);
  }
}
