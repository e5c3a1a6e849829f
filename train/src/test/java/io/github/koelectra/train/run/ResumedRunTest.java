package io.github.koelectra.train.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.train.run.RunDirectory.Mode;
import io.github.koelectra.train.run.TrainingSettings.Intervals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that was stopped and continued leaves the files of one that was not. */
class ResumedRunTest {
  private static final int NEVER = Integer.MAX_VALUE;

  @TempDir private Path folder;

  private Path whole;
  private Path continued;

  @BeforeEach
  void runWhole() throws IOException {
    whole = folder.resolve("whole");
    continued = folder.resolve("continued");
    ToyRun.run(whole, Mode.NEW, NEVER);
  }

  /** In an interval, at an epoch's end, where a checkpoint is due, at the last step. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4, 5, 6, 9, 10})
  void itHasTheSameBits(int steps) throws IOException {
    Trainer.End end = ToyRun.run(continued, Mode.NEW, steps);
    assertEquals(new Trainer.End.Stopped(steps, continued.resolve("checkpoint-" + steps)), end);
    assertEquals(new Trainer.End.Finished(ToyRun.STEPS), ToyRun.run(continued, Mode.RESUME, NEVER));
    assertSame();
  }

  /**
   * After an epoch's last step, when the checkpoint is due, before and in its evaluation, and when
   * that is done; after the run's last step likewise.
   */
  @ParameterizedTest
  @CsvSource({
    "5, 0", "5, 1", "5, 2", "5, 4", "5, 6", "5, 7", "10, 0", "10, 1", "10, 3", "10, 6", "10, 7"
  })
  void askedAroundAnEvaluationItStopsBeforeAnotherStep(int steps, int questions)
      throws IOException {
    ToyRun.StopAfter stop = new ToyRun.StopAfter(steps, questions);
    Trainer.End end = ToyRun.run(continued, Mode.NEW, ToyRun.settings(), stop);
    assertEquals(new Trainer.End.Stopped(steps, continued.resolve("checkpoint-" + steps)), end);
    assertFalse(stop.steppedOn());
    long evaluations =
        ToyRun.log(continued).stream().filter(line -> line.contains("eval_closeness")).count();
    assertEquals(steps / ToyRun.PER_EPOCH - (questions == 7 ? 0 : 1), evaluations);
    assertEquals(new Trainer.End.Finished(ToyRun.STEPS), ToyRun.run(continued, Mode.RESUME, NEVER));
    assertSame();
  }

  @Test
  void askedBeforeTheFirstStepItStopsThere() throws IOException {
    Trainer.End end = ToyRun.run(continued, Mode.NEW, 0);
    assertEquals(new Trainer.End.Stopped(0, continued.resolve("checkpoint-0")), end);
    ToyRun.run(continued, Mode.RESUME, NEVER);
    assertSame();
  }

  @Test
  void itMayBeStoppedAgainAndAgain() throws IOException {
    ToyRun.run(continued, Mode.NEW, 2);
    ToyRun.run(continued, Mode.RESUME, 2);
    ToyRun.run(continued, Mode.RESUME, 3);
    ToyRun.run(continued, Mode.RESUME, NEVER);
    assertSame();
  }

  /** Killed at step 8: what is behind the checkpoint of step 5 is in the log and in the model. */
  @Test
  void whatIsBehindTheCheckpointIsDoneAgain() throws IOException {
    ToyRun.run(continued, Mode.NEW, 8);
    RunDirectoryTest.delete(continued.resolve("checkpoint-8"));
    Files.writeString(continued.resolve("metrics.jsonl"), "{\"ste", StandardOpenOption.APPEND);
    Files.createDirectory(continued.resolve(".koelectra-12ab.part"));
    ToyRun.run(continued, Mode.RESUME, NEVER);
    assertSame();
  }

  @Test
  void withoutACheckpointItBeginsAgain() throws IOException {
    ToyRun.run(continued, Mode.NEW, 2);
    RunDirectoryTest.delete(continued.resolve("checkpoint-2"));
    ToyRun.run(continued, Mode.RESUME, NEVER);
    assertSame();
  }

  @Test
  void aDamagedCheckpointIsToldAndCanBeDeleted() throws IOException {
    ToyRun.run(continued, Mode.NEW, 8);
    Path last = continued.resolve("checkpoint-8");
    Files.writeString(last.resolve("optimizer.safetensors"), "cut");
    IOException refused =
        assertThrows(IOException.class, () -> ToyRun.run(continued, Mode.RESUME, NEVER));
    assertTrue(refused.getMessage().startsWith(last + ": cannot be read ("), refused.getMessage());
    assertTrue(
        refused
            .getMessage()
            .endsWith("delete this folder, and --resume goes on from the checkpoint before it"),
        refused.getMessage());
    RunDirectoryTest.delete(last);
    ToyRun.run(continued, Mode.RESUME, NEVER);
    assertSame();
  }

  @Test
  void whatIsFinishedStaysAsItIs() throws IOException {
    assertEquals(new Trainer.End.Finished(ToyRun.STEPS), ToyRun.run(whole, Mode.RESUME, NEVER));
    ToyRun.run(continued, Mode.RESUME, NEVER);
    assertSame();
  }

  @Test
  void withGradientsOfSeveralBatchesItHasTheSameBits() throws IOException {
    Path a = folder.resolve("a");
    Path b = folder.resolve("b");
    TrainingSettings settings = ToyRun.settings(7, 3, new Intervals(2, 7, 1, 0));
    ToyRun.run(a, Mode.NEW, settings);
    ToyRun.run(b, Mode.NEW, settings, new ToyRun.StopAfter(3));
    ToyRun.run(b, Mode.RESUME, settings);
    assertEquals(ToyRun.files(a), ToyRun.files(b));
  }

  private void assertSame() throws IOException {
    var expected = ToyRun.files(whole);
    var found = ToyRun.files(continued);
    // One that was stopped between two checkpoints has kept another one of them.
    for (String checkpoint : List.of("checkpoint-5/", "checkpoint-9/")) {
      expected.keySet().removeIf(name -> name.startsWith(checkpoint));
    }
    found.keySet().removeIf(name -> name.matches("checkpoint-[1-9]/.*"));
    assertEquals(expected, found);
    assertTrue(found.containsKey("checkpoint-10/model.safetensors"));
  }

  @Test
  void otherSettingsAreRefused() throws IOException {
    ToyRun.run(continued, Mode.NEW, 4);
    TrainingSettings other = ToyRun.settings(12, 1, new Intervals(3, 5, 2, 0));
    IOException refused =
        assertThrows(IOException.class, () -> ToyRun.run(continued, Mode.RESUME, other));
    assertEquals(
        continued.resolve("checkpoint-4") + ": cannot be continued, for steps was 10 and is now 12",
        refused.getMessage());
  }

  /** How much is kept changes no bits. */
  @Test
  void otherIntervalsBetweenCheckpointsAreNot() throws IOException {
    ToyRun.run(continued, Mode.NEW, 4);
    TrainingSettings other = ToyRun.settings(ToyRun.STEPS, 1, new Intervals(3, 2, 5, 0));
    ToyRun.run(continued, Mode.RESUME, other);
    assertSame();
  }

  @Test
  void aLogThatWasCutIsRefused() throws IOException {
    ToyRun.run(continued, Mode.NEW, 4);
    Files.writeString(continued.resolve("metrics.jsonl"), "");
    IOException refused =
        assertThrows(IOException.class, () -> ToyRun.run(continued, Mode.RESUME, NEVER));
    assertTrue(refused.getMessage().contains("shorter than when the checkpoint was written"));
  }
}
