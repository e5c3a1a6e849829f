package io.github.koelectra.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.koelectra.electra.ElectraForPreTraining;
import io.github.koelectra.electra.ElectraModel;
import io.github.koelectra.electra.TaskModel;
import io.github.koelectra.testkit.FakeHub;
import io.github.koelectra.testkit.FormatFiles;
import io.github.koelectra.weights.hub.DownloadListener;
import io.github.koelectra.weights.hub.HubClient;
import io.github.koelectra.weights.hub.HubException;
import io.github.koelectra.weights.hub.HubSettings;
import io.github.koelectra.weights.hub.ModelName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The build lets these tests use no network, so that names are those of its own cache. */
class FromPretrainedTest {
  private static final String TEXT = "한국어 모델을 공유합니다.";
  private static final Path TINY = FormatFiles.path("safetensors-f32");

  private static float[] run(KoElectra<?> koElectra) {
    return koElectra.run(koElectra.encode(TEXT)).array();
  }

  private static void download(String name) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> tiny = Files.list(TINY)) {
      for (Path file : tiny.toList()) {
        files.put(file.getFileName().toString(), Files.readAllBytes(file));
      }
    }
    try (FakeHub hub = new FakeHub()) {
      hub.commit(name, false, files, "main");
      Map<String, String> online = new TreeMap<>(System.getenv());
      online.put("HF_ENDPOINT", hub.endpoint());
      online.remove("HF_HUB_OFFLINE");
      HubSettings settings = HubSettings.of(online, Path.of("nowhere"));
      try (HubClient client = new HubClient(settings, DownloadListener.NONE)) {
        client.model(ModelName.parse(name));
      }
    }
  }

  @Test
  void aNameIsAsGoodAsADirectory() throws IOException {
    download("koelectra/tiny");
    try (KoElectra<TaskModel> named = KoElectra.fromPretrained("koelectra/tiny");
        KoElectra<TaskModel> directory = KoElectra.fromPretrained(TINY.toString());
        KoElectra<ElectraForPreTraining> opened =
            KoElectra.open(TINY, ElectraForPreTraining::fromPretrained)) {
      assertEquals(ElectraForPreTraining.class, named.model().getClass());
      assertArrayEquals(run(opened), run(named));
      assertArrayEquals(run(opened), run(directory));
    }
    try (KoElectra<ElectraModel> encoder =
        KoElectra.fromPretrained("koelectra/tiny", ElectraModel::fromPretrained)) {
      assertEquals(ElectraModel.class, encoder.model().getClass());
    }
    try (ReplacedTokenDetection detection =
        ReplacedTokenDetection.fromPretrained("koelectra/tiny@main")) {
      assertEquals(TEXT, detection.detect(TEXT).text());
    }
  }

  @Test
  void noDirectoryAndNoName() {
    HubException e = assertThrows(HubException.class, () -> KoElectra.fromPretrained("없는 폴더"));
    assertEquals("없는 폴더: no such model directory", e.getMessage());
    HubException offline =
        assertThrows(HubException.class, () -> KoElectra.fromPretrained("koelectra/other"));
    assertEquals(HubException.Kind.OFFLINE, offline.kind());
  }
}
