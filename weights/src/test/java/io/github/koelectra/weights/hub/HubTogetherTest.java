package io.github.koelectra.weights.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.koelectra.testkit.HttpFault;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who wants the same at once waits for the first and downloads nothing. */
@Timeout(120)
class HubTogetherTest {
  private static final int MANY = 8;

  @TempDir private Path folder;

  /** One of several processes. */
  static final class Other {
    private Other() {}

    /** Brings the model from the hub {@code args[0]} into the cache {@code args[1]}. */
    public static void main(String[] args) throws IOException {
      Duration patience = Duration.ofSeconds(60);
      HubSettings settings =
          new HubSettings(
              Path.of(args[1]),
              URI.create(args[0]),
              Optional.empty(),
              false,
              true,
              patience,
              patience);
      try (HubClient client = new HubClient(settings, DownloadListener.NONE)) {
        client.model(HubRoom.model());
      }
    }
  }

  /** Slowly, so that all have begun before the first has ended. */
  private static void slow(HubRoom room) {
    HttpFault drip = new HttpFault(HttpFault.Kind.DRIP, 0);
    room.hub.misbehave(r -> r.atHub() ? HttpFault.NONE : drip);
  }

  private static void checkOnce(HubRoom room) throws IOException {
    long gets = room.hub.requests().stream().filter(r -> r.method().equals("GET")).count();
    assertEquals(room.files.size(), gets);
    room.bring(room.offline());
    room.checkCache();
  }

  @Test
  void threads() throws IOException, InterruptedException, ExecutionException {
    try (HubRoom room = new HubRoom(folder);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      slow(room);
      List<Future<Path>> all = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        all.add(threads.submit(() -> room.bring(room.settings())));
      }
      for (Future<Path> one : all) {
        one.get();
      }
      checkOnce(room);
    }
  }

  @Test
  void processes() throws IOException, InterruptedException {
    try (HubRoom room = new HubRoom(folder)) {
      slow(room);
      List<Process> all = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        all.add(
            new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    "-XX:TieredStopAtLevel=1",
                    Other.class.getName(),
                    room.hub.endpoint(),
                    room.cache.toString())
                .redirectErrorStream(true)
                .redirectOutput(new File(folder.toFile(), "output " + i))
                .start());
      }
      for (Process process : all) {
        assertEquals(0, process.waitFor());
      }
      checkOnce(room);
    }
  }
}
