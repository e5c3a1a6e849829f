package io.github.koelectra.train.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.json.Json;
import io.github.koelectra.json.JsonObject;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.train.run.RunDirectory.Mode;
import io.github.koelectra.train.run.TrainingSettings.Intervals;
import io.github.koelectra.train.run.TrainingSettings.Optimization;
import io.github.koelectra.train.run.TrainingSettings.OptimizerKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainerTest {
  @TempDir private Path folder;

  private static JsonObject json(String line) throws IOException {
    return Json.readObject(line.getBytes(StandardCharsets.UTF_8), "line");
  }

  @Test
  void aModelLearns() throws IOException {
    ToyLearner learner = new ToyLearner(0);
    TrainingSettings settings = ToyRun.settings(400, 1, new Intervals(100, 1000, 1, 0));
    Trainer.Task<ToyLearner.Points> task =
        Trainer.Task.of(learner, ToyLearner.batches(400), Map.of());
    try (RunDirectory directory = RunDirectory.open(folder, Mode.NEW, Set.of())) {
      new Trainer<>(task, settings, Kernels.best())
          .run(directory, new Trainer.Listener() {}, () -> false);
    }
    assertArrayEquals(ToyLearner.TRUTH, learner.weights(), 1e-3f);
    assertEquals(400, learner.changes());
  }

  @Test
  void theLogHasALineForTheFirstStepEachIntervalAndEachEpoch() throws IOException {
    ToyRun.run(folder, Mode.NEW, Integer.MAX_VALUE);
    List<Long> steps = new ArrayList<>();
    for (String line : ToyRun.log(folder)) {
      steps.add(json(line).findLong("step").orElseThrow());
    }
    assertEquals(List.of(1L, 3L, 5L, 6L, 9L, 10L, 10L), steps);
    JsonObject first = json(ToyRun.log(folder).getFirst());
    assertEquals(
        List.of(
            "step",
            "epoch",
            "loss",
            "rate",
            "gradient_norm",
            "tokens",
            "tokens_per_second",
            "near",
            "auc"),
        List.copyOf(first.members().keySet()));
    JsonObject second = json(ToyRun.log(folder).get(1));
    assertEquals(0.6, second.findDouble("epoch").orElseThrow());
    assertEquals(24, second.findLong("tokens").orElseThrow());
    assertEquals(0.1, second.findDouble("rate").orElseThrow(), 1e-9);
    assertTrue(first.findDouble("loss").orElseThrow() > 1);
    JsonObject evaluated = json(ToyRun.log(folder).get(2));
    assertEquals(
        List.of("step", "epoch", "eval_closeness", "eval_undefined", "best"),
        List.copyOf(evaluated.members().keySet()));
  }

  @Test
  void lossesAreMeansOverTheInterval() throws IOException {
    Path each = folder.resolve("each");
    Path both = folder.resolve("both");
    ToyRun.run(each, Mode.NEW, ToyRun.settings(4, 1, new Intervals(1, 9, 1, 9)));
    ToyRun.run(both, Mode.NEW, ToyRun.settings(4, 1, new Intervals(2, 9, 1, 9)));
    double a = json(ToyRun.log(each).get(2)).findDouble("loss").orElseThrow();
    double b = json(ToyRun.log(each).get(3)).findDouble("loss").orElseThrow();
    double mean = json(ToyRun.log(both).get(2)).findDouble("loss").orElseThrow();
    assertEquals((a + b) / 2, mean, 1e-12);
  }

  @Test
  void checkpointsAreTold() throws IOException {
    List<Path> told = new ArrayList<>();
    Trainer.Listener listener =
        new Trainer.Listener() {
          @Override
          public void saved(Path checkpoint) {
            assertTrue(Files.exists(checkpoint.resolve("model.safetensors")));
            told.add(checkpoint.getFileName());
          }

          @Override
          public void stepped(Trainer.Progress progress) {
            assertTrue(progress.epoch().isEmpty());
          }
        };
    Trainer.Task<ToyLearner.Points> task =
        Trainer.Task.of(new ToyLearner(0), ToyLearner.batches(7), Map.of());
    try (RunDirectory directory = RunDirectory.open(folder, Mode.NEW, Set.of())) {
      new Trainer<>(task, ToyRun.settings(), Kernels.best()).run(directory, listener, () -> false);
    }
    assertEquals(List.of(Path.of("checkpoint-5"), Path.of("checkpoint-7")), told);
  }

  @Test
  void theBestModelIsKept() throws IOException {
    ToyRun.run(folder, Mode.NEW, Integer.MAX_VALUE);
    boolean best = json(ToyRun.log(folder).get(2)).findBoolean("best").orElseThrow();
    assertTrue(best);
    assertTrue(Files.exists(folder.resolve("best.safetensors")));
  }

  @Test
  void gradientsOfSeveralBatchesAreAveraged() throws IOException {
    ToyLearner one = new ToyLearner(0);
    ToyLearner two = new ToyLearner(0);
    train(one, 1, folder.resolve("one"), 1);
    train(two, 2, folder.resolve("two"), 3);
    assertEquals(1, one.passes());
    assertEquals(3, two.passes());
    assertEquals(2, two.changes(), "the last step takes what is left");
  }

  private static void train(ToyLearner learner, int accumulation, Path place, long batches)
      throws IOException {
    TrainingSettings settings =
        ToyRun.settings(
            Math.ceilDiv(batches, accumulation), accumulation, new Intervals(1, 9, 1, 0));
    try (RunDirectory directory = RunDirectory.open(place, Mode.NEW, Set.of())) {
      new Trainer<>(
              Trainer.Task.of(learner, ToyLearner.batches(batches), Map.of()),
              settings,
              Kernels.best())
          .run(directory, new Trainer.Listener() {}, () -> false);
    }
  }

  @Test
  void aRunEndsWithItsData() throws IOException {
    ToyLearner learner = new ToyLearner(0);
    try (RunDirectory directory = RunDirectory.open(folder, Mode.NEW, Set.of())) {
      Trainer.End end =
          new Trainer<>(
                  Trainer.Task.of(learner, ToyLearner.batches(4), Map.of()),
                  ToyRun.settings(),
                  Kernels.best())
              .run(directory, new Trainer.Listener() {}, () -> false);
      assertEquals(new Trainer.End.Finished(4), end);
    }
    assertEquals(3, ToyRun.log(folder).size());
    assertTrue(Files.exists(folder.resolve("checkpoint-4")));
  }

  @Test
  void whatIsNoNumberStopsTheRunAndIsNotSaved() throws IOException {
    Trainer.End end;
    try (RunDirectory directory = RunDirectory.open(folder, Mode.NEW, Set.of())) {
      end =
          new Trainer<>(
                  Trainer.Task.of(new ToyLearner(0), ToyLearner.batches(10, 6), Map.of()),
                  ToyRun.settings(),
                  Kernels.best())
              .run(directory, new Trainer.Listener() {}, () -> false);
    }
    Trainer.End.Diverged diverged = assertInstanceOf(Trainer.End.Diverged.class, end);
    assertEquals(6, diverged.step());
    assertEquals(
        "step 7, batch 7: the loss is NaN; the last good checkpoint is "
            + folder.resolve("checkpoint-5")
            + "; try a lower rate, or a longer warm-up",
        diverged.sentence());
    assertEquals(
        Set.of("checkpoint-5", "metrics.jsonl", "settings.json"), RunDirectoryTest.names(folder));
  }

  /**
   * A target so large that loss and gradient are numbers, and the gradient's square is none in the
   * second moment: where the checkpoint of step 5 is due, where an epoch ends, where the data end,
   * and where the run is asked to stop.
   */
  @ParameterizedTest
  @CsvSource({"4, 5, 0, 10, 99", "9, 99, 0, 10, 99", "2, 99, 99, 3, 99", "2, 99, 99, 10, 3"})
  void valuesThatAreNotFiniteAreNeverSaved(
      long bad, long saveEvery, long evaluateEvery, long batches, int stopAfter)
      throws IOException {
    Optimization unclipped =
        new Optimization(OptimizerKind.ADAMW, 0.9, 0.999, 1e-8, 0, List.of(), 0, 1);
    TrainingSettings settings =
        new TrainingSettings(
            7,
            1,
            unclipped,
            ToyRun.settings().schedule(),
            new Intervals(3, saveEvery, 2, evaluateEvery));
    ToyLearner learner = new ToyLearner(0);
    Path kept = folder.resolve("best.safetensors");
    Trainer.Task<ToyLearner.Points> task =
        ToyRun.task(learner, ToyLearner.batches(batches, bad, 1e25f), kept);
    Trainer.End end;
    try (RunDirectory directory = RunDirectory.open(folder, Mode.NEW, Set.of())) {
      ToyRun.StopAfter stop = new ToyRun.StopAfter(stopAfter);
      end = new Trainer<>(task, settings, Kernels.best()).run(directory, stop, stop);
    }
    Trainer.End.Diverged diverged = assertInstanceOf(Trainer.End.Diverged.class, end);
    assertEquals(bad + 1, diverged.step());
    String sentence = "after step " + (bad + 1) + ": classifier.weight is no longer finite; ";
    assertTrue(diverged.sentence().startsWith(sentence), diverged.sentence());
    assertTrue(diverged.sentence().endsWith("; try a lower rate, or a longer warm-up"));
    assertFalse(Files.exists(folder.resolve("checkpoint-" + (bad + 1))));
    assertEquals(bad == 9, Files.exists(kept), "only that of step 5");
  }

  @Test
  void settingsThatCannotBeAreRefused() {
    Intervals intervals = new Intervals(1, 1, 1, 0);
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> ToyRun.settings(0, 1, intervals));
    assertEquals("steps must be from 1, not 0", refused.getMessage());
    assertThrows(IllegalArgumentException.class, () -> ToyRun.settings(1, 0, intervals));
    assertThrows(IllegalArgumentException.class, () -> new Intervals(1, 1, 0, 0));
  }
}
