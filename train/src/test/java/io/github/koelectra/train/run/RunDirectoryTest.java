package io.github.koelectra.train.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.koelectra.train.run.RunDirectory.Mode;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunDirectoryTest {
  private static final Set<String> RESULTS = Set.of("model.safetensors", "discriminator");

  @TempDir private Path parent;

  static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  static Set<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      Set<String> names = new TreeSet<>(files.map(file -> file.getFileName().toString()).toList());
      names.remove(RunLock.NAME);
      return names;
    }
  }

  private String refusal(Path path, Mode mode) {
    return assertThrows(IOException.class, () -> RunDirectory.open(path, mode, RESULTS).close())
        .getMessage();
  }

  private Path run() throws IOException {
    Path path = parent.resolve("run");
    try (RunDirectory directory = RunDirectory.open(path, Mode.NEW, RESULTS)) {
      save(directory, 3, 2);
    }
    Files.writeString(path.resolve("model.safetensors"), "");
    Files.createDirectories(path.resolve("discriminator/inner"));
    Files.writeString(path.resolve("notes.txt"), "mine");
    return path;
  }

  private static void save(RunDirectory directory, long step, int keep) throws IOException {
    directory.save(step, keep, folder -> Files.writeString(folder.resolve("file"), "" + step));
  }

  @Test
  void aFolderWithOtherFilesIsRefused() throws IOException {
    Path notes = Files.createDirectory(parent.resolve("notes"));
    Files.writeString(notes.resolve("notes.txt"), "mine");
    assertEquals(notes + ": is there and not empty; name another place", refusal(notes, Mode.NEW));
    assertEquals(
        notes + ": holds files and no training run that can be continued; name another place",
        refusal(notes, Mode.RESUME));
    assertEquals(
        notes + ": holds files and no training run that may be overwritten; name another place",
        refusal(notes, Mode.OVERWRITE));
    assertEquals(
        notes.resolve("notes.txt") + ": is there and no directory; name another place",
        refusal(notes.resolve("notes.txt"), Mode.OVERWRITE));
    assertEquals(
        parent.resolve("a/b") + ": there is no directory " + parent.resolve("a") + " to put it in",
        refusal(parent.resolve("a/b"), Mode.NEW));
  }

  @Test
  void aRunIsContinuedOrOverwrittenOnlyWhenAsked() throws IOException {
    Path run = run();
    assertEquals(
        run
            + ": is there and not empty; continue its run with --resume, begin again with"
            + " --overwrite, or name another place",
        refusal(run, Mode.NEW));
    try (RunDirectory directory = RunDirectory.open(run, Mode.RESUME, RESULTS)) {
      assertEquals(Optional.of(run.resolve("checkpoint-3")), directory.lastCheckpoint());
    }
    RunDirectory.open(run, Mode.OVERWRITE, RESULTS).close();
    assertEquals(Set.of("metrics.jsonl", "notes.txt", "settings.json"), names(run));
  }

  /** Others have logs of this name, settings of this name, and checkpoints of these names. */
  @ParameterizedTest
  @ValueSource(strings = {"", "{\"rate\": 0.1}", "[\"koelectra_run\"]", "{\"koelectra_run\": 1"})
  void whatOthersHaveTrainedIsNotDeleted(String settings) throws IOException {
    Path theirs = Files.createDirectory(parent.resolve("theirs"));
    Files.writeString(theirs.resolve("metrics.jsonl"), "{}\n");
    Files.createDirectory(theirs.resolve("checkpoint-7"));
    if (!settings.isEmpty()) {
      Files.writeString(theirs.resolve("settings.json"), settings);
    }
    Set<String> before = names(theirs);
    assertEquals(
        theirs + ": holds files and no training run that may be overwritten; name another place",
        refusal(theirs, Mode.OVERWRITE));
    assertEquals(
        theirs + ": holds files and no training run that can be continued; name another place",
        refusal(theirs, Mode.RESUME));
    assertEquals(
        theirs + ": is there and not empty; name another place", refusal(theirs, Mode.NEW));
    assertEquals(before, names(theirs));
  }

  @Test
  void settingsStayUntilTheRunIsOverwritten() throws IOException {
    Path run = run();
    try (RunDirectory directory = RunDirectory.open(run, Mode.RESUME, RESULTS)) {
      directory.writeSettings(Map.of("rate", 0.1));
    }
    String written = "{\n  \"koelectra_run\": 1,\n  \"rate\": 0.1\n}\n";
    RunDirectory.open(run, Mode.RESUME, RESULTS).close();
    assertEquals(written, Files.readString(run.resolve("settings.json")));
    RunDirectory.open(run, Mode.OVERWRITE, RESULTS).close();
    assertEquals("{\n  \"koelectra_run\": 1\n}\n", Files.readString(run.resolve("settings.json")));
  }

  @Test
  void oneRunAtATimeWrites() throws IOException {
    Path run = run();
    try (RunDirectory directory = RunDirectory.open(run, Mode.RESUME, RESULTS)) {
      assertEquals(
          run + ": another run is writing here; wait, or name another output folder",
          refusal(run, Mode.OVERWRITE));
      assertEquals(run, directory.path());
      assertEquals(true, Files.exists(run.resolve("checkpoint-3")));
    }
  }

  @Test
  void theLastCheckpointsStay() throws IOException {
    try (RunDirectory directory = RunDirectory.open(parent.resolve("run"), Mode.NEW, RESULTS)) {
      for (int step : new int[] {8, 9, 10, 11}) {
        save(directory, step, 3);
      }
      assertEquals(
          Set.of(
              "checkpoint-9", "checkpoint-10", "checkpoint-11", "metrics.jsonl", "settings.json"),
          names(directory.path()));
      save(directory, 11, 1);
      assertEquals(
          Set.of("checkpoint-11", "metrics.jsonl", "settings.json"), names(directory.path()));
    }
  }

  /** What is forced when, as far as a name tells. */
  @Test
  void aCheckpointIsOnTheDiskBeforeItHasItsName() throws IOException {
    Path run = parent.resolve("run");
    List<String> forced = new ArrayList<>();
    Disk disk =
        file -> {
          Disk.REAL.force(file);
          String name = file.getFileName().toString().replaceFirst("-[0-9a-f]+.part", "-x.part");
          forced.add(name + (Files.exists(run.resolve("checkpoint-5")) ? " after" : " before"));
        };
    try (RunDirectory directory = RunDirectory.open(run, Mode.NEW, RESULTS, disk)) {
      directory.save(
          5,
          2,
          folder -> {
            Files.writeString(folder.resolve("a"), "a");
            Files.writeString(folder.resolve("b"), "b");
          });
    }
    assertEquals(
        List.of(
            "metrics.jsonl before",
            "a before",
            "b before",
            ".koelectra-x.part before",
            "run after"),
        forced);
  }

  @Test
  void aCheckpointThatCannotBeWrittenLeavesTheOneBefore() throws IOException {
    Path run = run();
    try (RunDirectory directory = RunDirectory.open(run, Mode.RESUME, RESULTS)) {
      Set<String> before = names(run);
      IOException failed =
          assertThrows(IOException.class, () -> directory.save(7, 1, RunDirectoryTest::diskFull));
      assertEquals(
          run.resolve("checkpoint-7")
              + ": cannot be written: No space left on device; "
              + run.resolve("checkpoint-3")
              + " is whole: make room and continue with --resume",
          failed.getMessage());
      assertEquals(before, names(run));
    }
  }

  private static void diskFull(Path folder) throws IOException {
    Files.writeString(folder.resolve("half"), "half");
    IOException full = new FileSystemException(folder.toString(), null, "No space left on device");
    throw new IOException(folder + ": cannot be written", full);
  }
}
