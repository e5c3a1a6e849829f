package io.github.koelectra.weights.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.testkit.FakeHub;
import io.github.koelectra.testkit.HttpFault;
import io.github.koelectra.testkit.HttpFault.Request;
import io.github.koelectra.testkit.RandomCases;
import io.github.koelectra.weights.hub.HubException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers and networks that fail: every download ends in the exact file or in one sentence. */
class HubFaultsTest {
  private static final int DOWNLOADS = 100;
  private static final int MOST_REQUESTS = 8;
  private static final List<Integer> STATUSES =
      List.of(400, 401, 403, 404, 408, 410, 416, 429, 500, 502, 503, 504);

  @TempDir private Path folder;

  private static boolean atStorage(Request request) {
    return !request.atHub();
  }

  /** The first {@code times} requests of a kind fail. */
  private static Function<Request, HttpFault> first(
      int times, Predicate<Request> which, HttpFault fault) {
    AtomicInteger left = new AtomicInteger(times);
    return r -> which.test(r) && left.getAndDecrement() > 0 ? fault : HttpFault.NONE;
  }

  private static HubSettings impatient(HubRoom room) {
    HubSettings settings = room.settings();
    return new HubSettings(
        settings.cache(),
        settings.endpoint(),
        Optional.empty(),
        false,
        true,
        settings.answerTimeout(),
        Duration.ofMillis(200));
  }

  @Test
  void aHundredDownloads() throws IOException {
    SplittableRandom random = RandomCases.of("a hundred downloads");
    Map<Kind, Integer> failures = new EnumMap<>(Kind.class);
    int exact = 0;
    for (int i = 0; i < DOWNLOADS; i++) {
      try (HubRoom room = new HubRoom(folder.resolve("case " + i))) {
        HttpFault.Kind[] kinds = HttpFault.Kind.values();
        HttpFault.Kind kind = kinds[random.nextInt(kinds.length)];
        boolean status = kind == HttpFault.Kind.STATUS;
        int number =
            status ? STATUSES.get(random.nextInt(STATUSES.size())) : random.nextInt(HubRoom.LARGE);
        boolean storage = random.nextBoolean();
        int times = 1 + random.nextInt(MOST_REQUESTS);
        room.hub.misbehave(first(times, r -> r.atHub() != storage, new HttpFault(kind, number)));
        try {
          room.bring(impatient(room));
          exact++;
        } catch (HubException e) {
          failures.merge(e.kind(), 1, Integer::sum);
        }
        room.checkCache();
        room.hub.behave();
        room.bring(room.settings());
        room.checkCache();
      }
    }
    System.out.println(exact + " exact files, and failures " + failures);
    assertTrue(exact > 0 && !failures.isEmpty());
  }

  @Test
  void aCutDownloadGoesOnWhereItEnded() throws IOException {
    try (HubRoom room = new HubRoom(folder)) {
      HttpFault cut = new HttpFault(HttpFault.Kind.CUT, 100_000);
      room.hub.misbehave(first(2, HubFaultsTest::atStorage, cut));
      room.bring(room.settings());
      List<Request> asked = room.hub.requests().stream().filter(HubFaultsTest::atStorage).toList();
      assertEquals(3, asked.size());
      String second = asked.get(1).headers().get("range");
      String third = asked.get(2).headers().get("range");
      assertTrue(second.matches("bytes=[1-9][0-9]*-"), second);
      assertTrue(third.matches("bytes=[1-9][0-9]*-") && !third.equals(second), third);
      assertEquals(List.of(Duration.ofSeconds(1), Duration.ofSeconds(2)), room.pauses);
    }
  }

  @Test
  void theNextCallGoesOnToo() throws IOException {
    try (HubRoom room = new HubRoom(folder)) {
      HttpFault cut = new HttpFault(HttpFault.Kind.CUT, 50_000);
      room.hub.misbehave(r -> r.atHub() ? HttpFault.NONE : cut);
      room.fails(Kind.SERVER, () -> room.bring(room.settings()));
      room.hub.behave();
      room.bring(room.settings());
      List<Request> asked = room.hub.requests().stream().filter(HubFaultsTest::atStorage).toList();
      assertEquals(1, asked.size());
      assertTrue(asked.getFirst().headers().containsKey("range"));
    }
  }

