package io.github.koelectra.weights.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.testkit.FakeHub;
import io.github.koelectra.testkit.HttpFault;
import io.github.koelectra.testkit.HttpFault.Request;
import io.github.koelectra.weights.hub.HubException.Kind;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubClientTest {
  @TempDir private Path folder;
  private HubRoom room;

  @BeforeEach
  void open() {
    room = new HubRoom(folder);
  }

  @AfterEach
  void close() {
    room.close();
  }

  @Test
  void theCacheIsLaidOutAsHuggingFaces() throws IOException {
    Path directory = room.bring(room.settings());
    assertEquals(room.folder().resolve("snapshots").resolve(room.commit), directory);
    String sha256 = FakeHub.hash("SHA-256", room.files.get("pytorch_model.bin"));
    assertEquals(
        Path.of("..", "..", "blobs", sha256),
        Files.readSymbolicLink(directory.resolve("pytorch_model.bin")));
    String sha1 = FakeHub.gitSha1(room.files.get("vocab.txt"));
    assertEquals(
        Path.of("..", "..", "blobs", sha1), Files.readSymbolicLink(directory.resolve("vocab.txt")));
    assertEquals(room.commit, Files.readString(room.folder().resolve("refs/main")));
    Path missing = room.folder().resolve(".no_exist").resolve(room.commit);
    assertEquals(0, Files.size(missing.resolve("model.safetensors")));
    assertTrue(Files.exists(missing.resolve("model.safetensors.index.json")));
    Path locks = room.cache.resolve(".locks/models--monologg--koelectra-tiny");
    assertTrue(Files.exists(locks.resolve(sha256 + ".lock")));
    assertTrue(
        Files.readString(room.cache.resolve("CACHEDIR.TAG"))
            .startsWith("Signature: 8a477f597d28d172789f06886806bc55\n"));
    room.checkCache();
  }

  @Test
  void foldersBelowAModel() throws IOException {
    byte[] inner = HubRoom.random(3, 10);
    String commit = room.hub.commit("a/deep", false, Map.of("x/y z/w.bin", inner), "main");
    try (HubClient client = room.client()) {
      Path file = client.file(new ModelName("a/deep", "main"), "x/y z/w.bin");
      Path below = Path.of("models--a--deep", "snapshots", commit, "x", "y z", "w.bin");
      assertEquals(room.cache.resolve(below), file);
      Path target = Path.of("..", "..", "..", "..", "blobs", FakeHub.gitSha1(inner));
      assertEquals(target, Files.readSymbolicLink(file));
    }
  }

  @Test
  void aSecondTimeOnlyTheRevisionIsAskedFor() throws IOException {
    room.bring(room.settings());
    room.hub.behave();
    room.bring(room.settings());
    assertEquals(
        List.of("HEAD /" + HubRoom.NAME + "/resolve/main/config.json"),
        room.hub.requests().stream().map(r -> r.method() + " " + r.path()).toList());
  }

  @Test
  void aCommitNeedsNoNetwork() throws IOException {
    room.bring(room.settings());
    room.hub.behave();
    try (HubClient client = room.client()) {
      client.model(HubRoom.model().at(room.commit));
    }
    assertEquals(List.of(), room.hub.requests());
  }

  @Test
  void whatIsNewOnTheHubIsNewHere() throws IOException {
    Path old = room.bring(room.settings());
    room.files.put("vocab.txt", HubRoom.text("[PAD]\n[UNK]\n[CLS]\n"));
    room.hub.commit(HubRoom.NAME, false, room.files, "main");
    Path fresh = room.bring(room.settings());
    assertNotEquals(old, fresh);
    assertTrue(Files.exists(old.resolve("vocab.txt")));
    room.checkCache();
  }

  @Test
  void safetensorsComeBeforePickles() throws IOException {
    room.files.put("model.safetensors", HubRoom.random(2, HubRoom.LARGE));
    byte[] pickle = room.files.remove("pytorch_model.bin");
    String commit = room.hub.commit(HubRoom.NAME, false, room.files, "main");
    room.files.put("pytorch_model.bin", pickle);
    room.hub.commit(HubRoom.NAME, false, room.files, "both");
    room.files.remove("pytorch_model.bin");
    assertEquals(commit, room.bring(room.settings()).getFileName().toString());
    try (HubClient client = room.client()) {
      Path both = client.model(new ModelName(HubRoom.NAME, "both"));
      assertTrue(Files.exists(both.resolve("model.safetensors")));
      assertFalse(Files.exists(both.resolve("pytorch_model.bin")));
    }
  }

  @Test
  void shardsComeWithTheirIndex() throws IOException {
    room.files.remove("pytorch_model.bin");
    room.files.put("one.bin", HubRoom.random(4, 5000));
    room.files.put("two.bin", HubRoom.random(5, 5000));
    String index = "{\"weight_map\":{\"a\":\"one.bin\",\"b\":\"two.bin\",\"c\":\"one.bin\"}}";
    room.files.put("pytorch_model.bin.index.json", HubRoom.text(index));
    room.hub.commit(HubRoom.NAME, false, room.files, "main");
    room.bring(room.settings());
  }

  @Test
  void anIndexCannotLeaveItsFolder() {
    room.files.remove("pytorch_model.bin");
    String index = "{\"weight_map\":{\"a\":\"../../../../escaped\"}}";
    room.files.put("model.safetensors.index.json", HubRoom.text(index));
    room.hub.commit(HubRoom.NAME, false, room.files, "main");
    room.fails(Kind.NAME, () -> room.bring(room.settings()));
  }

  @Test
  void revisions() throws IOException {
    room.hub.commit(HubRoom.NAME, false, room.files, "refs/pr/7");
    try (HubClient client = room.client()) {
      client.model(new ModelName(HubRoom.NAME, "v1"));
      Path pull = client.model(new ModelName(HubRoom.NAME, "refs/pr/7"));
      Path ref = room.folder().resolve("refs/refs/pr/7");
      assertEquals(pull.getFileName().toString(), Files.readString(ref));
      assertEquals(room.commit, Files.readString(room.folder().resolve("refs/v1")));
    }
    room.checkCache();
  }

  @Test
  void theTokenStaysWithTheHub() throws IOException {
    room.hub.commit("a/gated", true, room.files, "main");
    try (HubClient client = room.client(room.settings().withToken(FakeHub.TOKEN))) {
      client.model(new ModelName("a/gated", "main"));
    }
    List<Request> elsewhere = room.hub.requests().stream().filter(r -> !r.atHub()).toList();
    assertEquals(1, elsewhere.size());
    assertFalse(elsewhere.getFirst().headers().containsKey("authorization"));
    for (Request request : room.hub.requests()) {
      assertEquals(request.atHub(), request.headers().containsKey("authorization"));
    }
  }

  @Test
  void refusalsAreSentences() {
    room.hub.commit("a/gated", true, room.files, "main");
    HubException gated = fails(Kind.GATED, room.settings(), "a/gated");
    assertTrue(gated.getMessage().contains("accept its terms at " + room.hub.endpoint()));
    assertTrue(gated.getMessage().contains("HF_TOKEN"));
    HubException nobody = fails(Kind.NO_MODEL, room.settings(), "monologg/koelektra");
    assertTrue(nobody.getMessage().contains("check the spelling"), nobody.getMessage());
    HubException revision = fails(Kind.NO_REVISION, room.settings(), HubRoom.NAME + "@v9");
    assertTrue(revision.getMessage().contains("'v9'"), revision.getMessage());
    room.hub.commit("a/other", false, Map.of("README.md", HubRoom.text("hi")), "main");
    HubException file = fails(Kind.NO_FILE, room.settings(), "a/other");
    assertTrue(file.getMessage().contains("config.json"), file.getMessage());
    room.hub.commit("a/empty", false, Map.of("config.json", HubRoom.text("{}")), "main");
    HubException weights = fails(Kind.NO_FILE, room.settings(), "a/empty");
    assertTrue(weights.getMessage().contains("model.safetensors"), weights.getMessage());
    HubException offline = fails(Kind.OFFLINE, room.offline(), HubRoom.NAME);
    assertTrue(offline.getMessage().contains("HF_HUB_OFFLINE"), offline.getMessage());
  }

  @Test
  void statusesWithoutACode() {
    room.hub.misbehave(_ -> new HttpFault(HttpFault.Kind.STATUS, 401));
    fails(Kind.NO_MODEL, room.settings(), HubRoom.NAME);
    room.hub.misbehave(_ -> new HttpFault(HttpFault.Kind.STATUS, 418));
    HubException odd = fails(Kind.ANSWER, room.settings(), HubRoom.NAME);
    assertTrue(odd.getMessage().contains("418"), odd.getMessage());
    room.hub.misbehave(_ -> new HttpFault(HttpFault.Kind.NO_HUB, 0));
    HubException none = fails(Kind.ANSWER, room.settings(), HubRoom.NAME);
    assertTrue(none.getMessage().contains("HF_ENDPOINT"), none.getMessage());
  }

  private HubException fails(Kind kind, HubSettings settings, String name) {
    return room.fails(
        kind,
        () -> {
          try (HubClient client = room.client(settings)) {
            client.model(ModelName.parse(name));
          }
        });
  }

  @Test
  void withoutANetworkTheCacheWillDo() throws IOException {
    HubException none = failsWithoutHub();
    assertTrue(none.getMessage().contains("cannot be reached"), none.getMessage());
    room.bring(room.settings());
    room.bring(room.offline());
    room.hub.close();
    room.bring(room.settings());
    room.bring(room.offline());
  }

  private HubException failsWithoutHub() {
    HubSettings settings = room.settings();
    HubSettings nowhere =
        new HubSettings(
            settings.cache(),
            URI.create(endpointOfNobody()),
            Optional.empty(),
            false,
            true,
            settings.answerTimeout(),
            settings.readTimeout());
    return fails(Kind.NO_NETWORK, nowhere, HubRoom.NAME);
  }

  private static String endpointOfNobody() {
    try (FakeHub gone = new FakeHub()) {
      return gone.endpoint();
    }
  }

  @Test
  void aCacheWithHalfAModelSaysWhy() throws IOException {
    try (HubClient client = room.client()) {
      client.file(HubRoom.model(), "config.json");
    }
    room.hub.close();
    fails(Kind.NO_NETWORK, room.settings(), HubRoom.NAME);
    fails(Kind.OFFLINE, room.offline(), HubRoom.NAME);
  }

  @Test
  void copiesWhereThereAreNoLinks() throws IOException {
    HubSettings links = room.settings();
    HubSettings copies =
        new HubSettings(
            links.cache(),
            links.endpoint(),
            Optional.empty(),
            false,
            false,
            links.answerTimeout(),
            links.readTimeout());
    Path directory = room.bring(copies);
    assertFalse(Files.isSymbolicLink(directory.resolve("vocab.txt")));
    room.bring(copies);
    // The same content under a second name, while a link's target is there, is copied.
    room.bring(links);
    room.hub.commit(HubRoom.NAME, false, room.files, "main");
    Path linked = room.bring(links);
    assertTrue(Files.isSymbolicLink(linked.resolve("vocab.txt")));
    room.hub.commit(HubRoom.NAME, false, room.files, "main");
    assertFalse(Files.isSymbolicLink(room.bring(copies).resolve("vocab.txt")));
    assertTrue(Files.exists(linked.resolve("vocab.txt")));
  }

  @Test
  void aLinkThatLeadsNowhereIsMended() throws IOException {
    Path file = room.bring(room.settings()).resolve("pytorch_model.bin");
    Files.delete(file.toRealPath());
    room.bring(room.settings());
    room.checkCache();
  }

  @Test
  void aWholeSnapshot() throws IOException {
    try (HubClient client = room.client()) {
      FilePatterns some = new FilePatterns(List.of("*.json", "*.txt"), List.of("tok*"));
      Path directory = client.snapshot(HubRoom.model(), some);
      assertTrue(Files.exists(directory.resolve("config.json")));
      assertTrue(Files.exists(directory.resolve("vocab.txt")));
      assertFalse(Files.exists(directory.resolve("tokenizer_config.json")));
      assertFalse(Files.exists(directory.resolve("pytorch_model.bin")));
      assertEquals(directory, client.snapshot(HubRoom.model(), FilePatterns.ALL));
      assertTrue(Files.exists(directory.resolve("pytorch_model.bin")));
      FilePatterns none = new FilePatterns(List.of("*.h5"), List.of());
      room.fails(Kind.NO_FILE, () -> client.snapshot(HubRoom.model(), none));
    }
    assertEquals(room.commit, Files.readString(room.folder().resolve("refs/main")));
    room.hub.close();
    try (HubClient client = room.client()) {
      client.snapshot(HubRoom.model(), FilePatterns.ALL);
    }
    room.checkCache();
  }

  @Test
  void aListCannotLeaveTheFolder() {
    for (String name : List.of("../x", "/x", "a/../../x", "C:x", "a//x", "a/./x")) {
      room.hub.commit("a/evil", false, Map.of(name, HubRoom.text("x")), "main");
      try (HubClient client = room.client()) {
        ModelName evil = new ModelName("a/evil", "main");
        room.fails(Kind.NAME, () -> client.snapshot(evil, FilePatterns.ALL));
        room.fails(Kind.NAME, () -> client.copy(evil, FilePatterns.ALL, folder.resolve("mine")));
        room.fails(Kind.NAME, () -> client.file(evil, name));
      }
    }
  }
}
