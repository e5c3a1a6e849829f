package io.github.koelectra.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.json.Json;
import io.github.koelectra.json.JsonException;
import io.github.koelectra.json.JsonValue.JsonArray;
import io.github.koelectra.testkit.FakeHub;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands on models of a hub on this machine. */
class HubCommandsTest {
  private static final String NAME = "monologg/koelectra-base-v3-discriminator";

  private final FakeHub hub = new FakeHub();
  private final Map<String, byte[]> files = new TreeMap<>();
  @TempDir private Path folder;
  private String commit;

  @BeforeEach
  void fill() throws IOException {
    try (Stream<Path> tiny = Files.list(Path.of(Ran.TINY))) {
      for (Path file : tiny.toList()) {
        files.put(file.getFileName().toString(), Files.readAllBytes(file));
      }
    }
    files.put("README.md", "hello".getBytes(StandardCharsets.UTF_8));
    commit = hub.commit(NAME, false, files, "main", "v1");
  }

  @AfterEach
  void close() {
    hub.close();
  }

  private Ran run(String line) {
    Map<String, String> environment =
        Map.of("HF_HOME", folder.toString(), "HF_ENDPOINT", hub.endpoint());
    return Ran.in(environment, line.split(" ", -1));
  }

  private Ran offline(String line) {
    Map<String, String> environment = Map.of("HF_HOME", folder.toString(), "HF_HUB_OFFLINE", "1");
    return Ran.in(environment, line.split(" ", -1));
  }

  private Path snapshot() {
    return folder
        .resolve("hub/models--monologg--koelectra-base-v3-discriminator/snapshots")
        .resolve(commit);
  }

  @Test
  void aNameWorksWhereverADirectoryDoes() {
    String byDirectory = Ran.of("detect", "--model", Ran.TINY, "--json", "한국어").succeeds().out();
    assertEquals(byDirectory, run("detect --model " + NAME + " --json 한국어").succeeds().out());
    assertFalse(Files.exists(snapshot().resolve("README.md")));
    run("tokenize --model " + NAME + "@v1 한국어").succeeds();
    run("info " + NAME + "@" + commit).succeeds();
    assertEquals(byDirectory, offline("detect --model " + NAME + " --json 한국어").succeeds().out());
    String none = folder.resolve("none").toString();
    run("logits --model " + NAME + " --input " + none + " --output " + none + ".out")
        .failsInOneSentence(1, none);
  }

  @Test
  void nothingIsLookedUpForDirectoriesAndFiles() throws IOException {
    run("detect --model no-such-folder x").failsInOneSentence(1, "no such model directory");
    run("detect --model ./no/folder x").failsInOneSentence(1, "no such model directory");
    run("detect --model pom.xml x").failsInOneSentence(1, "no such model directory");
    run("detect --model src/test/../none x").failsInOneSentence(1, "no such model directory");
    run("info no-such-file").failsInOneSentence(1, "no such file or directory");
    run("detect --model src/main x").failsInOneSentence(1, "config.json");
    assertEquals(List.of(), hub.requests());
  }

  @Test
  void downloading() throws IOException {
    assertEquals(snapshot() + "\n", run("download " + NAME).succeeds().out());
    assertTrue(Files.exists(snapshot().resolve("README.md")));
    assertEquals(snapshot() + "\n", run("download --quiet " + NAME + "@v1").succeeds().out());
    assertEquals(snapshot() + "\n", offline("download " + NAME).out());
    Path mine = folder.resolve("mine");
    run("download " + NAME + " --revision v1 --local-dir " + mine + " --exclude *.md").succeeds();
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path there = mine.resolve(file.getKey());
      if (file.getKey().equals("README.md")) {
        assertFalse(Files.exists(there));
      } else {
        assertArrayEquals(file.getValue(), Files.readAllBytes(there));
      }
    }
    Path other = folder.resolve("other");
    run("download " + NAME + " README.md --cache-dir " + other).succeeds();
    assertEquals(1, other.resolve("models--" + NAME.replace("/", "--")).toFile().list().length - 2);
  }

  @Test
  void failuresAreSentences() {
    hub.commit("a/gated", true, files, "main");
    run("detect --model a/gated x").failsInOneSentence(1, "gated", "accept its terms", "HF_TOKEN");
    run("download a/gated --token hf_wrong").failsInOneSentence(1, "gated", "your token");
    run("download a/gated --token " + FakeHub.TOKEN).succeeds();
    run("detect --model monologg/koelektra x").failsInOneSentence(1, "has no model", "spelling");
    run("download " + NAME + "@v9").failsInOneSentence(1, "no revision 'v9'");
    run("download " + NAME + " --include *.h5").failsInOneSentence(1, "no file of");
    run("download a/b/c").failsInOneSentence(1, "no name of a model");
    offline("detect --model a/gated-not x").failsInOneSentence(1, "HF_HUB_OFFLINE");
    offline("download a/never").failsInOneSentence(1, "HF_HUB_OFFLINE");
    Ran.in(Map.of("HF_ENDPOINT", "nonsense"), "models").failsInOneSentence(1, "HF_ENDPOINT");
  }

  @Test
  void models() throws JsonException {
    List<String> lines = run("models").succeeds().out().lines().toList();
    assertEquals(20, lines.size());
    assertTrue(lines.getFirst().matches("koelectra-nano +both +4 MB {2}bundled"), lines.getFirst());
    assertTrue(lines.stream().noneMatch(l -> l.contains("cached") || l.length() > 80));
    assertTrue(
        lines.contains(String.format("%-48s discriminator   452 MB", NAME)), lines.toString());
    run("download " + NAME).succeeds();
    assertTrue(run("models").out().contains("452 MB  cached"));
    byte[] json = run("models --json").succeeds().out().getBytes(StandardCharsets.UTF_8);
    assertTrue(Json.read(json, "models") instanceof JsonArray array && array.values().size() == 20);
  }

  /** Counted by hand from the shapes of the published checkpoints. */
  @Test
  void sizesOfModels() {
    Map<String, Long> parameters = new TreeMap<>();
    KnownModel.all().forEach(m -> parameters.put(m.name(), m.parameters()));
    assertEquals(112_922_113, parameters.get(NAME));
    assertEquals(14_122_241, parameters.get("monologg/koelectra-small-v3-discriminator"));
  }

  @Test
  void theCache() {
    assertEquals("", run("cache list").succeeds().out());
    assertEquals("[]\n", run("cache list --json").succeeds().out());
    run("cache remove " + NAME).failsInOneSentence(1, "not in the cache");
    run("download " + NAME).succeeds();
    String listed = run("cache list").succeeds().out();
    assertTrue(listed.startsWith(NAME) && listed.contains(commit + "  main"), listed);
    assertTrue(run("cache list --json").out().contains("\"refs\":[\"main\"]"));
    run("cache remove " + NAME + "@v9").failsInOneSentence(1, "v9 is not in the cache");
    assertTrue(run("cache remove " + NAME).succeeds().out().contains("MB freed"));
    assertEquals("", run("cache list").succeeds().out());
  }
}
