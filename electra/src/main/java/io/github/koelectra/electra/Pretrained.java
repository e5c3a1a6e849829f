package io.github.koelectra.electra;

import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.tensor.nn.ParameterException;
import io.github.koelectra.tensor.nn.ParameterException.Problem;
import io.github.koelectra.tensor.nn.ParameterSource;
import io.github.koelectra.weights.Checkpoint;
import io.github.koelectra.weights.Part;
import io.github.koelectra.weights.StateDict;
import io.github.koelectra.weights.WeightFormatException;
import io.github.koelectra.weights.WeightFormatException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
    return load(directory, Part.DISCRIMINATOR, kernels, constructor);
  }

  /**
   * The same for a generator: of a checkpoint that holds both models, and with the sizes of its
   * tensors, should the configuration be another model's.
   *
   * @throws IOException if a file is missing, malformed, or lacks what the model needs
   */
  static <M extends TaskModel> M loadGenerator(
      Path directory, Kernels kernels, Constructor<M> constructor) throws IOException {
    return load(directory, Part.GENERATOR, kernels, constructor);
  }

  private static <M extends TaskModel> M load(
      Path directory, Part part, Kernels kernels, Constructor<M> constructor) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new WeightFormatException(Kind.MISSING, directory + ": no such model directory");
    }
    ElectraConfig config =
        ElectraConfig.read(part == Part.GENERATOR ? generatorFile(directory) : directory);
    Checkpoint checkpoint = Checkpoint.open(directory);
    Set<String> names = Set.of();
    try {
      StateDict state = checkpoint.stateDict(part);
      names = state.shapes().keySet();
      ElectraConfig used =
          part == Part.GENERATOR ? fittedToGenerator(directory, config, state.shapes()) : config;
      M model = constructor.create(used, state, kernels);
      report(directory, state.unused());
      model.lifetime().owns(checkpoint);
      return model;
    } catch (ParameterException e) {
      checkpoint.close();
      String otherwise = e.problem() == Problem.MISSING ? whatIsThere(e.getMessage(), names) : "";
      throw new WeightFormatException(
          kind(e.problem()), located(directory, e.getMessage()) + otherwise, e);
    } catch (IOException | RuntimeException | Error e) {
      checkpoint.close();
      throw e;
    }
  }

  /**
   * The file that describes the generator in a directory: {@code generator_config.json} beside the
   * discriminator's, or {@code config.json} where that is all there is.
   */
  public static Path generatorFile(Path directory) {
    Path own = directory.resolve("generator_config.json");
    return Files.exists(own) ? own : directory.resolve("config.json");
  }

  /**
   * A configuration with the sizes that a generator's tensors have, for many a generator is
   * published with its discriminator's configuration: embedding size, hidden size, intermediate
   * size and the number of layers are the tensors', and there is a head for every 64 features.
   * Where that changes anything, it is logged as a warning.
   *
   * @param directory what the warning names
   * @param shapes the dimensions of the tensors, by the names transformers gives them
   * @return the same configuration if the tensors agree with it, or are no generator's
   */
  public static ElectraConfig fittedToGenerator(
      Path directory, ElectraConfig config, Map<String, List<Long>> shapes) {
    ElectraConfig fitted = GeneratorSizes.fit(config, shapes);
    if (!fitted.equals(config)) {
      LOGGER.log(
          System.Logger.Level.WARNING,
          "{0}: the configuration is of another model than the generator''s tensors; taken from"
              + " them: {1}",
          directory,
          GeneratorSizes.differences(config, fitted));
    }
    return fitted;
  }

  /**
   * The names of the tensors in a model directory, as transformers gives them.
   *
   * @throws IOException if they cannot be read
   */
  public static Set<String> tensorNames(Path directory) throws IOException {
    try (Checkpoint checkpoint = Checkpoint.open(directory)) {
      return checkpoint.stateDict(Part.DISCRIMINATOR).shapes().keySet();
    }
  }

  /**
   * The head that a model directory calls for, by its configuration or its tensors.
   *
   * @throws IOException if they cannot be read
   */
  public static Head head(Path directory) throws IOException {
    return Head.automatic(ElectraConfig.read(directory), tensorNames(directory));
  }

  /** Of a checkpoint that lacks a tensor of a head: which heads it has. */
  private static String whatIsThere(String missing, Set<String> names) {
    boolean ofEncoder = missing.contains("embeddings") || missing.contains("encoder.layer.");
    List<String> heads =
        Head.servedBy(names).stream().filter(h -> h != Head.NONE).map(Head::task).toList();
    if (ofEncoder || missing.contains(";")) {
      return "";
    }
    return heads.isEmpty()
        ? "; this checkpoint has no whole head, so it must be fine-tuned for the task first"
        : "; this checkpoint is for " + String.join(" or ", heads);
  }

  /** What a model says of its head's layout does not name the place; a missing tensor does. */
  private static String located(Path directory, String message) {
    return message.startsWith(directory.toString()) ? message : directory + ": " + message;
  }

  private static Kind kind(ParameterException.Problem problem) {
    return switch (problem) {
      case MISSING -> Kind.MISSING;
      case SHAPE -> Kind.SHAPE;
      case DTYPE -> Kind.DTYPE;
    };
  }

  private static void report(Path directory, List<String> unused) {
    if (!unused.isEmpty()) {
      String shown = String.join(", ", unused.subList(0, Math.min(NAMES_SHOWN, unused.size())));
      LOGGER.log(
          System.Logger.Level.INFO,
          "{0}: {1} not used by this model: {2}{3}",
          directory,
          unused.size() == 1 ? "1 tensor is" : unused.size() + " tensors are",
          shown,
          unused.size() > NAMES_SHOWN ? ", …" : "");
    }
  }
}
