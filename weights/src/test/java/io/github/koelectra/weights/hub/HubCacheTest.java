package io.github.koelectra.weights.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.weights.hub.HubException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubCacheTest {
  @TempDir private Path folder;
  private HubRoom room;
  private HubCache cache;

  @BeforeEach
  void open() {
    room = new HubRoom(folder);
    cache = new HubCache(room.cache);
  }

  @AfterEach
  void close() {
    room.close();
  }

  private String secondCommit() throws IOException {
    room.files.put("pytorch_model.bin", HubRoom.random(6, HubRoom.LARGE));
    String commit = room.hub.commit(HubRoom.NAME, false, room.files, "main");
    room.bring(room.settings());
    return commit;
  }

  @Test
  void nothingYet() throws IOException {
    assertEquals(List.of(), cache.list());
    room.fails(Kind.NO_MODEL, () -> cache.remove(HubRoom.NAME));
  }

  @Test
  void whatIsThere() throws IOException {
    Path first = room.bring(room.settings());
    Files.createDirectories(room.cache.resolve("datasets--a--b"));
    Files.writeString(room.cache.resolve("models--c--d"), "not a folder");
    try (HubClient client = room.client()) {
      client.model(new ModelName(HubRoom.NAME, "v1"));
    }
    List<HubCache.Model> models = cache.list();
    assertEquals(1, models.size());
    assertEquals(HubRoom.NAME, models.getFirst().name());
    List<HubCache.Revision> revisions = models.getFirst().revisions();
    assertEquals(
        List.of(new HubCache.Revision(room.commit, List.of("main", "v1"), first)), revisions);
    assertTrue(models.getFirst().bytes() > HubRoom.LARGE);
  }

  @Test
  void aModelIsRemovedWhole() throws IOException {
    room.bring(room.settings());
    Path outside = Files.writeString(folder.resolve("outside"), "stays");
    Files.createSymbolicLink(room.folder().resolve("blobs/link"), outside);
    assertTrue(cache.remove(HubRoom.NAME) > HubRoom.LARGE);
    assertFalse(Files.exists(room.folder()));
    assertTrue(Files.exists(outside));
    assertEquals(List.of(), cache.list());
    room.bring(room.settings());
  }

  @Test
  void aRevisionLeavesWhatOthersHave() throws IOException {
    room.bring(room.settings());
    String second = secondCommit();
    room.fails(Kind.NO_MODEL, () -> cache.remove(new ModelName(HubRoom.NAME, "v9")));
    long freed = cache.remove(new ModelName(HubRoom.NAME, room.commit));
    assertTrue(freed >= HubRoom.LARGE && freed < 2 * HubRoom.LARGE);
    assertEquals(
        List.of(second),
        cache.list().getFirst().revisions().stream().map(HubCache.Revision::commit).toList());
    room.checkCache();
    room.bring(room.offline());
    cache.remove(new ModelName(HubRoom.NAME, "main"));
    assertEquals(List.of(), cache.list());
  }
}
