package io.github.koelectra.weights.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.koelectra.weights.hub.HubException.Kind;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disks that are full and caches that cannot be written. */
class HubDiskTest {
  private static final int MEGA = 1 << 20;

  @TempDir private Path folder;

  @Test
  void aFileWhereTheCacheShouldBe() throws IOException {
    try (HubRoom room = new HubRoom(folder)) {
      Files.writeString(room.cache, "in the way");
      HubException e = room.fails(Kind.UNWRITABLE, () -> room.bring(room.settings()));
      assertTrue(e.getMessage().contains(room.cache.toString()), e.getMessage());
      assertTrue(e.getMessage().contains("HF_HOME"), e.getMessage());
    }
  }

  @Test
  void aCacheThatCannotBeWrittenCanBeRead() throws IOException {
    try (HubRoom room = new HubRoom(folder)) {
      room.bring(room.settings());
      // Whoever may write everywhere cannot replace a directory by a file.
      Path ref = room.folder().resolve("refs/main");
      Files.delete(ref);
      Files.createDirectories(ref.resolve("in the way"));
      room.bring(room.settings());
    }
  }

  @Test
  void noPermission() throws IOException {
    try (HubRoom room = new HubRoom(folder)) {
      Files.createDirectories(room.cache);
      assertTrue(room.cache.toFile().setWritable(false));
      boolean mayAnyway = Files.isWritable(room.cache);
      try {
        assumeTrue(!mayAnyway, "this user may write everywhere");
        room.fails(Kind.UNWRITABLE, () -> room.bring(room.settings()));
      } finally {
        assertTrue(room.cache.toFile().setWritable(true));
      }
    }
  }

  /** A disk of one megabyte, where this user may make one. */
  @Test
  void aFullDisk() throws IOException, InterruptedException {
    Path disk = Files.createDirectories(folder.resolve("disk"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString()),
        "this user may not mount a small disk");
    try (HubRoom room = new HubRoom(disk)) {
      Map<String, byte[]> files = room.files;
      files.put("pytorch_model.bin", HubRoom.random(8, 2 * MEGA));
      room.hub.commit(HubRoom.NAME, false, files, "main");
      HubException before = room.fails(Kind.DISK_FULL, () -> room.bring(room.settings()));
      assertTrue(before.getMessage().contains("MB free"), before.getMessage());
      // Somebody else takes the room while the file comes.
      fill(disk.resolve("filler"));
      HubException during = room.fails(Kind.DISK_FULL, () -> room.bring(room.settings()));
      assertTrue(during.getMessage().contains("HF_HOME"), during.getMessage());
      Files.delete(disk.resolve("filler"));
      try (Stream<Path> blobs = Files.list(room.folder().resolve("blobs"))) {
        assertEquals(
            0, blobs.filter(b -> b.toString().endsWith(".incomplete")).count(), "in the way");
      }
      files.put("pytorch_model.bin", HubRoom.random(9, MEGA / 2));
      room.hub.commit(HubRoom.NAME, false, files, "main");
      room.bring(room.settings());
      room.checkCache();
    } finally {
      assertTrue(run("umount", disk.toString()));
    }
  }

  private static void fill(Path file) throws IOException {
    try (var out = Files.newOutputStream(file)) {
      while (true) {
        out.write(new byte[4096]);
      }
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException e) {
      assertTrue(e.getMessage().contains("space"), e.getMessage());
    }
  }

  private static boolean run(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
    } catch (IOException e) {
      return false; // No such command here.
    }
  }
}
