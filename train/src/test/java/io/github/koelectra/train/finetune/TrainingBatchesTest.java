package io.github.koelectra.train.finetune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.koelectra.testkit.RandomCases;
import io.github.koelectra.train.finetune.FinetuneTask.Columns;
import io.github.koelectra.train.finetune.FinetuneTask.Head;
import io.github.koelectra.train.model.LabelledBatch;
import io.github.koelectra.train.model.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingBatchesTest {
  private static final int ROWS = 23;
  private static final int EPOCHS = 3;

  @TempDir Path directory;
  private Features features;

  /** The score of each row is its number. */
  @BeforeEach
  void features() throws IOException {
    List<String> lines = new ArrayList<>(List.of("text\tlabel"));
    IntStream.range(0, ROWS).forEach(i -> lines.add("가나\t" + i));
    FinetuneTask task = FinetuneTask.custom(Head.REGRESSION, Columns.DEFAULT);
    Path file = Samples.file(directory, "train.tsv", lines.toArray(String[]::new));
    DataSet data = DataSet.read(task, file);
    features = Features.of(task, data, Samples.syllables(), task.settings().lengths());
  }

  private static List<Integer> rows(LabelledBatch batch) {
    List<Integer> rows = new ArrayList<>();
    for (float value : ((Target.Scores) batch.target()).values()) {
      rows.add((int) value);
    }
    return rows;
  }

  private static List<List<Integer>> rest(TrainingBatches batches) {
    List<List<Integer>> rest = new ArrayList<>();
    for (var next = batches.next(); next.isPresent(); next = batches.next()) {
      rest.add(rows(next.get()));
    }
    return rest;
  }

  @Test
  void everyEpochHasEveryRowOnceInAnOrderOfItsOwn() {
    TrainingBatches batches = new TrainingBatches(features, 5, EPOCHS, 42);
    assertEquals(5, batches.batchesPerEpoch());
    assertEquals(15, batches.size());
    List<List<Integer>> all = rest(batches);
    assertEquals(15, all.size());
    assertEquals(Optional.empty(), batches.next());
    List<List<Integer>> epochs = new ArrayList<>();
    for (int e = 0; e < EPOCHS; e++) {
      List<List<Integer>> epoch = all.subList(5 * e, 5 * e + 5);
      assertEquals(List.of(5, 5, 5, 5, 3), epoch.stream().map(List::size).toList());
      epochs.add(epoch.stream().flatMap(List::stream).toList());
      List<Integer> sorted = epochs.get(e).stream().sorted().toList();
      assertEquals(IntStream.range(0, ROWS).boxed().toList(), sorted);
    }
    assertEquals(EPOCHS, epochs.stream().distinct().count());
    assertEquals(all, rest(new TrainingBatches(features, 5, EPOCHS, 42)));
    assertNotEquals(all, rest(new TrainingBatches(features, 5, EPOCHS, 43)));
  }

  /** A run that is continued by another version must see the same order; SplitMix64 in Python. */
  @Test
  void theOrderStaysWhatItWas() {
    TrainingBatches batches = new TrainingBatches(features, ROWS, 1, 42);
    List<Integer> wanted =
        List.of(16, 13, 6, 17, 11, 0, 10, 22, 4, 7, 14, 2, 18, 15, 19, 5, 21, 3, 9, 12, 1, 20, 8);
    assertEquals(wanted, rows(batches.next().orElseThrow()));
  }

  @Test
  void skippingIsReading() {
    SplittableRandom random = RandomCases.of("skipped batches");
    List<List<Integer>> all = rest(new TrainingBatches(features, 4, EPOCHS, 7));
    for (int round = 0; round < 50; round++) {
      TrainingBatches batches = new TrainingBatches(features, 4, EPOCHS, 7);
      int first = random.nextInt(all.size() + 1);
      int second = random.nextInt(all.size() + 1 - first);
      batches.skip(first);
      int read = 0;
      if (first + second < all.size()) {
        assertEquals(all.get(first), rows(batches.next().orElseThrow()));
        read = 1;
      }
      batches.skip(second);
      assertEquals(all.subList(first + read + second, all.size()), rest(batches));
    }
    TrainingBatches beyond = new TrainingBatches(features, 4, EPOCHS, 7);
    beyond.skip(Long.MAX_VALUE);
    assertEquals(Optional.empty(), beyond.next());
    assertThrows(IllegalArgumentException.class, () -> beyond.skip(-1));
  }

  /** Each row is as often at each place of an epoch: 2,300 orders, 100 expected, 5 deviations. */
  @Test
  void ordersAreFair() {
    int[][] counts = new int[ROWS][ROWS];
    TrainingBatches batches = new TrainingBatches(features, ROWS, 100 * ROWS, 1);
    for (var next = batches.next(); next.isPresent(); next = batches.next()) {
      List<Integer> order = rows(next.get());
      for (int place = 0; place < ROWS; place++) {
        counts[place][order.get(place)]++;
      }
    }
    for (int[] place : counts) {
      for (int count : place) {
        assertEquals(100, count, 50);
      }
    }
  }

  @Test
  void numbersMustBePositive() {
    assertThrows(IllegalArgumentException.class, () -> new TrainingBatches(features, 0, EPOCHS, 1));
    assertThrows(IllegalArgumentException.class, () -> new TrainingBatches(features, 5, 0, 1));
  }
}
