package io.github.koelectra.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.tensor.nn.ParameterException;
import io.github.koelectra.testkit.RandomCases;
import io.github.koelectra.weights.safetensors.SafetensorsWriter;
import io.github.koelectra.weights.safetensors.SafetensorsWriter.NewTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {
  @TempDir Path folder;

  @Test
  void whatIsWrittenIsReadBack() throws IOException {
    SplittableRandom random = RandomCases.of("safetensors round trip");
    for (int round = 0; round < 30; round++) {
      List<NewTensor> tensors = new ArrayList<>();
      List<float[]> expected = new ArrayList<>();
      for (int t = 0; t < random.nextInt(1, 6); t++) {
        int rows = random.nextInt(0, 50);
        int columns = random.nextInt(1, 700);
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
          values[i] = Float.intBitsToFloat(random.nextInt() & 0xFF7FFFFF);
        }
        expected.add(values);
        tensors.add(NewTensor.of("텐서." + t, values, rows, columns));
      }
      tensors.add(NewTensor.of("ids", new long[] {round, Long.MIN_VALUE}, 2));
      Path file = folder.resolve("모델 " + round + ".safetensors");
      SafetensorsWriter.write(file, Map.of("format", "pt"), tensors);
      try (Checkpoint checkpoint = Checkpoint.open(file)) {
        assertEquals(Map.of("format", "pt"), checkpoint.metadata());
        assertArrayEquals(new long[] {round, Long.MIN_VALUE}, checkpoint.readLongs("ids"));
        StateDict state = checkpoint.stateDict();
        for (int t = 0; t < expected.size(); t++) {
          long[] shape = tensors.get(t).shape().stream().mapToLong(Long::longValue).toArray();
          assertArrayEquals(expected.get(t), state.parameter("텐서." + t, shape).toArray());
        }
        assertEquals(List.of("ids"), state.unused());
      }
      assertEquals(0, Math.floorMod(headerLength(file), 8));
    }
    try (Stream<Path> left = Files.list(folder)) {
      assertTrue(left.noneMatch(p -> p.toString().endsWith(".part")), "a temporary file is left");
    }
  }

  private static long headerLength(Path file) throws IOException {
    return Files.readAllBytes(file)[0] & 0xFF;
  }

  @Test
  void aFailedWriteLeavesTheOldFile() throws IOException {
    Path file = folder.resolve("out.safetensors");
    Files.writeString(file, "old");
    NewTensor broken =
        new NewTensor(
            "x",
            DType.F32,
            List.of(4L),
            (buffer, channel) -> {
              throw new IOException("disk full");
            });
    assertThrows(IOException.class, () -> SafetensorsWriter.write(file, Map.of(), List.of(broken)));
    assertEquals("old", Files.readString(file));
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(1, left.count());
    }
  }

  @Test
  void cutAndFlippedFilesNeverGiveAnotherException() throws IOException {
    Path file = folder.resolve("small.safetensors");
    SafetensorsWriter.write(
        file,
        Map.of("a", "b"),
        List.of(
            NewTensor.of("weight", new float[] {1, 2, 3, 4, 5, 6}, 2, 3),
            NewTensor.of("n", new long[] {7}, 1)));
    byte[] good = Files.readAllBytes(file);
    for (int length = 0; length < good.length; length++) {
      Files.write(file, Arrays.copyOf(good, length));
      assertThrows(WeightFormatException.class, () -> Checkpoint.open(file));
    }
    int survived = 0;
    for (int i = 0; i < good.length; i++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] bad = good.clone();
        bad[i] ^= (byte) (1 << bit);
        Files.write(file, bad);
        try (Checkpoint _ = Checkpoint.open(file)) {
          survived++;
        } catch (WeightFormatException expected) {
          assertFalse(expected.getMessage().isBlank());
        }
      }
    }
    assertTrue(survived > 0, "flips inside the elements must be readable");
  }

  @Test
  void whatAModelAsksForIsChecked() throws IOException {
    Path file = folder.resolve("x.safetensors");
    SafetensorsWriter.write(
        file,
        Map.of(),
        List.of(NewTensor.of("a.weight", new float[6], 2, 3), NewTensor.of("b", new long[1], 1)));
    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      StateDict state = checkpoint.stateDict();
      var missing =
          assertThrows(ParameterException.class, () -> state.at("a").parameter("bias", 2));
      assertEquals(ParameterException.Problem.MISSING, missing.problem());
      assertTrue(missing.getMessage().contains("a.bias"), missing.getMessage());
      var shape =
          assertThrows(ParameterException.class, () -> state.at("a").parameter("weight", 3, 2));
      assertEquals(ParameterException.Problem.SHAPE, shape.problem());
      assertTrue(shape.getMessage().contains("[3, 2]"), shape.getMessage());
      assertTrue(shape.getMessage().contains("[2, 3]"), shape.getMessage());
      var dtype = assertThrows(ParameterException.class, () -> state.parameter("b", 1));
      assertEquals(ParameterException.Problem.DTYPE, dtype.problem());
      assertEquals(List.of("b", "a.weight"), state.unused());
    }
  }
}
