package io.github.koelectra.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which file has changed since a run began. */
class ReadFilesTest {
  @TempDir private Path folder;

  private Ran finetune(String... more) {
    List<String> arguments = TaskRows.finetune(folder, "--epochs", "1");
    arguments.addAll(List.of(more));
    return Ran.of(arguments.toArray(String[]::new));
  }

  @Test
  void otherDataAreNotGoneOnWith() throws IOException {
    TaskRows.write(folder.resolve("data"), TaskRows.sentiment(), ".tsv");
    assertEquals(0, finetune().code());
    Path train = folder.resolve("data/train.tsv");
    String rows = Files.readString(train);
    int size = rows.getBytes(StandardCharsets.UTF_8).length;
    Files.writeString(train, "서울 갔다\tgood\n", StandardOpenOption.APPEND);
    finetune("--resume")
        .failsAfterOutput(
            1,
            "checkpoint-1: cannot be continued, for " + train + " (the training data) has changed",
            "since the run began: it had %d bytes and now has %d;".formatted(size, size + 19),
            "put it back as it was, or begin again with --overwrite");
    Files.writeString(train, rows.replace("제주", "대전"));
    finetune("--resume")
        .failsAfterOutput(1, train + " (the training data) has changed", "though not in size");
    Files.writeString(train, rows);
    Path dev = folder.resolve("data/dev.tsv");
    Files.move(dev, folder.resolve("other.tsv"));
    finetune("--resume")
        .failsAfterOutput(1, "the run began with the dev data, but now none are given; give them");
    Files.move(folder.resolve("other.tsv"), dev);
    assertEquals(0, finetune("--resume").code());
  }
}
