package io.github.koelectra.weights.hub;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.testkit.FakeHub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalFolderTest {
  @TempDir private Path folder;
  private HubRoom room;
  private Path mine;

  @BeforeEach
  void open() {
    room = new HubRoom(folder);
    mine = folder.resolve("my model");
  }

  @AfterEach
  void close() {
    room.close();
  }

  private void copy() throws IOException {
    try (HubClient client = room.client()) {
      client.copy(HubRoom.model(), FilePatterns.ALL, mine);
    }
    for (Map.Entry<String, byte[]> file : room.files.entrySet()) {
      Path there = mine.resolve(file.getKey());
      assertFalse(Files.isSymbolicLink(there));
      assertArrayEquals(file.getValue(), Files.readAllBytes(there));
    }
  }

  private long gets() {
    return room.hub.requests().stream()
        .filter(r -> r.method().equals("GET") && !r.path().startsWith("/api/"))
        .count();
  }

  @Test
  void plainFilesAndNotesOfThem() throws IOException {
    copy();
    assertFalse(Files.exists(room.cache));
    Path notes = mine.resolve(".cache/huggingface/download/vocab.txt.metadata");
    List<String> lines = Files.readAllLines(notes);
    String sha1 = FakeHub.gitSha1(room.files.get("vocab.txt"));
    assertEquals(List.of(room.commit, sha1), lines.subList(0, 2));
    assertEquals("*", Files.readString(mine.resolve(".cache/huggingface/.gitignore")));
  }

  @Test
  void whatIsThereStays() throws IOException {
    copy();
    room.hub.behave();
    copy();
    assertEquals(0, gets());
    // Without notes the content tells.
    Files.delete(mine.resolve(".cache/huggingface/download/pytorch_model.bin.metadata"));
    copy();
    assertEquals(0, gets());
  }

  @Test
  void whatWasChangedOrIsNewComesAgain() throws IOException {
    copy();
    Path changed = Files.writeString(mine.resolve("vocab.txt"), "mine");
    Files.setLastModifiedTime(changed, FileTime.from(Instant.now().plusSeconds(60)));
    room.files.put("config.json", HubRoom.text("{\"a\": 1}"));
    room.hub.commit(HubRoom.NAME, false, room.files, "main");
    room.hub.behave();
    copy();
    assertEquals(2, gets());
  }

  @Test
  void whatTheCacheHasIsCopied() throws IOException {
    room.bring(room.settings());
    room.hub.behave();
    copy();
    assertEquals(0, gets());
    assertTrue(Files.exists(mine.resolve("pytorch_model.bin")));
  }
}
