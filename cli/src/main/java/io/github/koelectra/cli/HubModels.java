package io.github.koelectra.cli;

import io.github.koelectra.weights.hub.BundledModels;
import io.github.koelectra.weights.hub.DownloadListener;
import io.github.koelectra.weights.hub.HubClient;
import io.github.koelectra.weights.hub.HubSettings;
import io.github.koelectra.weights.hub.ModelDirectory;
import io.github.koelectra.weights.hub.ModelName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;

/** Models by their names, as the environment says where they are. A mixin without options. */
@Command // picocli wants one, or an option, to mix it in.
final class HubModels {
  private final Map<String, String> environment;

  HubModels(Map<String, String> environment) {
    this.environment = environment;
  }

  HubSettings settings() throws IOException {
    return HubSettings.of(environment, Path.of(System.getProperty("user.home")));
  }

  /** The directory that is meant, downloaded if it is a name and not in the cache. */
  Path directory(ModelReference model) throws IOException {
    Optional<Path> directory = ModelDirectory.directory(model.word());
    if (directory.isEmpty()) {
      directory = bundled(model.word());
    }
    if (directory.isPresent()) {
      return directory.get();
    }
    ModelName name = ModelDirectory.name(model.word());
    try (HubClient client = new HubClient(settings(), listener(false))) {
      return client.model(name);
    }
  }

  /** The directory of a model inside a jar, which nothing on the disk stands in front of. */
  Optional<Path> bundled(String name) throws IOException {
    Path home = Path.of(System.getProperty("user.home"));
    return BundledModels.directory(name, HubSettings.unpackedModels(environment, home));
  }

  /** Bars on standard error, unless they are not wanted. */
  DownloadListener listener(boolean quiet) {
    return quiet ? DownloadListener.NONE : new DownloadProgress(terminal());
  }

  /** Where bars are shown. */
  Terminal terminal() {
    return Terminal.standardError(environment);
  }
}
