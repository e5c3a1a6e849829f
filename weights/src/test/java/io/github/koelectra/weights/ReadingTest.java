package io.github.koelectra.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.koelectra.tensor.nn.Parameter;
import io.github.koelectra.testkit.RandomCases;
import io.github.koelectra.weights.safetensors.SafetensorsWriter;
import io.github.koelectra.weights.safetensors.SafetensorsWriter.NewTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Elements read in parts, by several threads, while pages are given back underneath. */
class ReadingTest {
  private static final int ROWS = 3000;
  private static final int COLUMNS = 1001;

  @TempDir Path folder;

  private Path write(DType dtype) throws IOException {
    Path file = folder.resolve("w.safetensors");
    NewTensor odd = NewTensor.of("a", new int[] {1}, 1);
    NewTensor tensor =
        new NewTensor(
            "w",
            dtype,
            List.of((long) ROWS, (long) COLUMNS),
            (buffer, channel) -> {
              for (int i = 0; i < ROWS * COLUMNS; i++) {
                if (buffer.remaining() < Long.BYTES) {
                  buffer.flip();
                  while (buffer.hasRemaining()) {
                    channel.write(buffer);
                  }
                  buffer.clear();
                }
                switch (dtype) {
                  case F32 -> buffer.putFloat(value(i));
                  case F64 -> buffer.putDouble(value(i));
                  case F16 -> buffer.putShort(Float.floatToFloat16(value(i)));
                  default -> buffer.putShort((short) (Float.floatToIntBits(value(i)) >> 16));
                }
              }
            });
    SafetensorsWriter.write(file, Map.of(), List.of(odd, tensor));
    return file;
  }

  /** Exact in every type. */
  private static float value(int i) {
    return (i % 255) - 127;
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64", "F16", "BF16"})
  void anyPartIsReadByAnyThread(DType dtype) throws Exception {
    SplittableRandom random = RandomCases.of("parts of a tensor");
    try (Checkpoint checkpoint = Checkpoint.open(write(dtype));
        ExecutorService threads = Executors.newFixedThreadPool(4)) {
      Parameter parameter = checkpoint.stateDict().parameter("w", ROWS, COLUMNS);
      assertEquals(dtype != DType.F64, parameter.stored().isPresent());
      List<SplittableRandom> seeds = IntStream.range(0, 4).mapToObj(_ -> random.split()).toList();
      List<Future<Boolean>> done =
          seeds.stream().map(seed -> threads.submit(() -> readParts(parameter, seed))).toList();
      for (Future<Boolean> each : done) {
        assertTrue(each.get(), "a part differs");
      }
    }
  }

  private static boolean readParts(Parameter parameter, SplittableRandom random) {
    boolean equal = true;
    for (int round = 0; round < 300; round++) {
      int length = random.nextInt(random.nextBoolean() ? 20 : 50_000);
      int first = random.nextInt(ROWS * COLUMNS - length + 1);
      int offset = random.nextInt(9);
      float[] found = new float[offset + length + 1];
      Arrays.fill(found, Float.NaN);
      parameter.copyTo(first, found, offset, length);
      for (int i = 0; i < found.length; i++) {
        boolean inside = i >= offset && i < offset + length;
        float expected = inside ? value(first + i - offset) : Float.NaN;
        equal &= Float.compare(expected, found[i]) == 0;
      }
    }
    return equal;
  }

  @Test
  void rangesAreChecked() throws IOException {
    try (Checkpoint checkpoint = Checkpoint.open(write(DType.F32))) {
      Parameter parameter = checkpoint.stateDict().parameter("w", ROWS, COLUMNS);
      float[] array = new float[4];
      long size = parameter.size();
      assertThrows(IndexOutOfBoundsException.class, () -> parameter.copyTo(size - 3, array, 0, 4));
      assertThrows(IndexOutOfBoundsException.class, () -> parameter.copyTo(-1, array, 0, 1));
      assertThrows(IndexOutOfBoundsException.class, () -> parameter.copyTo(0, array, 1, 4));
      assertThrows(IndexOutOfBoundsException.class, () -> parameter.copyTo(0, array, 0, -1));
      parameter.copyTo(size, array, 4, 0);
      assertArrayEquals(new float[4], array);
    }
  }

  @Test
  void pagesAreGivenBack() throws IOException {
    assumeTrue(Files.exists(Path.of("/proc/self/smaps")), "needs Linux");
    Path file = write(DType.F32);
    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      Parameter parameter = checkpoint.stateDict().parameter("w", ROWS, COLUMNS);
      float[] row = new float[COLUMNS];
      for (int i = 0; i < ROWS; i++) {
        parameter.copyTo((long) i * COLUMNS, row, 0, COLUMNS);
      }
      long resident = residentKilobytes(file);
      assertTrue(resident < 256, resident + " kB of " + Files.size(file) / 1024 + " stay");
    }
  }

  private static long residentKilobytes(Path file) throws IOException {
    List<String> lines = Files.readAllLines(Path.of("/proc/self/smaps"));
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).endsWith(file.getFileName().toString())) {
        while (!lines.get(i).startsWith("Rss:")) {
          i++;
        }
        return Long.parseLong(lines.get(i).replaceAll("\\D", ""));
      }
    }
    throw new AssertionError("the file is not mapped");
  }

  @Test
  void afterCloseNothingIsRead() throws IOException {
    Checkpoint checkpoint = Checkpoint.open(write(DType.F32));
    Parameter parameter = checkpoint.stateDict().parameter("w", ROWS, COLUMNS);
    checkpoint.close();
    checkpoint.close();
    assertThrows(IllegalStateException.class, () -> parameter.copyTo(0, new float[1], 0, 1));
    assertThrows(IllegalStateException.class, () -> checkpoint.readLongs("a"));
  }
}
