package io.github.koelectra.weights.hub;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** The models that come inside jars on the class path or the module path. */
public final class BundledModels {
  private static final List<BundledModel> MODELS =
      ServiceLoader.load(BundledModel.class, BundledModel.class.getClassLoader()).stream()
          .map(ServiceLoader.Provider::get)
          .toList();

  private BundledModels() {}

  /** All of them. */
  public static List<BundledModel> all() {
    return MODELS;
  }

  /**
   * The directory of the model of this name, if there is such a model. Models are mapped, so its
   * files are unpacked once, into a folder of {@code cache} that is named by their content, and
   * compared whenever they are used again. Where {@code cache} cannot be written it is a temporary
   * folder that goes with this process. Safe for several threads and processes at once.
   *
   * @param cache see {@link HubSettings#unpackedModels}; made if it is not there
   * @throws IOException if the model cannot be read, or no folder can be written
   */
  public static Optional<Path> directory(String name, Path cache) throws IOException {
    for (BundledModel model : MODELS) {
      if (model.name().equals(name)) {
        return Optional.of(UnpackedModel.read(model).in(cache));
      }
    }
    return Optional.empty();
  }
}
