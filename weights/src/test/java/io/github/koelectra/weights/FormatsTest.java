package io.github.koelectra.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.json.Json;
import io.github.koelectra.json.JsonObject;
import io.github.koelectra.json.JsonValue.JsonArray;
import io.github.koelectra.json.JsonValue.JsonNumber;
import io.github.koelectra.json.JsonValue.JsonString;
import io.github.koelectra.tensor.nn.ParameterException;
import io.github.koelectra.tensor.nn.ParameterException.Problem;
import io.github.koelectra.testkit.FormatFiles;
import io.github.koelectra.testkit.SeededWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every element type, one tiny model in every layout of safetensors, and unusual files. */
class FormatsTest {
  private static final String DISCRIMINATOR = "golden/formats/tiny-discriminator";
  private static final String GENERATOR = "golden/formats/tiny-generator";

  @ParameterizedTest
  @CsvSource({"f32, 43", "f64, 43", "sharded, 43", "base-model, 39", "generator, 44"})
  void holdsTheSeededWeights(String folder, int count) throws IOException {
    try (Checkpoint checkpoint = open(folder)) {
      assertEquals(count, checkpoint.entries().size());
      for (TensorEntry entry : checkpoint.entries()) {
        String name = folder.equals("base-model") ? "electra." + entry.name() : entry.name();
        // A generator shares the embeddings of its discriminator.
        boolean own = folder.equals("generator") && !name.startsWith("electra.embeddings.");
        String seed = own ? GENERATOR : DISCRIMINATOR;
        float[] expected = SeededWeights.tensor(seed, name, shape(entry));
        assertArrayEquals(expected, read(checkpoint, entry), name);
        double[] doubles = checkpoint.readDoubles(entry.name());
        for (int i = 0; i < expected.length; i++) {
          assertEquals(expected[i], doubles[i]);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"f16", "bf16", "mixed"})
  void roundsTheSeededWeights(String folder) throws IOException {
    try (Checkpoint checkpoint = open(folder)) {
      assertEquals(43, checkpoint.entries().size());
      for (TensorEntry entry : checkpoint.entries()) {
        float[] expected = SeededWeights.tensor(DISCRIMINATOR, entry.name(), shape(entry));
        for (int i = 0; i < expected.length; i++) {
          expected[i] = rounded(entry.dtype(), expected[i]);
        }
        assertArrayEquals(expected, read(checkpoint, entry), entry.name());
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
  void everyElementTypeIsKnown() throws IOException {
    JsonObject expected = Json.readObject(FormatFiles.path("dtypes/expected.json"));
    try (Checkpoint checkpoint = Checkpoint.open(FormatFiles.path("dtypes/dtypes.safetensors"))) {
      assertTrue(checkpoint.entries().size() > 12);
      for (TensorEntry entry : checkpoint.entries()) {
        JsonObject tensor = expected.findObject(entry.name()).orElseThrow();
        assertEquals(tensor.find("shape").map(Json::write).orElseThrow(), Json.write(shape(entry)));
        if (entry.dtype().isReal()) {
          assertEqualBits(tensor.findArray("f32_bits").orElseThrow(), read(checkpoint, entry));
        } else {
          var e = assertThrows(ParameterException.class, () -> read(checkpoint, entry));
          assertEquals(Problem.DTYPE, e.problem());
          assertThrows(WeightFormatException.class, () -> checkpoint.readDoubles(entry.name()));
        }
        if (entry.dtype() == DType.I64 || entry.dtype() == DType.I32) {
          assertEquals(
              texts(tensor.findArray("exact").orElseThrow()),
              Arrays.stream(checkpoint.readLongs(entry.name())).mapToObj(Long::toString).toList());
        } else {
          var e =
              assertThrows(WeightFormatException.class, () -> checkpoint.readLongs(entry.name()));
          assertEquals(WeightFormatException.Kind.DTYPE, e.kind());
        }
      }
    }
  }

  private static List<String> texts(JsonArray array) {
    return array.values().stream()
        .map(v -> v instanceof JsonString(String text) ? text : ((JsonNumber) v).literal())
        .toList();
  }

  private static void assertEqualBits(JsonArray expected, float[] found) {
    assertEquals(expected.values().size(), found.length);
    for (int i = 0; i < found.length; i++) {
      float wanted = Float.intBitsToFloat(Integer.parseUnsignedInt(hex(expected, i), 16));
      assertEquals(Float.floatToIntBits(wanted), Float.floatToIntBits(found[i]), "element " + i);
    }
  }

  private static String hex(JsonArray array, int i) {
    return ((JsonString) array.values().get(i)).value().substring(2);
  }

  @Test
  void anIndexStandsForItsShards() throws IOException {
    Path directory = FormatFiles.path("safetensors-sharded");
    try (Checkpoint whole = Checkpoint.open(directory);
        Checkpoint index = Checkpoint.open(directory.resolve("model.safetensors.index.json"))) {
      assertEquals(whole.entries(), index.entries());
      assertEquals(43, index.entries().size());
    }
  }

  @Test
  void unusualFilesAreRead() throws IOException {
    JsonObject files = Json.readObject(FormatFiles.path("edge/expected.json"));
    assertEquals(7, files.members().size());
    for (String name : files.members().keySet()) {
      JsonObject tensors = files.findObject(name).orElseThrow().findObject("tensors").orElseThrow();
      try (Checkpoint checkpoint = Checkpoint.open(FormatFiles.path("edge/" + name))) {
        assertEquals(tensors.members().size(), checkpoint.entries().size(), name);
        for (TensorEntry entry : checkpoint.entries()) {
          JsonObject expected = tensors.findObject(entry.name()).orElseThrow();
          assertEquals(
              expected.find("shape").map(Json::write).orElseThrow(), Json.write(entry.shape()));
          if (entry.dtype().isReal()) {
            assertArrayEquals(
                floats(expected.findArray("values").orElseThrow()), read(checkpoint, entry));
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
    return Checkpoint.open(FormatFiles.path("safetensors-" + folder));
  }

  private static float[] read(Checkpoint checkpoint, TensorEntry entry) {
    return checkpoint.stateDict().parameter(entry.name(), shape(entry)).toArray();
  }

  private static long[] shape(TensorEntry entry) {
    return entry.shape().stream().mapToLong(Long::longValue).toArray();
  }
}
