package io.github.koelectra.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.train.run.Trainer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingProgressTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final StringWriter err = new StringWriter();
  private final ByteArrayOutputStream bar = new ByteArrayOutputStream();
  private long now = 17;

  @TempDir private Path folder;

  private TrainingProgress progress(int columns) {
    Terminal terminal =
        Terminal.of(
            new PrintStream(bar, true, StandardCharsets.UTF_8), columns, Map.of("NO_COLOR", "1"));
    return new TrainingProgress(new PrintWriter(err, true), terminal, folder, "model", () -> now);
  }

  private static Trainer.Progress step(long step, long total, double loss) {
    OptionalDouble epoch = OptionalDouble.of(step / 100.0);
    return new Trainer.Progress(step, total, epoch, loss, 4.5e-5, 4900.4);
  }

  private List<String> lines() {
    return err.toString().lines().toList();
  }

  @Test
  void withoutATerminalALineAMinuteTellsHowTheRunGoes() {
    try (TrainingProgress progress = progress(0)) {
      for (int step = 1; step <= 20; step++) { // 130 seconds.
        now += 13 * SECOND / 2;
        progress.stepped(step(step, 1200, step));
      }
    }
    assertEquals(
        List.of(
            "koelectra: step 10 of 1,200 (epoch 0.10), loss 5.5000, rate 4.50e-05, 4,900 tokens/s,"
                + " 2 h 8 min left",
            "koelectra: step 20 of 1,200 (epoch 0.20), loss 15.5000, rate 4.50e-05, 4,900 tokens/s,"
                + " 2 h 7 min left"),
        lines());
    assertEquals("", bar.toString(StandardCharsets.UTF_8));
  }

  @Test
  void slowStepsHaveALineEach() {
    try (TrainingProgress progress = progress(0)) {
      for (int step = 1; step <= 3; step++) {
        now += 90 * SECOND;
        progress.stepped(new Trainer.Progress(step, 4, OptionalDouble.empty(), 0.25, 1e-3, 12));
      }
      now += 10 * SECOND;
      progress.stepped(new Trainer.Progress(4, 4, OptionalDouble.empty(), 0.25, 1e-3, 12));
    }
    assertEquals(3, lines().size());
    assertTrue(lines().getFirst().startsWith("koelectra: step 1 of 4, loss 0.2500, "));
    assertTrue(lines().getFirst().endsWith(", 4 min left"));
    assertTrue(lines().getLast().endsWith(", 1 min left"));
  }

  /** What was done before says nothing of the speed. */
  @Test
  void theTimeLeftIsThatOfTheStepsSinceTheRunWasContinued() {
    try (TrainingProgress progress = progress(0)) {
      now += 3600 * SECOND;
      progress.resumed(1000);
      for (int step = 1001; step <= 1060; step++) {
        now += SECOND;
        progress.stepped(step(step, 1100, 1));
      }
    }
    assertEquals(2, lines().size());
    assertTrue(lines().getLast().endsWith(", 40 s left"), lines().getLast());
  }

  @Test
  void onATerminalThereIsABarAndNoLine() {
    try (TrainingProgress progress = progress(100)) {
      now += 100 * SECOND;
      progress.stepped(step(1, 4, 0.5));
    }
    assertEquals("", err.toString());
    assertTrue(bar.toString(StandardCharsets.UTF_8).contains("Training"));
  }

  @Test
  void thePageIsDrawnAtCheckpointsAndEvaluations() throws IOException {
    Path page = folder.resolve("training.html");
    Path log = folder.resolve("metrics.jsonl");
    try (TrainingProgress progress = progress(0)) {
      Files.writeString(log, "{\"step\":3,\"loss\":0.625}\n");
      progress.stepped(step(3, 9, 0.5));
      assertFalse(Files.exists(page));
      progress.saved(folder.resolve("checkpoint-3"));
      assertTrue(Files.readString(page).contains("0.625"));
      Files.writeString(log, "{\"step\":4,\"loss\":0.375}\n");
      progress.evaluated(
          new Trainer.Evaluated(4, OptionalDouble.empty(), new LinkedHashMap<>(), true));
      assertTrue(Files.readString(page).contains("0.375"));
    }
  }
}
