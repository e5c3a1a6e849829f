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
import io.github.koelectra.tensor.nn.Parameter;
import io.github.koelectra.testkit.FormatFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tiny model in every layout of PyTorch's files holds the numbers of its safetensors. */
class TorchFilesTest {
  @ParameterizedTest
  @CsvSource({
    "zip, f32",
    "zip-f16, f16",
    "zip-bf16, bf16",
    "zip-strided, f32",
    "zip-shared, f32",
    "zip-gamma-beta, f32",
    "zip-parameters, f32",
    "zip-cuda, f32",
    "zip-sharded, f32",
    "zip-generator, generator",
    "legacy, f32",
    "legacy-f16, f16",
    "legacy-bf16, bf16",
    "legacy-strided, f32",
    "legacy-shared, f32",
    "legacy-gamma-beta, f32",
    "legacy-parameters, f32",
    "legacy-cuda, f32",
    "legacy-generator, generator"
  })
  void holdsTheSameNumbers(String folder, String same) throws IOException {
    try (Checkpoint torch = Checkpoint.open(FormatFiles.path("torch-" + folder));
        Checkpoint expected = Checkpoint.open(FormatFiles.path("safetensors-" + same))) {
      StateDict found = torch.stateDict(Part.DISCRIMINATOR);
      assertTrue(expected.entries().size() > 40);
      for (TensorEntry entry : expected.entries()) {
        Parameter parameter = found.parameter(entry.name(), shape(entry));
        float[] values = read(expected, entry);
        assertArrayEquals(values, parameter.toArray(), entry.name());
        double[] doubles = new double[values.length];
        found.read(entry.name(), 0, doubles, values.length);
        for (int i = 0; i < values.length; i++) {
          assertEquals(values[i], doubles[i], entry.name());
        }
        boolean strided = folder.endsWith("strided");
        assertTrue(strided || parameter.stored().isPresent());
      }
      long dense = torch.entries().stream().filter(TensorEntry::isDense).count();
      assertEquals(
          folder.endsWith("strided"), dense < torch.entries().size() / 4, dense + " dense");
    }
  }

  /** A part of a strided tensor may begin and end anywhere. */
  @ParameterizedTest
  @ValueSource(strings = {"zip", "legacy"})
  void partsOfStridedTensors(String layout) throws IOException {
    try (Checkpoint torch = Checkpoint.open(FormatFiles.path("torch-" + layout + "-strided"))) {
      for (TensorEntry entry : torch.entries()) {
        if (!entry.dtype().isReal()) {
          continue;
        }
        Parameter parameter = torch.stateDict().parameter(entry.name(), shape(entry));
        float[] whole = parameter.toArray();
        for (int first = 0; first < whole.length; first += Math.max(1, whole.length / 7)) {
          int length = Math.min(whole.length - first, 5);
          float[] part = new float[length + 2];
          parameter.copyTo(first, part, 1, length);
          assertArrayEquals(
              Arrays.copyOfRange(whole, first, first + length),
              Arrays.copyOfRange(part, 1, length + 1));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"dtypes-zip.bin", "dtypes-legacy.bin"})
  void everyElementType(String file) throws IOException {
    JsonObject expected = Json.readObject(FormatFiles.path("dtypes/expected.json"));
    try (Checkpoint torch = Checkpoint.open(FormatFiles.path("dtypes/" + file))) {
      assertTrue(torch.entries().size() >= 12, torch.entries().toString());
      for (TensorEntry entry : torch.entries()) {
        JsonObject tensor = expected.findObject(entry.name()).orElseThrow();
        assertEquals(
            tensor.find("shape").map(Json::write).orElseThrow(), Json.write(entry.shape()));
        if (entry.dtype().isReal()) {
          assertEqualBits(tensor.findArray("f32_bits").orElseThrow(), read(torch, entry));
        }
        if (entry.dtype() == DType.I64 || entry.dtype() == DType.I32) {
          assertEquals(
              texts(tensor.findArray("exact").orElseThrow()),
              Arrays.stream(torch.readLongs(entry.name())).mapToObj(Long::toString).toList());
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
      String hex = ((JsonString) expected.values().get(i)).value().substring(2);
      float wanted = Float.intBitsToFloat(Integer.parseUnsignedInt(hex, 16));
      assertEquals(Float.floatToIntBits(wanted), Float.floatToIntBits(found[i]), "element " + i);
    }
  }

  @Test
  void tiedTensorsAreTheSameBytes() throws IOException {
    try (Checkpoint torch = Checkpoint.open(FormatFiles.path("torch-zip-generator"))) {
      long tied =
          torch.entries().stream()
              .filter(
                  e ->
                      e.name().equals("generator_lm_head.weight")
                          || e.name().endsWith("word_embeddings.weight"))
              .map(TensorEntry::begin)
              .distinct()
              .count();
      assertEquals(1, tied);
    }
  }

  /** Content tells, not a file's name; and safetensors come first in a directory. */
  @Test
  void anyNameWillDo(@TempDir Path folder) throws IOException {
    Path torch = FormatFiles.path("torch-legacy/pytorch_model.bin");
    Files.copy(torch, folder.resolve("model.safetensors"));
    Files.writeString(folder.resolve("pytorch_model.bin"), "not read");
    try (Checkpoint checkpoint = Checkpoint.open(folder)) {
      assertEquals(folder.resolve("model.safetensors"), checkpoint.entries().getFirst().file());
      assertEquals(44, checkpoint.entries().size());
    }
  }

  @Test
  void aRefusalSaysWhatAndWhy() {
    Path path = FormatFiles.path("bad/torch/zip-os-system.bin");
    var e = assertThrows(WeightFormatException.class, () -> Checkpoint.open(path));
    assertTrue(e.getMessage().startsWith(path.toString()), e.getMessage());
    assertTrue(e.getMessage().contains("posix.system"), e.getMessage());
    assertTrue(e.getMessage().contains("could run code"), e.getMessage());
    Path object = FormatFiles.path("bad/torch/zip-inst.bin");
    var opcode = assertThrows(WeightFormatException.class, () -> Checkpoint.open(object));
    assertTrue(opcode.getMessage().contains("INST"), opcode.getMessage());
  }

  private static float[] read(Checkpoint checkpoint, TensorEntry entry) {
    return checkpoint.stateDict().parameter(entry.name(), shape(entry)).toArray();
  }

  private static long[] shape(TensorEntry entry) {
    return entry.shape().stream().mapToLong(Long::longValue).toArray();
  }
}
