package io.github.koelectra.weights.hub;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.testkit.FakeHub;
import io.github.koelectra.weights.hub.HubException.Kind;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.function.Executable;

/** A hub with one model, a cache, and clients that do not sleep but note how long they would. */
final class HubRoom implements AutoCloseable {
  static final String NAME = "monologg/koelectra-tiny";
  static final int LARGE = 300_000;

  final FakeHub hub = new FakeHub();
  final Path cache;
  final Map<String, byte[]> files = new TreeMap<>();
  final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());
  final String commit;

  HubRoom(Path folder) {
    cache = folder.resolve("hub");
    files.put("config.json", text("{}"));
    files.put("tokenizer_config.json", text("{\"do_lower_case\": false}"));
    files.put("vocab.txt", text("[PAD]\n[UNK]\n"));
    files.put("pytorch_model.bin", random(1, LARGE));
    commit = hub.commit(NAME, false, files, "main", "v1");
  }

  static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] random(long seed, int length) {
    byte[] bytes = new byte[length];
    new SplittableRandom(seed).nextBytes(bytes);
    return bytes;
  }

  HubSettings settings() {
    return new HubSettings(
        cache,
        URI.create(hub.endpoint()),
        Optional.empty(),
        false,
        true,
        Duration.ofSeconds(60),
        Duration.ofSeconds(60));
  }

  HubSettings offline() {
    return new HubSettings(
        cache,
        settings().endpoint(),
        Optional.empty(),
        true,
        true,
        Duration.ofSeconds(60),
        Duration.ofSeconds(60));
  }

  HubClient client() {
    return client(settings());
  }

  HubClient client(HubSettings settings) {
    return new HubClient(settings, DownloadListener.NONE, pauses::add);
  }

  static ModelName model() {
    return new ModelName(NAME, ModelName.MAIN);
  }

  Path folder() {
    return cache.resolve("models--monologg--koelectra-tiny");
  }

  /** Brings the model and demands every byte of it. */
  Path bring(HubSettings settings) throws IOException {
    try (HubClient client = client(settings)) {
      Path directory = client.model(model());
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        assertArrayEquals(
            file.getValue(), Files.readAllBytes(directory.resolve(file.getKey())), file.getKey());
      }
      return directory;
    }
  }

  HubException fails(Kind kind, Executable executable) {
    HubException e = assertThrows(HubException.class, executable);
    assertEquals(kind, e.kind(), e.getMessage());
    assertFalse(e.getMessage().contains("\n"), e.getMessage());
    return e;
  }

  /** That the cache is one to Hugging Face's client: every name of content is its hash. */
  void checkCache() throws IOException {
    if (!Files.exists(folder())) {
      return;
    }
    List<Path> all;
    try (Stream<Path> walk = Files.walk(folder())) {
      all = walk.filter(p -> Files.isSymbolicLink(p) || Files.isRegularFile(p)).toList();
    }
    for (Path file : all) {
      String place = folder().relativize(file).toString();
      assertFalse(place.endsWith(".tmp"), place);
      if (place.startsWith("snapshots")) {
        assertTrue(Files.isSymbolicLink(file), place);
        assertFalse(Files.readSymbolicLink(file).isAbsolute(), place);
        assertTrue(Files.isRegularFile(file), place + " leads nowhere");
      } else if (place.startsWith("blobs") && !place.endsWith(".incomplete")) {
        byte[] content = Files.readAllBytes(file);
        String name = file.getFileName().toString();
        boolean large = name.length() == 64;
        assertEquals(
            name, large ? FakeHub.hash("SHA-256", content) : FakeHub.gitSha1(content), place);
      } else if (place.startsWith("refs")) {
        Path snapshot = folder().resolve("snapshots").resolve(Files.readString(file));
        assertTrue(Files.isDirectory(snapshot), place + " stands for no snapshot");
      }
    }
  }

  @Override
  public void close() {
    hub.close();
  }
}
