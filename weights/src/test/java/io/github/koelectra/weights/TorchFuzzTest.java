package io.github.koelectra.weights;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.testkit.FormatFiles;
import io.github.koelectra.testkit.RandomCases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files damaged at random are read or refused by the declared exception, and nothing else. */
@Timeout(120)
class TorchFuzzTest {
  private static final int ROUNDS = 300;

  @TempDir Path folder;

  static List<String> files() throws IOException {
    Path root = FormatFiles.path("manifest.json").getParent();
    try (Stream<Path> found = Files.walk(root, 2)) {
      return found
          .filter(f -> f.toString().endsWith(".bin"))
          .map(f -> root.relativize(f).toString().replace('\\', '/'))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void successOrTheDeclaredException(String name) throws IOException {
    SplittableRandom random = RandomCases.of("damage to " + name);
    byte[] sound = Files.readAllBytes(FormatFiles.path(name));
    byte[] other = Files.readAllBytes(FormatFiles.path("torch-legacy/pytorch_model.bin"));
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] damaged = sound;
      for (int i = random.nextInt(3); i >= 0; i--) {
        damaged = damage(random, damaged, other);
      }
      Path file = Files.write(folder.resolve("fuzz-" + round + ".bin"), damaged);
      refused += isRefused(file) ? 1 : 0;
      Files.delete(file);
    }
    assertTrue(refused > ROUNDS / 10, "only " + refused + " were refused");
  }

  private static boolean isRefused(Path file) throws IOException {
    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      for (TensorEntry entry : checkpoint.entries()) {
        if (entry.dtype().isReal()) {
          long[] shape = entry.shape().stream().mapToLong(Long::longValue).toArray();
          checkpoint.stateDict().parameter(entry.name(), shape).toArray();
        }
      }
      return false;
    } catch (WeightFormatException e) {
      assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
      return true;
    }
  }

  private static byte[] damage(SplittableRandom random, byte[] bytes, byte[] other) {
    if (bytes.length < 2) {
      return bytes;
    }
    int from = place(random, bytes.length);
    int length = 1 + random.nextInt(Math.min(64, bytes.length - from));
    return switch (random.nextInt(5)) {
      case 0 -> flip(bytes, from, random.nextInt(8));
      case 1 -> Arrays.copyOf(bytes, from);
      case 2 -> replace(bytes, from, length, new byte[0]);
      case 3 -> replace(bytes, from, 0, Arrays.copyOfRange(bytes, from, from + length));
      default -> {
        int begin = place(random, other.length - 64);
        yield replace(bytes, from, length, Arrays.copyOfRange(other, begin, begin + length));
      }
    };
  }

  /** Where the structure is: at the beginning and the end more often than between. */
  private static int place(SplittableRandom random, int size) {
    int near = Math.min(size, 6000);
    return switch (random.nextInt(4)) {
      case 0 -> random.nextInt(size);
      case 1 -> size - 1 - random.nextInt(near);
      default -> random.nextInt(near);
    };
  }

  private static byte[] flip(byte[] bytes, int at, int bit) {
    byte[] flipped = bytes.clone();
    flipped[at] ^= (byte) (1 << bit);
    return flipped;
  }

  private static byte[] replace(byte[] bytes, int from, int length, byte[] by) {
    byte[] result = new byte[bytes.length - length + by.length];
    System.arraycopy(bytes, 0, result, 0, from);
    System.arraycopy(by, 0, result, from, by.length);
    int rest = from + length;
    System.arraycopy(bytes, rest, result, from + by.length, bytes.length - rest);
    return result;
  }
}
