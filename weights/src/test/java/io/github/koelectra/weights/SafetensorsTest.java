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
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
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
    for (int round = 0; round < 50; round++) {
      Map<String, Object> expected = new LinkedHashMap<>();
      List<NewTensor> tensors = new ArrayList<>();
      for (int t = random.nextInt(8); t > 0; t--) {
        NewTensor tensor = random(random, "텐서\n\"." + t, expected);
        tensors.add(tensor);
      }
      Path file = folder.resolve("모델 " + round + ".safetensors");
      SafetensorsWriter.write(file, Map.of("format", "pt"), tensors);
      assertEquals(0, headerLength(file) % 8);
      try (Checkpoint checkpoint = Checkpoint.open(file)) {
        assertEquals(Map.of("format", "pt"), checkpoint.metadata());
        assertEquals(tensors.size(), checkpoint.entries().size());
        for (NewTensor tensor : tensors) {
          assertHolds(checkpoint, tensor, expected.get(tensor.name()));
        }
        assertInOrder(checkpoint.entries());
      }
    }
    try (Stream<Path> left = Files.list(folder)) {
      assertTrue(left.noneMatch(p -> p.toString().endsWith(".part")), "a temporary file is left");
    }
  }

  private static NewTensor random(
      SplittableRandom random, String name, Map<String, Object> expected) {
    long[] shape = random.longs(random.nextInt(4), 0, 20).toArray();
    int size = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    return switch (random.nextInt(3)) {
      case 0 -> {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
          values[i] = Float.intBitsToFloat(random.nextInt() & 0xFF7FFFFF);
        }
        expected.put(name, values);
        yield NewTensor.of(name, values, shape);
      }
      case 1 -> {
        long[] values = random.longs(size).toArray();
        expected.put(name, values);
        yield NewTensor.of(name, values, shape);
      }
      default -> {
        int[] values = random.ints(size).toArray();
        expected.put(name, Arrays.stream(values).asLongStream().toArray());
        yield NewTensor.of(name, values, shape);
      }
    };
  }

  private static void assertHolds(Checkpoint checkpoint, NewTensor tensor, Object expected)
      throws IOException {
    if (expected instanceof float[] floats) {
      long[] shape = tensor.shape().stream().mapToLong(Long::longValue).toArray();
      StateDict state = checkpoint.stateDict();
      assertArrayEquals(floats, state.parameter(tensor.name(), shape).toArray());
      assertFalse(state.unused().contains(tensor.name()));
    } else {
      assertArrayEquals((long[]) expected, checkpoint.readLongs(tensor.name()));
    }
  }

  private static void assertInOrder(List<TensorEntry> entries) {
    for (int i = 1; i < entries.size(); i++) {
      TensorEntry a = entries.get(i - 1);
      TensorEntry b = entries.get(i);
      assertTrue(
          a.dtype().bits() > b.dtype().bits()
              || (a.dtype().bits() == b.dtype().bits() && a.name().compareTo(b.name()) < 0)
              || a.bytes() == 0
              || b.bytes() == 0,
          a.name() + " before " + b.name());
    }
  }

  private static long headerLength(Path file) throws IOException {
    return ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN).getLong();
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
    IOException e =
        assertThrows(
            IOException.class, () -> SafetensorsWriter.write(file, Map.of(), List.of(broken)));
    assertEquals(file + ": cannot be written: disk full", e.getMessage());
    assertEquals("old", Files.readString(file));
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(1, left.count());
    }
  }

  @Test
  void onlyFilesAreReplaced() throws IOException {
    List<NewTensor> tensors = List.of(NewTensor.of("x", new float[1], 1));
    Path directory = Files.createDirectory(folder.resolve("directory"));
    assertThrows(IOException.class, () -> SafetensorsWriter.write(directory, Map.of(), tensors));
    assertTrue(Files.isDirectory(directory));
    Path file = Files.writeString(folder.resolve("file"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    SafetensorsWriter.write(link, Map.of(), tensors);
    assertTrue(Files.isSymbolicLink(link));
    Checkpoint.open(file).close();
    Path nowhere = folder.resolve("none").resolve("x.safetensors");
    IOException e =
        assertThrows(IOException.class, () -> SafetensorsWriter.write(nowhere, Map.of(), tensors));
    assertEquals(nowhere + ": cannot be written: there is no such directory", e.getMessage());
  }

  @Test
  void whatIsNoSetOfTensorsIsRefused() throws IOException {
    Path file = folder.resolve("x.safetensors");
    NewTensor x = NewTensor.of("x", new float[1], 1);
    NewTensor notes = NewTensor.of("__metadata__", new float[1], 1);
    NewTensor few = new NewTensor("few", DType.F32, List.of(2L), (buffer, _) -> buffer.putInt(0));
    for (List<NewTensor> tensors : List.of(List.of(x, x), List.of(notes))) {
      assertThrows(
          IllegalArgumentException.class, () -> SafetensorsWriter.write(file, Map.of(), tensors));
    }
    assertThrows(
        IllegalStateException.class, () -> SafetensorsWriter.write(file, Map.of(), List.of(few)));
    assertThrows(IllegalArgumentException.class, () -> NewTensor.of("x", new float[5], 2, 3));
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(0, left.count());
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
