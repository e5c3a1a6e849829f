package io.github.koelectra.weights.hub;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models inside jars become directories. */
class BundledModelsTest {
  private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000_000_000L);

  @TempDir private Path cache;

  private Path unpacked() throws IOException {
    return BundledModels.directory(TestBundle.NAME, cache).orElseThrow();
  }

  private static void assertWhole(Path directory) throws IOException {
    for (String file : new TestBundle().files()) {
      assertArrayEquals(
          TestBundle.content(file), Files.readAllBytes(directory.resolve(file)), file);
    }
    try (Stream<Path> files = Files.list(directory)) {
      assertEquals(2, files.count());
    }
  }

  /** Nothing but whole directories, the lock and the note for backups. */
  private void assertTidy() throws IOException {
    try (Stream<Path> all = Files.list(cache)) {
      List<Path> folders = all.filter(Files::isDirectory).toList();
      assertEquals(List.of(unpacked()), folders);
    }
  }

  @Test
  void filesAreUnpackedOnce() throws IOException {
    Path directory = unpacked();
    assertWhole(directory);
    assertTrue(directory.getFileName().toString().matches("test-bundle-[0-9a-f]{16}"));
    Files.setLastModifiedTime(directory.resolve("vocab.txt"), LONG_AGO);
    assertEquals(directory, unpacked());
    assertEquals(LONG_AGO, Files.getLastModifiedTime(directory.resolve("vocab.txt")));
    assertTidy();
  }

  @Test
  void damageIsRepaired() throws IOException {
    Path file = unpacked().resolve("vocab.txt");
    Files.writeString(file, "what is IN vocab.txt"); // as long as it was
    assertWhole(unpacked());
    Files.writeString(file, "cut");
    assertWhole(unpacked());
    Files.delete(file);
    assertWhole(unpacked());
    Files.writeString(file.resolveSibling("config.json"), "");
    Files.writeString(file.resolveSibling("left over"), "");
    assertWhole(unpacked());
    assertTidy();
  }

  @Test
  void manyAtOnceGetTheSame() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Callable<Path>> calls = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        calls.add(this::unpacked);
      }
      HashSet<Path> found = new HashSet<>();
      for (Future<Path> future : threads.invokeAll(calls)) {
        found.add(future.get());
      }
      assertEquals(1, found.size());
    }
    assertWhole(unpacked());
    assertTidy();
  }

  @Test
  void withoutACacheItIsATemporaryFolder() throws IOException {
    Path file = Files.writeString(cache.resolve("file"), "");
    Path directory = BundledModels.directory(TestBundle.NAME, file).orElseThrow();
    assertWhole(directory);
    assertFalse(directory.startsWith(cache));
    assertEquals(Optional.of(directory), BundledModels.directory(TestBundle.NAME, file));
    assertEquals("", Files.readString(file));
  }

  /** Of one name, with one file. */
  private record Made(String file, String content) implements BundledModel {
    @Override
    public String name() {
      return "made";
    }

    @Override
    public String task() {
      return "nothing";
    }

    @Override
    public List<String> files() {
      return List.of(file);
    }

    @Override
    public InputStream open(String asked) {
      return new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void anotherContentIsAnotherFolder() throws IOException {
    Path first = UnpackedModel.read(new Made("a", "1")).in(cache);
    Path second = UnpackedModel.read(new Made("a", "2")).in(cache);
    assertNotEquals(first, second);
    assertEquals("1", Files.readString(first.resolve("a")));
    assertEquals("2", Files.readString(second.resolve("a")));
  }

  @Test
  void noFileLeavesItsFolder() {
    for (String name : List.of("../a", "a/b", "/a", "..", "")) {
      IOException e = assertThrows(IOException.class, () -> UnpackedModel.read(new Made(name, "")));
      assertTrue(e.getMessage().contains("'" + name + "' that leaves"), e.getMessage());
    }
  }

  @Test
  void namesAreFound() throws IOException {
    assertEquals(Optional.empty(), BundledModels.directory("another", cache));
    assertWhole(ModelDirectory.find(TestBundle.NAME));
    HubException e = assertThrows(HubException.class, () -> ModelDirectory.find("another"));
    assertEquals("another: no such model directory", e.getMessage());
  }

  @Test
  void whereModelsAreUnpacked() throws IOException {
    Path home = Path.of("/home/me");
    assertEquals(Path.of("/home/me/.cache/koelectra"), HubSettings.unpackedModels(Map.of(), home));
    assertEquals(
        Path.of("/x/koelectra"), HubSettings.unpackedModels(Map.of("XDG_CACHE_HOME", "/x"), home));
  }
}
