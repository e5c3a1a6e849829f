package io.github.koelectra.train.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.github.koelectra.electra.ElectraConfig;
import io.github.koelectra.electra.Head;
import io.github.koelectra.tensor.Parallel;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.tensor.kernel.Room;
import io.github.koelectra.testkit.PipelineFiles;
import io.github.koelectra.tokenizer.ElectraTokenizer;
import io.github.koelectra.train.finetune.DataSet;
import io.github.koelectra.train.finetune.Evaluation;
import io.github.koelectra.train.finetune.Features;
import io.github.koelectra.train.finetune.FinetuneTask;
import io.github.koelectra.train.finetune.FinetuneTask.Columns;
import io.github.koelectra.train.finetune.TrainingBatches;
import io.github.koelectra.train.model.DropoutRates;
import io.github.koelectra.train.model.FineTuning;
import io.github.koelectra.train.model.LabelledBatch;
import io.github.koelectra.train.run.RunDirectory.Mode;
import io.github.koelectra.train.run.TrainingSettings.Intervals;
import io.github.koelectra.train.run.TrainingSettings.Optimization;
import io.github.koelectra.train.run.TrainingSettings.Schedule;
import io.github.koelectra.train.run.TrainingSettings.Shape;
import io.github.koelectra.weights.Checkpoint;
import io.github.koelectra.weights.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tiny ELECTRA with dropout, as the command trains it. */
class FineTuningRunTest {
  private static final Path MODEL = PipelineFiles.path("discriminator");
  private static final int STEPS = 10;

  @TempDir private Path folder;

  private Features features;

  @BeforeEach
  void write() throws IOException {
    StringBuilder rows = new StringBuilder("text\tlabel\n");
    for (String place : new String[] {"서울", "부산", "제주", "한강", "바다", "학교"}) {
      rows.append(place).append(" 영화 정말 좋았다\t1\n");
      rows.append(place).append(" 날씨 아주 읽었다\t0\n");
    }
    Path file = Files.writeString(folder.resolve("rows.tsv"), rows);
    FinetuneTask task = FinetuneTask.custom(FinetuneTask.Head.CLASSIFICATION, Columns.DEFAULT);
    DataSet data = DataSet.read(task, file);
    features =
        Features.of(
            task.withLabelsOf(data),
            data,
            ElectraTokenizer.fromPretrained(MODEL),
            task.settings().lengths());
  }

  private String run(String name, Mode mode, Kernels kernels, boolean recompute, int stopAfter)
      throws IOException {
    Path output = folder.resolve(name);
    FineTuning learner;
    try (Checkpoint checkpoint = Checkpoint.open(MODEL)) {
      learner =
          new FineTuning(
              ElectraConfig.read(MODEL),
              checkpoint.stateDict(Part.DISCRIMINATOR),
              kernels,
              new FineTuning.Settings(
                  Head.SEQUENCE, 2, new DropoutRates(0.1f, 0.1f, 0.1f), recompute, 3));
    }
    ModelWriter writer =
        ModelWriter.like(MODEL)
            .withHead(
                "ElectraForSequenceClassification",
                features.task().labels(),
                "single_label_classification");
    Trainer.Task<LabelledBatch> task =
        new Trainer.Task<>(
            learner,
            new TrainingBatches(features, 2, 4, 5),
            6,
            Map.of(),
            Optional.of(
                new Trainer.Validation(
                    "accuracy",
                    _ -> Evaluation.of(features, 4, learner::logits).metrics(),
                    () -> writer.write(output, learner.variables()))),
            writer::writeFiles);
    Set<String> results = Set.of("model.safetensors", "config.json");
    try (RunDirectory directory = RunDirectory.open(output, mode, results)) {
      ToyRun.StopAfter stop = new ToyRun.StopAfter(stopAfter);
      new Trainer<>(task, settings(), kernels).run(directory, stop, stop);
    }
    return ToyRun.files(output).entrySet().stream()
        .filter(f -> !f.getKey().matches("checkpoint-[1-9]/.*"))
        .map(f -> f.getKey() + "\n" + f.getValue())
        .reduce("", String::concat);
  }

  private static TrainingSettings settings() {
    Schedule schedule = new Schedule(Shape.LINEAR, 1e-3, 2, STEPS, 1);
    return new TrainingSettings(11, 2, Optimization.ADAMW, schedule, new Intervals(3, 4, 1, 0));
  }

  private static Kernels kernels(Room room, int threads) {
    return Kernels.of(room, Parallel.of(threads));
  }

  @Test
  void aRunThatWasStoppedAndContinuedHasTheSameFiles() throws IOException {
    Kernels kernels = Kernels.best();
    String whole = run("whole", Mode.NEW, kernels, false, Integer.MAX_VALUE);
    String part = run("part", Mode.NEW, kernels, false, 4);
    assertNotEquals(whole, part);
    assertEquals(whole, run("part", Mode.RESUME, kernels, false, Integer.MAX_VALUE));
  }

  @Test
  void roomsThreadsAndRecomputingChangeNoBit() throws IOException {
    String once = run("scalar", Mode.NEW, kernels(Room.SCALAR, 1), false, Integer.MAX_VALUE);
    assertEquals(once, run("two", Mode.NEW, kernels(Room.VECTOR, 2), false, Integer.MAX_VALUE));
    assertEquals(once, run("again", Mode.NEW, kernels(Room.VECTOR, 1), true, Integer.MAX_VALUE));
    run("moved", Mode.NEW, kernels(Room.VECTOR, 2), true, 3);
    assertEquals(
        once, run("moved", Mode.RESUME, kernels(Room.SCALAR, 1), false, Integer.MAX_VALUE));
  }
}
