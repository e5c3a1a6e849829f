package io.github.koelectra.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.json.Json;
import io.github.koelectra.json.JsonObject;
import io.github.koelectra.json.JsonValue;
import io.github.koelectra.json.JsonValue.JsonArray;
import io.github.koelectra.json.JsonValue.JsonNumber;
import io.github.koelectra.testkit.SharedFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every malformed, hostile or odd safetensors file of the goldens gives what its manifest says. */
class MalformedFilesTest {
  private static final Set<String> KINDS = Set.of("safetensors", "index");

  @TestFactory
  Stream<DynamicTest> everyFile() throws IOException {
    Path root = SharedFiles.require("golden/formats/bad");
    List<JsonObject> entries = new ArrayList<>();
    for (JsonValue value : ((JsonArray) Json.read(root.resolve("manifest.json"))).values()) {
      JsonObject entry = (JsonObject) value;
      if (KINDS.contains(entry.findString("kind").orElseThrow())) {
        entries.add(entry);
      }
    }
    assertTrue(entries.size() > 60, "the manifest lost its entries");
    return entries.stream()
        .map(e -> DynamicTest.dynamicTest(text(e, "path"), () -> check(root, e)));
  }

  private static void check(Path root, JsonObject entry) throws IOException {
    Path path = root.resolve(text(entry, "path"));
    switch (text(entry, "expect")) {
      case "reject" -> {
        WeightFormatException e = assertThrows(WeightFormatException.class, () -> open(path));
        String name = path.getFileName().toString();
        assertTrue(e.getMessage().contains(name), e.getMessage());
        assertTrue(e.getMessage().lines().count() == 1, e.getMessage());
        assertEquals(text(entry, "error"), e.kind().name().toLowerCase(Locale.ROOT));
      }
      case "accept" -> compare(path, entry);
      default -> {
        try {
          compare(path, entry);
        } catch (WeightFormatException e) {
          assertTrue(e.getMessage().contains(path.getFileName().toString()), e.getMessage());
        }
      }
    }
  }

  private static void open(Path path) throws IOException {
    Checkpoint.open(path).close();
  }

  private static void compare(Path path, JsonObject entry) throws IOException {
    try (Checkpoint checkpoint = Checkpoint.open(path)) {
      JsonObject tensors = entry.findObject("tensors").orElse(null);
      if (tensors == null) {
        return; // a shard holds more than the index lists
      }
      assertEquals(
          tensors.members().keySet(),
          Set.copyOf(checkpoint.entries().stream().map(TensorEntry::name).toList()));
      for (TensorEntry tensor : checkpoint.entries()) {
        JsonArray expected = tensors.findArray(tensor.name()).orElseThrow();
        assertEquals(expected.values().size(), tensor.size());
        long[] shape = tensor.shape().stream().mapToLong(Long::longValue).toArray();
        float[] values = checkpoint.stateDict().parameter(tensor.name(), shape).toArray();
        for (int i = 0; i < values.length; i++) {
          String literal = ((JsonNumber) expected.values().get(i)).literal();
          assertEquals(Float.parseFloat(literal), values[i]);
        }
      }
    }
  }

  private static String text(JsonObject entry, String name) {
    try {
      return entry.findString(name).orElseThrow();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
