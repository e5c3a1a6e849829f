package io.github.koelectra.electra;

import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.tensor.nn.ParameterException;
import io.github.koelectra.tensor.nn.ParameterSource;
import io.github.koelectra.weights.Checkpoint;
import io.github.koelectra.weights.StateDict;
import io.github.koelectra.weights.WeightFormatException;
import io.github.koelectra.weights.WeightFormatException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Opens model directories: the only place of this package that knows of files. */
public final class Pretrained {
  private static final System.Logger LOGGER = System.getLogger(Pretrained.class.getName());
  private static final int NAMES_SHOWN = 5;

  private Pretrained() {}

  /** Builds a model from a configuration and parameters. */
  @FunctionalInterface
  public interface Constructor<M> {
    /** The model. */
    M create(ElectraConfig config, ParameterSource source, Kernels kernels);
  }

  /**
   * Opens the model directory and builds what {@code constructor} builds; tensors it has no use for
   * are logged once.
   *
   * @throws IOException if a file is missing, malformed, or lacks what the model needs
   */
  public static <M extends TaskModel> M load(
      Path directory, Kernels kernels, Constructor<M> constructor) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new WeightFormatException(Kind.MISSING, directory + ": no such model directory");
    }
    ElectraConfig config = ElectraConfig.read(directory);
    Checkpoint checkpoint = Checkpoint.open(directory);
    try {
      StateDict state = checkpoint.stateDict();
      M model = constructor.create(config, state, kernels);
      report(directory, state.unused());
      model.lifetime().owns(checkpoint);
      return model;
    } catch (ParameterException e) {
      checkpoint.close();
      throw new WeightFormatException(kind(e.problem()), e.getMessage(), e);
    } catch (RuntimeException | Error e) {
      checkpoint.close();
      throw e;
    }
  }

  private static Kind kind(ParameterException.Problem problem) {
    return switch (problem) {
      case MISSING -> Kind.MISSING;
      case SHAPE -> Kind.SHAPE;
      case DTYPE -> Kind.DTYPE;
    };
  }

  private static void report(Path directory, List<String> unused) {
    List<String> names = unused.stream().filter(n -> !n.endsWith("position_ids")).toList();
    if (!names.isEmpty()) {
      String shown = String.join(", ", names.subList(0, Math.min(NAMES_SHOWN, names.size())));
      LOGGER.log(
          System.Logger.Level.INFO,
          "{0}: {1} not used by this model: {2}{3}",
          directory,
          names.size() == 1 ? "1 tensor is" : names.size() + " tensors are",
          shown,
          names.size() > NAMES_SHOWN ? ", …" : "");
    }
  }
}
