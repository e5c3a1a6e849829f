package io.github.koelectra.train.run;

import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.train.Batches;
import io.github.koelectra.train.run.TrainingSettings.Intervals;
import io.github.koelectra.train.run.TrainingSettings.Optimization;
import io.github.koelectra.train.run.TrainingSettings.Schedule;
import io.github.koelectra.train.run.TrainingSettings.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Runs of the toy learner. */
final class ToyRun {
  static final int STEPS = 10;
  static final int PER_EPOCH = 5;

  private ToyRun() {}

  static TrainingSettings settings() {
    return settings(STEPS, 1, new Intervals(3, 5, 2, 0));
  }

  static TrainingSettings settings(long steps, int accumulation, Intervals intervals) {
    Schedule schedule = new Schedule(Shape.LINEAR, 0.1, 2, steps, 1);
    return new TrainingSettings(7, accumulation, Optimization.ADAMW, schedule, intervals);
  }

  static Trainer.Task<ToyLearner.Points> task(
      ToyLearner learner, Batches<ToyLearner.Points> batches, Path kept) {
    Trainer.Validation validation =
        new Trainer.Validation(
            "closeness",
            between -> metrics(learner, between),
            () -> CheckpointFiles.writeWeights(kept, learner.variables()));
    return new Trainer.Task<>(
        learner,
        batches,
        PER_EPOCH,
        Map.of("data", "toy"),
        Optional.of(validation),
        folder -> Files.writeString(folder.resolve("config.json"), "{}\n"));
  }

  private static SequencedMap<String, Double> metrics(ToyLearner learner, Runnable between) {
    between.run();
    double distance = 0;
    for (int i = 0; i < ToyLearner.TRUTH.length; i++) {
      between.run();
      distance += Math.abs(learner.weights()[i] - ToyLearner.TRUTH[i]);
    }
    SequencedMap<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("closeness", -distance);
    metrics.put("undefined", Double.NaN);
    return metrics;
  }

  /** A run with dropout in {@code folder} that is stopped after {@code steps} steps. */
  static Trainer.End run(Path folder, RunDirectory.Mode mode, int steps) throws IOException {
    return run(folder, mode, settings(), new StopAfter(steps));
  }

  static Trainer.End run(Path folder, RunDirectory.Mode mode, TrainingSettings settings)
      throws IOException {
    return run(folder, mode, settings, new StopAfter(Integer.MAX_VALUE));
  }

  static Trainer.End run(
      Path folder, RunDirectory.Mode mode, TrainingSettings settings, StopAfter stop)
      throws IOException {
    long batches = settings.schedule().totalSteps() * settings.gradientAccumulationSteps();
    try (RunDirectory directory = RunDirectory.open(folder, mode, Set.of("best.safetensors"))) {
      Trainer.Task<ToyLearner.Points> task =
          task(
              new ToyLearner(0.3f),
              ToyLearner.batches(batches),
              folder.resolve("best.safetensors"));
      return new Trainer<>(task, settings, Kernels.best()).run(directory, stop, stop);
    }
  }

  /**
   * Asks a run to stop when it has taken some steps and was then asked some times more, which an
   * evaluation of the toy does six times. For one thread.
   */
  static final class StopAfter implements Trainer.Listener, BooleanSupplier {
    private int steps;
    private int questions;
    private boolean asked;
    private boolean steppedOn;

    StopAfter(int steps) {
      this(steps, 0);
    }

    StopAfter(int steps, int questions) {
      this.steps = steps;
      this.questions = questions;
    }

    @Override
    public void stepped(Trainer.Progress progress) {
      steppedOn |= asked;
      steps--;
    }

    /** Whether a step was taken after it had been asked to stop. */
    boolean steppedOn() {
      return steppedOn;
    }

    @Override
    public boolean getAsBoolean() {
      asked = steps <= 0 && questions-- <= 0;
      return asked;
    }
  }

  /** All files by their paths, without what differs from run to run: speeds. */
  static SequencedMap<String, String> files(Path folder) throws IOException {
    SequencedMap<String, String> files = new LinkedHashMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
        files.put(folder.relativize(file).toString(), content(file));
      }
    }
    return files;
  }

  private static String content(Path file) {
    try {
      String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
      return switch (file.getFileName().toString()) {
        case MetricsLog.NAME -> text.replaceAll("\"tokens_per_second\":[0-9]+", "");
        case "trainer_state.json" -> text.replaceAll("\"log_bytes\":[0-9]+", "");
        default -> text;
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<String> log(Path folder) throws IOException {
    return Files.readAllLines(folder.resolve(MetricsLog.NAME));
  }
}
