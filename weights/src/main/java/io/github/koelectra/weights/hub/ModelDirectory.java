package io.github.koelectra.weights.hub;

import io.github.koelectra.weights.hub.HubException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** What people call a model by: a directory, a model inside a jar, or a name of the hub. */
public final class ModelDirectory {
  private ModelDirectory() {}

  /**
   * The directory of a model. A directory that exists is taken as it is, and nothing is looked up;
   * the name of a {@link BundledModel} means that; {@code ORGANISATION/NAME} or {@code
   * ORGANISATION/NAME@REVISION} is found in the cache or downloaded, as the environment's {@code
   * HF_…} variables say.
   *
   * @throws HubException in one sentence, if there is none
   */
  public static Path find(String nameOrDirectory) throws IOException {
    Optional<Path> directory = directory(nameOrDirectory);
    if (directory.isPresent()) {
      return directory.get();
    }
    Path unpacked =
        HubSettings.unpackedModels(System.getenv(), Path.of(System.getProperty("user.home")));
    Optional<Path> bundled = BundledModels.directory(nameOrDirectory, unpacked);
    if (bundled.isPresent()) {
      return bundled.get();
    }
    try (HubClient client = new HubClient(HubSettings.ofProcess(), DownloadListener.NONE)) {
      return client.model(name(nameOrDirectory));
    }
  }

  /** The directory of this name, if it exists. */
  public static Optional<Path> directory(String nameOrDirectory) {
    try {
      return Optional.of(Path.of(nameOrDirectory)).filter(Files::isDirectory);
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /**
   * The model of the hub that is meant where there is no such directory.
   *
   * @throws HubException if none can be
   */
  public static ModelName name(String nameOrDirectory) throws HubException {
    // What exists and is no directory is a slip, and nothing to ask a hub for.
    if (!ModelName.matches(nameOrDirectory) || Files.exists(Path.of(nameOrDirectory))) {
      throw new HubException(Kind.NAME, nameOrDirectory + ": no such model directory");
    }
    return ModelName.parse(nameOrDirectory);
  }
}
