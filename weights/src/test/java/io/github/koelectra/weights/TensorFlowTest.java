package io.github.koelectra.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.testkit.FormatFiles;
import io.github.koelectra.weights.WeightFormatException.Kind;
import io.github.koelectra.weights.safetensors.SafetensorsWriter;
import io.github.koelectra.weights.safetensors.SafetensorsWriter.NewTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TensorFlow's checkpoints through the door of all formats, and where they are found. */
class TensorFlowTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "tf-v1, DISCRIMINATOR, safetensors-f32",
    "tf-v1, GENERATOR, safetensors-generator",
    "tf-v1-sharded, DISCRIMINATOR, safetensors-f32",
    "tf-v1-sharded, GENERATOR, safetensors-generator"
  })
  void bothModelsHaveTheirTensors(String folder, Part part, String same) throws IOException {
    try (Checkpoint found = Checkpoint.open(FormatFiles.path(folder));
        Checkpoint expected = Checkpoint.open(FormatFiles.path(same))) {
      StateDict ours = found.stateDict(part);
      StateDict theirs = expected.stateDict(part);
      assertEquals(theirs.shapes(), ours.shapes());
      for (TensorEntry entry : theirs.entries()) {
        long[] shape = entry.shape().stream().mapToLong(Long::longValue).toArray();
        float[] values = ours.parameter(entry.name(), shape).toArray();
        assertArrayEquals(theirs.parameter(entry.name(), shape).toArray(), values, entry.name());
        double[] last = new double[2];
        ours.read(entry.name(), values.length - 1, last, 1);
        assertEquals(values[values.length - 1], last[0]);
      }
      assertEquals(List.of(), ours.unused());
    }
  }

  /** In parts that begin and end inside rows. */
  @Test
  void transposedTensorsAreReadInParts() throws IOException {
    try (Checkpoint found = Checkpoint.open(FormatFiles.path("tf-v1"))) {
      StateDict state = found.stateDict(Part.DISCRIMINATOR);
      var project = state.parameter("electra.embeddings_project.weight", 32, 16);
      assertTrue(project.stored().isEmpty(), "the file has other rows");
      double[] stored = found.readDoubles("electra/embeddings_project/kernel"); // [16, 32]
      float[] part = new float[23];
      project.copyTo(13, part, 1, 20);
      for (int i = 0; i < 20; i++) {
        int row = (13 + i) / 16;
        int column = (13 + i) % 16;
        assertEquals(stored[column * 32 + row], part[1 + i]);
      }
      assertArrayEquals(new float[2], Arrays.copyOfRange(part, 21, 23));
    }
  }

  @Test
  void theRawNamesAndShapesAreListed() throws IOException {
    try (Checkpoint found = Checkpoint.open(FormatFiles.path("tf-v1"))) {
      Set<String> names = new TreeSet<>(found.entries().stream().map(TensorEntry::name).toList());
      assertTrue(names.contains("generator_predictions/output_bias"), names.toString());
      assertTrue(names.stream().noneMatch(n -> n.contains("adam") || n.contains("step")));
    }
  }

  private void copy(String suffix) throws IOException {
    try (Stream<Path> files = Files.list(FormatFiles.path("tf-v1"))) {
      for (Path file : files.filter(f -> f.toString().contains("ckpt")).toList()) {
        String name = file.getFileName().toString().replace("12345", suffix);
        Files.copy(file, folder.resolve(name));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "model.ckpt-1", "model.ckpt-1.index", "model.ckpt-1.data-00000-of-00001"})
  void itIsFoundByAnyOfItsNames(String name) throws IOException {
    copy("1");
    Path path = name.isEmpty() ? folder : folder.resolve(name);
    try (Checkpoint found = Checkpoint.open(path)) {
      assertEquals(82, found.entries().size());
    }
  }

  private WeightFormatException refusal() {
    return assertThrows(WeightFormatException.class, () -> Checkpoint.open(folder));
  }

  @Test
  void ofSeveralTheLatestIsTaken() throws IOException {
    copy("1");
    copy("2");
    WeightFormatException e = refusal();
    assertEquals(Kind.FORMAT, e.kind());
    assertTrue(e.getMessage().contains("model.ckpt-1.index, model.ckpt-2.index"), e.getMessage());
    Path latest = folder.resolve("checkpoint");
    for (String nonsense :
        List.of("", "model_checkpoint_path: \"none\"", "model_checkpoint_path: \"\0\"")) {
      Files.writeString(latest, nonsense);
      assertEquals(Kind.FORMAT, refusal().kind());
    }
    Files.writeString(latest, "model_checkpoint_path: \"/elsewhere/model.ckpt-2\"\n");
    try (Checkpoint found = Checkpoint.open(folder)) {
      assertEquals(
          folder.resolve("model.ckpt-2.data-00000-of-00001"), found.entries().getFirst().file());
    }
    assertTrue(Checkpoint.isTensorFlow(folder));
    Files.copy(
        FormatFiles.path("safetensors-f32/model.safetensors"), folder.resolve("model.safetensors"));
    try (Checkpoint found = Checkpoint.open(folder)) {
      assertEquals(43, found.entries().size());
    }
  }

  @Test
  void twoNamesForOneTensorAreRefused() throws IOException {
    Path file = folder.resolve("x.safetensors");
    SafetensorsWriter.write(
        file,
        Map.of(),
        List.of(
            NewTensor.of("a.LayerNorm.gamma", new float[1], 1),
            NewTensor.of("module.a.LayerNorm.weight", new float[1], 1)));
    try (Checkpoint found = Checkpoint.open(file)) {
      WeightFormatException e =
          assertThrows(WeightFormatException.class, () -> found.stateDict(Part.DISCRIMINATOR));
      assertEquals(Kind.DUPLICATE, e.kind());
      assertTrue(e.getMessage().contains("module.a.LayerNorm.weight"), e.getMessage());
    }
  }
}