  @Test
  void whatLiesAboutBrokenIsNotTrusted() throws IOException {
    try (HubRoom room = new HubRoom(folder)) {
      byte[] weights = room.files.get("pytorch_model.bin");
      String sha256 = FakeHub.hash("SHA-256", weights);
      Path blobs = Files.createDirectories(room.folder().resolve("blobs"));
      Path incomplete = blobs.resolve(sha256 + ".koelectra.incomplete");
      Files.write(incomplete, new byte[1000]);
      room.bring(room.settings());
      room.checkCache();
      assertFalse(Files.exists(incomplete));
    }
  }

  @Test
  void patienceAsTheHubAsks() throws IOException {
    try (HubRoom room = new HubRoom(folder)) {
      HttpFault busy = new HttpFault(HttpFault.Kind.STATUS, 429);
      room.hub.misbehave(first(3, r -> r.method().equals("HEAD"), busy));
      room.bring(room.settings());
      assertEquals(List.of(Duration.ofSeconds(1)), room.pauses.stream().distinct().toList());
      assertEquals(3, room.pauses.size());
    }
  }

  @Test
  void aServerThatNeverRecovers() {
    try (HubRoom room = new HubRoom(folder)) {
      room.hub.misbehave(_ -> new HttpFault(HttpFault.Kind.STATUS, 503));
      HubException e = room.fails(Kind.SERVER, () -> room.bring(room.settings()));
      assertTrue(e.getMessage().contains("503"), e.getMessage());
      assertEquals(Retry.TRIES, room.hub.requests().size());
    }
  }

  @Test
  void wrongContentIsNeverKept() throws IOException {
    for (HttpFault.Kind kind :
        List.of(HttpFault.Kind.OTHER_BYTES, HttpFault.Kind.SHORT, HttpFault.Kind.LONG)) {
      try (HubRoom room = new HubRoom(folder.resolve(kind.name()))) {
        HttpFault fault = new HttpFault(kind, 77);
        room.hub.misbehave(r -> r.atHub() ? HttpFault.NONE : fault);
        HubException e = room.fails(Kind.CORRUPT, () -> room.bring(room.settings()));
        assertTrue(e.getMessage().contains("pytorch_model.bin"), e.getMessage());
        room.checkCache();
        // Small files are checked by git's hash.
        room.hub.misbehave(r -> r.method().equals("GET") ? fault : HttpFault.NONE);
        try (HubClient client = room.client()) {
          ModelName model = new ModelName(HubRoom.NAME, "v1");
          room.hub.commit(HubRoom.NAME, false, Map.of("a", HubRoom.random(9, 100)), "v1");
          room.fails(Kind.CORRUPT, () -> client.file(model, "a"));
        }
      }
    }
  }

  @Test
  void anAddressThatExpiredIsAskedForAgain() throws IOException {
    try (HubRoom room = new HubRoom(folder)) {
      HttpFault expired = new HttpFault(HttpFault.Kind.STATUS, 403);
      room.hub.misbehave(first(1, HubFaultsTest::atStorage, expired));
      room.bring(room.settings());
    }
  }

  @Test
  void aServerThatSendsNothingMoreIsLeft() throws IOException {
    try (HubRoom room = new HubRoom(folder)) {
      HttpFault stall = new HttpFault(HttpFault.Kind.STALL, 10_000);
      room.hub.misbehave(first(1, HubFaultsTest::atStorage, stall));
      room.bring(impatient(room));
      assertFalse(room.pauses.isEmpty());
    }
  }

  @Test
  void slowIsNotBroken() throws IOException {
    try (HubRoom room = new HubRoom(folder)) {
      HttpFault drip = new HttpFault(HttpFault.Kind.DRIP, 0);
      room.hub.misbehave(r -> r.atHub() ? HttpFault.NONE : drip);
      room.bring(room.settings());
      assertEquals(List.of(), room.pauses);
    }
  }
}
