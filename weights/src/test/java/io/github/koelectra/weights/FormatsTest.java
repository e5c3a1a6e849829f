package io.github.koelectra.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.koelectra.json.Json;
import io.github.koelectra.json.JsonObject;
import io.github.koelectra.json.JsonValue.JsonArray;
import io.github.koelectra.json.JsonValue.JsonNumber;
import io.github.koelectra.testkit.SeededWeights;
import io.github.koelectra.testkit.SharedFiles;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One tiny model in every element type and layout of safetensors. */
class FormatsTest {
  private static final String SEED = "golden/formats/tiny-discriminator";

  @ParameterizedTest
  @ValueSource(strings = {"f32", "f64", "sharded", "base-model"})
  void holdsTheSeededWeights(String folder) throws IOException {
    try (Checkpoint checkpoint = open(folder)) {
      assertEquals(folder.equals("base-model") ? 39 : 43, checkpoint.entries().size());
      for (TensorEntry entry : checkpoint.entries()) {
        String name = folder.equals("base-model") ? "electra." + entry.name() : entry.name();
        long[] shape = shape(entry);
        assertArrayEquals(
            SeededWeights.tensor(SEED, name, shape),
            checkpoint.stateDict().parameter(entry.name(), shape).toArray(),
            name);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"f16", "bf16", "mixed"})
  void roundsTheSeededWeights(String folder) throws IOException {
    try (Checkpoint checkpoint = open(folder)) {
      for (TensorEntry entry : checkpoint.entries()) {
        float[] expected = SeededWeights.tensor(SEED, entry.name(), shape(entry));
        for (int i = 0; i < expected.length; i++) {
          expected[i] = rounded(entry.dtype(), expected[i]);
        }
        assertArrayEquals(
            expected,
            checkpoint.stateDict().parameter(entry.name(), shape(entry)).toArray(),
            entry.name());
      }
    }
  }

  private static float rounded(DType dtype, float value) {
    return switch (dtype) {
      case F16 -> Float.float16ToFloat(Float.floatToFloat16(value));
      case BF16 -> {
        int bits = Float.floatToRawIntBits(value);
        yield Float.intBitsToFloat((bits + 0x7FFF + ((bits >>> 16) & 1)) & 0xFFFF0000);
      }
      default -> value;
    };
  }

  @Test
  void unusualFilesAreRead() throws IOException {
    JsonObject files = Json.readObject(SharedFiles.require("golden/formats/edge/expected.json"));
    assertEquals(7, files.members().size());
    for (String name : files.members().keySet()) {
      JsonObject tensors = files.findObject(name).orElseThrow().findObject("tensors").orElseThrow();
      try (Checkpoint checkpoint =
          Checkpoint.open(SharedFiles.require("golden/formats/edge/" + name))) {
        assertEquals(tensors.members().size(), checkpoint.entries().size(), name);
        for (TensorEntry entry : checkpoint.entries()) {
          JsonObject expected = tensors.findObject(entry.name()).orElseThrow();
          assertEquals(
              expected.find("shape").map(Json::write).orElseThrow(), Json.write(entry.shape()));
          if (entry.dtype().isReal()) {
            assertArrayEquals(
                floats(expected.findArray("values").orElseThrow()),
                checkpoint.stateDict().parameter(entry.name(), shape(entry)).toArray());
          }
        }
      }
    }
  }

  private static float[] floats(JsonArray array) {
    float[] values = new float[array.values().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.parseFloat(((JsonNumber) array.values().get(i)).literal());
    }
    return values;
  }

  private static Checkpoint open(String folder) throws IOException {
    return Checkpoint.open(SharedFiles.require("golden/formats/safetensors-" + folder));
  }

  private static long[] shape(TensorEntry entry) {
    return entry.shape().stream().mapToLong(Long::longValue).toArray();
  }
}
