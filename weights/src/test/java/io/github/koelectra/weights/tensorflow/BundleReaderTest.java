package io.github.koelectra.weights.tensorflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.testkit.FormatFiles;
import io.github.koelectra.testkit.RandomCases;
import io.github.koelectra.weights.DType;
import io.github.koelectra.weights.TensorEntry;
import io.github.koelectra.weights.WeightFormatException;
import io.github.koelectra.weights.WeightFormatException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checkpoints made wrong in one place each, with right checksums, and damaged ones. */
class BundleReaderTest {
  private static final int MODEL_VARIABLES = 82;
  private static final int FLOAT = 1;

  @TempDir Path folder;

  private static MemorySegment map(Path file) throws IOException {
    return MemorySegment.ofArray(Files.readAllBytes(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tf-v1", "tf-v1-sharded"})
  void whatIsNoModelIsLeftOut(String name) throws IOException {
    Path index = FormatFiles.path(name).resolve("model.ckpt-12345.index");
    BundleReader bundle = BundleReader.read(index, BundleReaderTest::map);
    assertEquals(MODEL_VARIABLES, bundle.entries().size());
    assertTrue(bundle.entries().stream().noneMatch(e -> e.name().contains("adam")));
    assertEquals(name.endsWith("sharded") ? 2 : 1, bundle.files().size());
    TensorEntry kernel =
        bundle.entries().stream()
            .filter(e -> e.name().equals("electra/embeddings_project/kernel"))
            .findFirst()
            .orElseThrow();
    assertEquals(List.of(16L, 32L), kernel.shape());
    assertEquals(DType.F32, kernel.dtype());
  }

  /** The fields of an entry that a test may change. */
  private static final class MadeEntry {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    MadeEntry number(int field, long value) {
      MadeTable.varint(out, (long) field << 3);
      MadeTable.varint(out, value);
      return this;
    }

    MadeEntry message(int field, byte[] value) {
      MadeTable.varint(out, ((long) field << 3) | 2);
      MadeTable.varint(out, value.length);
      out.writeBytes(value);
      return this;
    }

    MadeEntry checksum(byte[] bytes) {
      MadeTable.varint(out, (6L << 3) | 5);
      MadeTable.number(out, Checksum.masked(bytes, 0, bytes.length));
      return this;
    }

    MadeEntry shape(long... dimensions) {
      MadeEntry shape = new MadeEntry();
      for (long dimension : dimensions) {
        shape.message(2, new MadeEntry().number(1, dimension).bytes());
      }
      return message(2, shape.bytes());
    }

    byte[] bytes() {
      return out.toByteArray();
    }
  }

  private static MadeEntry header() {
    return new MadeEntry().number(1, 1);
  }

  private static MadeEntry entry(long size, long... shape) {
    return new MadeEntry().number(1, FLOAT).shape(shape).number(5, size).checksum(new byte[16]);
  }

  private BundleReader read(MadeEntry header, MadeEntry entry) throws IOException {
    Path index = folder.resolve("m.index");
    byte[] table =
        new MadeTable()
            .row(0, new byte[0], header.bytes())
            .row(0, new byte[] {'w'}, entry.bytes())
            .bytes();
    Files.write(index, table);
    Files.write(folder.resolve("m.data-00000-of-00001"), new byte[16]);
    return BundleReader.read(index, BundleReaderTest::map);
  }

  private Kind refusal(MadeEntry header, MadeEntry entry) {
    WeightFormatException e = assertThrows(WeightFormatException.class, () -> read(header, entry));
    assertTrue(e.getMessage().startsWith(folder.resolve("m.").toString()), e.getMessage());
    return e.kind();
  }

  @Test
  void aMadeOneIsRead() throws IOException {
    assertEquals(List.of(2L, 2L), read(header(), entry(16, 2, 2)).entries().getFirst().shape());
    assertEquals(List.of(), read(header(), entry(16, 4).number(1, 7)).entries(), "a string");
  }

  @Test
  void entriesAreCheckedBeforeAnythingIsRead() {
    assertEquals(Kind.SHAPE, refusal(header(), entry(16, 5)));
    assertEquals(Kind.SHAPE, refusal(header(), entry(16, -4)));
    assertEquals(Kind.SHAPE, refusal(header(), entry(-16, 4)));
    assertEquals(Kind.SHAPE, refusal(header(), entry(4, 1, 1, 1, 1, 1, 1, 1, 1, 1)));
    assertEquals(Kind.OVERFLOW, refusal(header(), entry(16, 1L << 40, 1L << 40)));
    assertEquals(Kind.TRUNCATED, refusal(header(), entry(20, 5)));
    assertEquals(Kind.TRUNCATED, refusal(header(), entry(16, 4).number(4, 1)));
    assertEquals(Kind.TRUNCATED, refusal(header(), entry(16, 4).number(4, Long.MAX_VALUE)));
    assertEquals(Kind.TRUNCATED, refusal(header(), entry(16, 4).number(4, -1)));
    assertEquals(Kind.HEADER, refusal(header(), entry(16, 4).number(3, 1)), "shard 1 of 1");
    assertEquals(Kind.HEADER, refusal(header(), entry(16, 4).number(3, -1)));
    assertEquals(Kind.FORMAT, refusal(header(), entry(16, 4).message(7, new byte[0])));
    assertEquals(Kind.HEADER, refusal(header(), entry(8, 2)), "another checksum");
  }

  @Test
  void theHeaderIsChecked() {
    assertEquals(Kind.HEADER, refusal(new MadeEntry(), entry(16, 4)));
    assertEquals(Kind.HEADER, refusal(header().number(1, 1L << 40), entry(16, 4)));
    assertEquals(Kind.FORMAT, refusal(header().number(2, 1), entry(16, 4)), "big-endian");
    byte[] newer = new MadeEntry().number(2, 2).bytes();
    assertEquals(Kind.FORMAT, refusal(header().message(3, newer), entry(16, 4)));
    assertEquals(Kind.HEADER, refusal(header(), new MadeEntry().number(0, 1)), "field 0");
  }

  @Test
  void aMissingDataFileIsNamed() throws IOException {
    Path index = FormatFiles.path("bad/tf-v1/data-missing/model.ckpt-7.index");
    WeightFormatException e =
        assertThrows(
            WeightFormatException.class, () -> BundleReader.read(index, BundleReaderTest::map));
    assertEquals(Kind.MISSING, e.kind());
    assertTrue(e.getMessage().contains("model.ckpt-7.data-00000-of-00001"), e.getMessage());
  }

  @Test
  void damagedFilesGiveTheDeclaredExceptionOnly() throws IOException {
    Path index = FormatFiles.path("bad/tf-v1/with-object-graph/model.ckpt-7.index");
    byte[] goodIndex = Files.readAllBytes(index);
    byte[] goodData = Files.readAllBytes(index.resolveSibling("model.ckpt-7.data-00000-of-00001"));
    SplittableRandom random = RandomCases.of("damaged bundles");
    int read = 0;
    for (int round = 0; round < 20_000; round++) {
      boolean first = random.nextBoolean();
      byte[] badIndex = first ? damaged(goodIndex, random) : goodIndex;
      byte[] badData = first ? goodData : damaged(goodData, random);
      try {
        BundleReader bundle =
            BundleReader.read(
                index, f -> MemorySegment.ofArray(f.equals(index) ? badIndex : badData));
        Map<Path, MemorySegment> files = new HashMap<>(bundle.files());
        for (TensorEntry entry : bundle.entries()) {
          MemorySegment bytes = files.get(entry.file()).asSlice(entry.begin(), entry.bytes());
          assertEquals(entry.size() * Float.BYTES, bytes.byteSize());
        }
        read++;
      } catch (WeightFormatException expected) {
        assertFalse(expected.getMessage().isBlank());
      }
    }
    assertTrue(read > 0, "what nobody asks for may be damaged");
  }

  /** Every byte that can be parsed, with its checksum made right again. */
  @Test
  void damagedEntriesWithRightChecksums() throws IOException {
    SplittableRandom random = RandomCases.of("damaged entries");
    byte[] good = entry(16, 4).bytes();
    byte[] goodHeader = header().bytes();
    for (int round = 0; round < 5000; round++) {
      byte[] entry = damaged(good, random);
      byte[] head = random.nextInt(4) == 0 ? damaged(goodHeader, random) : goodHeader;
      byte[] table =
          new MadeTable()
              .row(0, new byte[0], head)
              .row(random.nextInt(2), new byte[] {'w'}, entry)
              .bytes();
      Path index = Path.of("m.index");
      try {
        BundleReader.read(
            index, f -> MemorySegment.ofArray(f.equals(index) ? table : new byte[16]));
      } catch (WeightFormatException expected) {
        assertFalse(expected.getMessage().isBlank());
      }
    }
  }

  /** Bytes flipped, cut off, doubled, or put in another place. */
  private static byte[] damaged(byte[] good, SplittableRandom random) {
    int at = random.nextInt(good.length);
    int length = 1 + random.nextInt(Math.min(16, good.length - at));
    byte[] bad = good.clone();
    switch (random.nextInt(4)) {
      case 0 -> bad[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bad = Arrays.copyOf(good, at);
      case 2 -> {
        bad = Arrays.copyOf(good, good.length + length);
        System.arraycopy(good, at, bad, at + length, good.length - at);
      }
      default -> System.arraycopy(good, random.nextInt(good.length - length + 1), bad, at, length);
    }
    return bad;
  }
}
