package io.github.koelectra.weights.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HubSettingsTest {
  private static final Path HOME = Path.of("/home/me");

  @TempDir private Path folder;

  @Test
  void anEmptyEnvironment() throws HubException {
    HubSettings settings = HubSettings.of(Map.of(), folder);
    assertEquals(folder.resolve(".cache/huggingface/hub"), settings.cache());
    assertEquals("https://huggingface.co", settings.endpoint().toString());
    assertEquals(Optional.empty(), settings.token());
    assertFalse(settings.offline());
    assertTrue(settings.symbolicLinks());
    assertEquals(Duration.ofSeconds(10), settings.answerTimeout());
    assertEquals(Duration.ofSeconds(10), settings.readTimeout());
  }

  @ParameterizedTest
  @CsvSource({
    "XDG_CACHE_HOME=/x, /x/huggingface/hub",
    "XDG_CACHE_HOME=/x HF_HOME=/h, /h/hub",
    "HF_HOME=/h HUGGINGFACE_HUB_CACHE=/old, /old",
    "HF_HOME=/h HUGGINGFACE_HUB_CACHE=/old HF_HUB_CACHE=/c, /c",
    "HF_HOME=~/h, /home/me/h/hub",
    "HF_HUB_CACHE=~, /home/me",
    "HF_HOME=, /home/me/.cache/huggingface/hub"
  })
  void caches(String environment, String cache) throws HubException {
    assertEquals(Path.of(cache), HubSettings.of(variables(environment), HOME).cache());
  }

  private static Map<String, String> variables(String text) {
    Map<String, String> variables = new java.util.TreeMap<>();
    for (String variable : text.split(" ", -1)) {
      String[] parts = variable.split("=", 2);
      variables.put(parts[0], parts[1]);
    }
    return variables;
  }

  @Test
  void switches() throws HubException {
    for (String yes : new String[] {"1", "ON", "yes", "True"}) {
      assertTrue(HubSettings.of(Map.of("HF_HUB_OFFLINE", yes), HOME).offline());
      assertTrue(HubSettings.of(Map.of("TRANSFORMERS_OFFLINE", yes), HOME).offline());
      Map<String, String> copies = Map.of("HF_HUB_DISABLE_SYMLINKS", yes);
      assertFalse(HubSettings.of(copies, HOME).symbolicLinks());
    }
    assertFalse(HubSettings.of(Map.of("HF_HUB_OFFLINE", "0"), HOME).offline());
  }

  @Test
  void timeouts() throws HubException {
    Map<String, String> variables =
        Map.of("HF_HUB_ETAG_TIMEOUT", "3", "HF_HUB_DOWNLOAD_TIMEOUT", "60");
    HubSettings settings = HubSettings.of(variables, HOME);
    assertEquals(Duration.ofSeconds(3), settings.answerTimeout());
    assertEquals(Duration.ofMinutes(1), settings.readTimeout());
  }

  @Test
  void tokens() throws IOException {
    Path file = Files.writeString(folder.resolve("token"), "hf_file\n");
    Map<String, String> home = Map.of("HF_HOME", folder.toString());
    assertEquals(Optional.of("hf_file"), HubSettings.of(home, HOME).token());
    Map<String, String> path = Map.of("HF_TOKEN_PATH", file.toString());
    assertEquals(Optional.of("hf_file"), HubSettings.of(path, HOME).token());
    Map<String, String> both = Map.of("HF_TOKEN_PATH", file.toString(), "HF_TOKEN", " hf_env ");
    assertEquals(Optional.of("hf_env"), HubSettings.of(both, HOME).token());
    Map<String, String> none =
        Map.of("HF_HOME", folder.toString(), "HF_HUB_DISABLE_IMPLICIT_TOKEN", "1");
    HubSettings nobody = HubSettings.of(none, HOME);
    assertEquals(Optional.empty(), nobody.token());
    assertEquals(Optional.of("hf_x"), nobody.withToken("hf_x").token());
    assertFalse(nobody.withToken("hf_x").toString().contains("hf_x"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HF_ENDPOINT=huggingface.co",
        "HF_ENDPOINT=ftp://x",
        "HF_ENDPOINT=https://",
        "HF_ENDPOINT=https://x?y",
        "HF_ENDPOINT=http://[",
        "HF_HUB_ETAG_TIMEOUT=ten",
        "HF_HUB_DOWNLOAD_TIMEOUT=-1",
        "HF_HUB_DOWNLOAD_TIMEOUT=99999",
        "HF_TOKEN=hf_비밀",
        "HF_HOME=a\0b"
      })
  void nonsense(String environment) {
    HubException e =
        assertThrows(HubException.class, () -> HubSettings.of(variables(environment), HOME));
    assertEquals(HubException.Kind.SETTING, e.kind());
    assertTrue(e.getMessage().contains(environment.replaceFirst("=.*", "")), e.getMessage());
    assertFalse(e.getMessage().contains("비밀"), e.getMessage());
  }

  @Test
  void aMirror() throws HubException {
    Map<String, String> mirror = Map.of("HF_ENDPOINT", "https://mirror.example/hub/");
    assertEquals("https://mirror.example/hub", HubSettings.of(mirror, HOME).endpoint().toString());
  }
}
