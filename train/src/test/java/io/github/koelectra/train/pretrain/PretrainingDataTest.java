package io.github.koelectra.train.pretrain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.testkit.RandomCases;
import io.github.koelectra.train.Batches;
import io.github.koelectra.train.model.PretrainingBatch;
import io.github.koelectra.train.pretrain.PretrainingData.Options;
import io.github.koelectra.train.pretrain.PretrainingData.Segments;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PretrainingDataTest {
  private static final int HEAP_MEGABYTES = 24;

  @TempDir private Path folder;

  private static Options options(Segments segments, int batchSize, int buffer) {
    return new Options(segments, 32, batchSize, buffer, 0.15, false);
  }

  private PretrainingData data(Options options, Path... files) throws IOException {
    return PretrainingData.open(List.of(files), SampleText.tokenizer(), options);
  }

  private static String text(PretrainingBatch batch) {
    return Arrays.deepToString(batch.inputIds())
        + Arrays.deepToString(batch.tokenTypeIds())
        + Arrays.deepToString(batch.maskedPositions())
        + Arrays.deepToString(batch.keptToken());
  }

  private static List<String> take(Batches<PretrainingBatch> batches, int count)
      throws IOException {
    List<String> taken = new ArrayList<>();
    for (int b = 0; b < count; b++) {
      taken.add(text(batches.next().orElseThrow()));
    }
    return taken;
  }

  @ParameterizedTest
  @EnumSource
  void afterSkippingBatchesAreThoseOfAnUninterruptedRun(Segments segments) throws IOException {
    SplittableRandom random = RandomCases.of("afterSkipping" + segments);
    Path first = SampleText.numbered(folder.resolve("a.txt"), 60, random);
    Path second = SampleText.numbered(folder.resolve("b.txt"), 43, random);
    PretrainingData data = data(options(segments, 7, 20), first, second);
    long seed = random.nextLong();
    List<String> all;
    try (Batches<PretrainingBatch> batches = data.batches(seed)) {
      all = take(batches, 60);
    }
    for (int c = 0; c < 20; c++) {
      int skipped = random.nextInt(0, 55);
      int more = random.nextInt(0, 55 - skipped);
      try (Batches<PretrainingBatch> batches = data.batches(seed)) {
        batches.skip(skipped);
        assertEquals(all.subList(skipped, skipped + 2), take(batches, 2));
        batches.skip(more);
        assertEquals(all.subList(skipped + 2 + more, skipped + 5 + more), take(batches, 3));
      }
    }
    try (Batches<PretrainingBatch> other = data.batches(seed + 1)) {
      assertNotEquals(all.subList(0, 3), take(other, 3));
    }
  }

  @Test
  void aPlaceThatIsKeptIsWhereSkippingGoes() throws IOException {
    SplittableRandom random = RandomCases.of("aPlaceThatIsKept");
    Path first = SampleText.numbered(folder.resolve("a.txt"), 60, random);
    Path second = SampleText.numbered(folder.resolve("b.txt"), 43, random);
    PretrainingData data = data(options(Segments.PACKED, 3, 20), first, second);
    List<String> all = new ArrayList<>();
    List<PretrainingBatches.Place> places = new ArrayList<>();
    try (PretrainingBatches batches = data.batches(7)) {
      for (int b = 0; b < 60; b++) {
        places.add(batches.place().orElseThrow());
        all.addAll(take(batches, 1));
      }
    }
    assertTrue(places.getLast().epoch() >= 2, "it is more than one epoch");
    assertTrue(places.stream().anyMatch(place -> place.waiting() > 0));
    for (int b = 0; b < 58; b += 3) {
      for (int done : new int[] {0, random.nextInt(b + 1)}) {
        try (PretrainingBatches batches = data.batches(7)) {
          batches.remember(places.get(b));
          take(batches, done);
          batches.skip(b - done);
          assertEquals(places.get(b), batches.place().orElseThrow());
          assertEquals(all.subList(b, b + 2), take(batches, 2));
        }
      }
    }
  }

  /** It is believed without a look at the tokens: here one of other batches is given. */
  @Test
  void theTokensBeforeAPlaceAreNotMadeAgain() throws IOException {
    Path file = SampleText.numbered(folder.resolve("a.txt"), 90, RandomCases.of("places"));
    PretrainingData data = data(options(Segments.PACKED, 3, 20), file);
    PretrainingBatches.Place fifth;
    int[][] wanted;
    try (PretrainingBatches batches = data.batches(7)) {
      take(batches, 5);
      fifth = batches.place().orElseThrow();
      wanted = batches.next().orElseThrow().inputIds();
    }
    try (PretrainingBatches batches = data.batches(7)) {
      batches.remember(new PretrainingBatches.Place(2, 0, 0, fifth.texts(), fifth.waiting()));
      batches.skip(2);
      assertTrue(Arrays.deepEquals(wanted, batches.next().orElseThrow().inputIds()));
      batches.remember(new PretrainingBatches.Place(4, 0, 0, 91, 1));
      assertThrows(IOException.class, () -> batches.skip(1));
    }
    try (PretrainingBatches others = data(options(Segments.TWO, 3, 20), file).batches(7)) {
      assertEquals(Optional.empty(), others.place());
    }
  }

  @Test
  void eachEpochHasEachTextOnceInAnotherOrder() throws IOException {
    SplittableRandom random = RandomCases.of("eachEpochHasEachTextOnce");
    Path file = SampleText.numbered(folder.resolve("a.txt"), 100, random);
    PretrainingData data = data(options(Segments.ONE, 10, 30), file);
    assertEquals(100, data.texts());
    Set<String> orders = new HashSet<>();
    Set<String> contents = new HashSet<>();
    try (Batches<PretrainingBatch> batches = data.batches(random.nextLong())) {
      for (int epoch = 0; epoch < 5; epoch++) {
        List<String> texts = new ArrayList<>();
        for (int b = 0; b < 10; b++) {
          Arrays.stream(batches.next().orElseThrow().inputIds())
              .map(Arrays::toString)
              .forEach(texts::add);
        }
        orders.add(texts.toString());
        contents.add(texts.stream().sorted().toList().toString());
      }
    }
    assertEquals(5, orders.size());
    assertEquals(1, contents.size());
  }

  @Test
  void heldOutTextsComeOnceInTheirOrderWithTheSameGuesses() throws IOException {
    SplittableRandom random = RandomCases.of("heldOutTextsComeOnce");
    Path file = SampleText.numbered(folder.resolve("a.txt"), 25, random);
    PretrainingData data = data(options(Segments.ONE, 10, 1), file);
    for (int repeat = 0; repeat < 2; repeat++) {
      try (Batches<PretrainingBatch> once = data.once(3);
          Batches<PretrainingBatch> again = data.once(3)) {
        List<String> batches = take(once, 3);
        assertEquals(batches, take(again, 3));
        assertEquals(Optional.empty(), once.next());
      }
    }
    try (Batches<PretrainingBatch> once = data.once(3)) {
      once.skip(2);
      PretrainingBatch last = once.next().orElseThrow();
      assertEquals(5, last.inputIds().length);
      assertEquals("2", SampleText.vocabulary().token(last.inputIds()[0][1])); // Text 20.
    }
  }

  @Test
  void aRunIsContinuedWithTheSameTextsOnly() throws IOException {
    SplittableRandom random = RandomCases.of("aRunIsContinuedWithTheSameTextsOnly");
    Path file = SampleText.numbered(folder.resolve("a.txt"), 25, random);
    PretrainingData data = data(options(Segments.ONE, 10, 5), file);
    assertEquals(3, data.batchesPerEpoch().orElseThrow());
    assertEquals(data.digest(), data(options(Segments.ONE, 10, 5), file).digest());
    Files.writeString(file, Files.readString(file).replaceFirst("\\.?\n", " 또\n"));
    assertNotEquals(data.digest(), data(options(Segments.ONE, 10, 5), file).digest());
    assertTrue(data(options(Segments.TWO, 10, 5), file).batchesPerEpoch().isEmpty());
  }

  @Test
  void whatIsWrongIsSaid() throws IOException {
    Path blank = Files.writeString(folder.resolve("blank.txt"), "\n  \n");
    Options options = options(Segments.PACKED, 2, 10);
    IOException empty = assertThrows(IOException.class, () -> data(options, blank));
    assertEquals("there is no text to learn from in " + List.of(blank), empty.getMessage());
    Path broken = folder.resolve("broken.txt");
    Files.write(broken, new byte[] {'o', 'k', '\n', (byte) 0xC0, '\n'});
    IOException malformed = assertThrows(IOException.class, () -> data(options, broken));
    assertTrue(malformed.getMessage().startsWith(broken + ", line 2: not UTF-8 text"));
    Path nothing = Files.writeString(folder.resolve("nothing.txt"), "\u200b\n[MASK]\n");
    try (Batches<PretrainingBatch> batches = data(options, nothing).batches(0)) {
      IOException kept = assertThrows(IOException.class, batches::next);
      assertEquals("the tokenizer keeps nothing of the texts to learn from", kept.getMessage());
    }
    assertThrows(IllegalArgumentException.class, () -> options(Segments.ONE, 0, 10));
    assertThrows(
        IllegalArgumentException.class, () -> new Options(Segments.ONE, 32, 1, 1, 1.0, false));
  }

  /** Reads a file in a process of its own with a small heap. */
  static final class Reading {
    private Reading() {}

    public static void main(String[] arguments) throws IOException {
      Segments segments = Segments.valueOf(arguments[1]);
      Options options = options(segments, 50, 2000);
      PretrainingData data =
          PretrainingData.open(List.of(Path.of(arguments[0])), SampleText.tokenizer(), options);
      try (Batches<PretrainingBatch> batches = data.batches(0)) {
        batches.skip(1000);
        System.out.println(text(batches.next().orElseThrow()).length());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  @Timeout(300)
  void filesMayBeLargerThanMemory(Segments segments) throws IOException, InterruptedException {
    Path file = folder.resolve("large.txt");
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (int line = 0; line < 60_000; line++) {
        out.write("나무 바람 구름 " + line + (line % 3 == 0 ? " " + "\u200b".repeat(600) : "") + "\n");
      }
    }
    assertTrue(Files.size(file) > HEAP_MEGABYTES * 1_500_000L, "at least one and a half heaps");
    Path said = folder.resolve("said");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx" + HEAP_MEGABYTES + "m",
                "-cp",
                System.getProperty("java.class.path"),
                Reading.class.getName(),
                file.toString(),
                segments.name())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    assertEquals(0, process.waitFor(), Files.readString(said));
  }
}
