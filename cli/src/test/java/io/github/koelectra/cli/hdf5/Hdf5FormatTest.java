package io.github.koelectra.cli.hdf5;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.testkit.BadFile;
import io.github.koelectra.testkit.BadFile.Expectation;
import io.github.koelectra.testkit.FormatFiles;
import io.github.koelectra.testkit.RandomCases;
import io.github.koelectra.weights.DType;
import io.github.koelectra.weights.TensorEntry;
import io.github.koelectra.weights.WeightFormatException;
import io.github.koelectra.weights.WeightFormatException.Kind;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class Hdf5FormatTest {
  private static final Hdf5Format FORMAT = new Hdf5Format();
  private static final int TENSORS = 43;

  private static List<TensorEntry> read(Path file, byte[] bytes) throws WeightFormatException {
    return FORMAT.entries(file, MemorySegment.ofArray(bytes));
  }

  static List<BadFile> bad() {
    return FormatFiles.bad("tf-h5");
  }

  @ParameterizedTest
  @MethodSource("bad")
  void oddFiles(BadFile file) throws IOException {
    byte[] bytes = Files.readAllBytes(file.path());
    assertTrue(FORMAT.matches(file.path(), bytes));
    try {
      Map<String, List<Double>> found = new LinkedHashMap<>();
      for (TensorEntry entry : read(file.path(), bytes)) {
        found.put(entry.name(), values(entry, bytes));
      }
      assertFalse(file.expect() == Expectation.REJECT, "was accepted");
      assertEquals(file.tensors().orElseThrow(), found);
    } catch (WeightFormatException e) {
      assertFalse(file.expect() == Expectation.ACCEPT, e.getMessage());
      assertEquals(file.error().orElseThrow(), e.kind().name().toLowerCase(Locale.ROOT));
      assertTrue(e.getMessage().contains(file.path().toString()), e.getMessage());
    }
  }

  private static List<Double> values(TensorEntry entry, byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < entry.size(); i++) {
      int at = Math.toIntExact(entry.begin()) + i * entry.dtype().bits() / Byte.SIZE;
      values.add(
          entry.dtype() == DType.F16
              ? (double) Float.float16ToFloat(buffer.getShort(at))
              : (double) buffer.getFloat(at));
    }
    return values;
  }

  @ParameterizedTest
  @ValueSource(strings = {"tf-h5", "tf-h5-old"})
  void theTensorsOfAModel(String folder) throws IOException {
    Path file = FormatFiles.path(folder).resolve("tf_model.h5");
    List<TensorEntry> entries = read(file, Files.readAllBytes(file));
    assertEquals(TENSORS, entries.size());
    assertTrue(entries.stream().allMatch(e -> e.dtype() == DType.F32), entries.toString());
    List<Long> words =
        entries.stream()
            .filter(e -> e.name().endsWith("electra/embeddings/word_embeddings/weight"))
            .findFirst()
            .orElseThrow()
            .shape();
    assertEquals(List.of(300L, 16L), words);
  }

  /** A tree whose node is its own child, many times over, would be walked for ever. */
  @Test
  void circlesComeToAnEnd() throws IOException {
    Path file = FormatFiles.path("bad/tf-h5/no-attributes.h5");
    byte[] bytes = Files.readAllBytes(file);
    int tree = find(bytes, "TREE");
    bytes[tree + 5] = 1; // A level above the leaves.
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putShort(tree + 6, (short) 16);
    for (int i = 0; i < 16; i++) {
      buffer.putLong(tree + 32 + i * 16, tree);
    }
    WeightFormatException e = assertThrows(WeightFormatException.class, () -> read(file, bytes));
    assertEquals(Kind.RESOURCES, e.kind(), e.getMessage());
  }

  private static int find(byte[] bytes, String word) {
    int at = 0;
    while (!new String(bytes, at, word.length(), StandardCharsets.ISO_8859_1).equals(word)) {
      at++;
    }
    return at;
  }

  @Test
  void otherFilesAreNotMatched() {
    Path file = Path.of("model.safetensors");
    assertFalse(FORMAT.matches(file, new byte[0]));
    assertFalse(FORMAT.matches(file, new byte[100]));
    assertTrue(FORMAT.matches(Path.of("x.h5"), new byte[0]));
  }

  @ParameterizedTest
  @ValueSource(strings = {"no-attributes.h5", "latest.h5", "compressed.h5", "half.h5"})
  void damagedFilesGiveTheDeclaredExceptionOnly(String name) throws IOException {
    Path file = FormatFiles.path("bad/tf-h5").resolve(name);
    byte[] good = Files.readAllBytes(file);
    SplittableRandom random = RandomCases.of("damaged " + name);
    int read = 0;
    for (int round = 0; round < 1500; round++) {
      byte[] bad = damaged(good, random);
      try {
        for (TensorEntry entry : read(file, bad)) {
          MemorySegment.ofArray(bad)
              .asSlice(entry.begin(), entry.bytes())
              .toArray(ValueLayout.JAVA_BYTE);
        }
        read++;
      } catch (WeightFormatException expected) {
        assertTrue(expected.getMessage().startsWith(file.toString()), expected.getMessage());
      }
    }
    assertTrue(name.equals("compressed.h5") || read > 0, "flips in the elements must be readable");
  }

  /** Bytes flipped, cut off, doubled, or put in another place. */
  private static byte[] damaged(byte[] good, SplittableRandom random) {
    int at = random.nextInt(good.length);
    int length = 1 + random.nextInt(Math.min(64, good.length - at));
    byte[] bad = good.clone();
    switch (random.nextInt(4)) {
      case 0 -> {
        for (int i = 0; i < 1 + random.nextInt(4); i++) {
          bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
        }
      }
      case 1 -> bad = Arrays.copyOf(good, at);
      case 2 -> {
        bad = Arrays.copyOf(good, good.length + length);
        System.arraycopy(good, at, bad, at + length, good.length - at);
      }
      default -> System.arraycopy(good, random.nextInt(good.length - length), bad, at, length);
    }
    return bad;
  }
}
