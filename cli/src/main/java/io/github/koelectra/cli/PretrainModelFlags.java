package io.github.koelectra.cli;

import io.github.koelectra.electra.ElectraConfig;
import io.github.koelectra.electra.Pretrained;
import io.github.koelectra.train.model.DropoutRates;
import io.github.koelectra.train.model.PretrainingModel;
import io.github.koelectra.train.pretrain.ModelShapes;
import io.github.koelectra.train.pretrain.ModelShapes.Size;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Which two models are pretrained. Before it is used, {@link SettingOptions} give all options
 * values.
 */
final class PretrainModelFlags {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--vocab",
      paramLabel = "FILE",
      description = "The vocabulary of new models: a vocab.txt, or a folder with one.")
  private Optional<Path> vocabulary = Optional.empty();

  @Option(
      names = "--discriminator",
      paramLabel = ModelReference.LABEL,
      description = "A discriminator to go on with; needs --generator.")
  private Optional<ModelReference> discriminator = Optional.empty();

  @Option(names = "--generator", paramLabel = ModelReference.LABEL, description = "Its generator.")
  private Optional<ModelReference> generator = Optional.empty();

  @Setting
  @Option(
      names = "--size",
      paramLabel = "SIZE",
      description = "The size of a new discriminator: nano, small (the usual) or base.")
  private Optional<Size> size = Optional.empty();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "A config.json that gives the new discriminator's size instead, and its dropout.")
  private Optional<Path> config = Optional.empty();

  @Setting
  @Option(
      names = "--generator-size",
      paramLabel = "SHARE",
      description =
          "The share of the discriminator's features that its new generator has (usually 0.25; 1/3"
              + " for base and nano).")
  private Optional<Double> generatorSize = Optional.empty();

  @Option(
      names = "--generator-config",
      paramLabel = "FILE",
      description = "A config.json that gives the new generator's size instead.")
  private Optional<Path> generatorConfig = Optional.empty();

  @Setting
  @Option(
      names = "--generator-weight",
      paramLabel = "W",
      description = "The weight of the generator's loss (usually 1).")
  private Optional<Double> generatorWeight = Optional.empty();

  @Setting
  @Option(
      names = "--discriminator-weight",
      paramLabel = "W",
      description = "The weight of the discriminator's loss (usually 50).")
  private Optional<Double> discriminatorWeight = Optional.empty();

  @Setting
  @Option(
      names = "--temperature",
      paramLabel = "T",
      description = "The temperature at which the generator's words are drawn (usually 1).")
  private Optional<Double> temperature = Optional.empty();

  @Setting
  @Option(
      names = "--recompute",
      description = "Compute activations twice instead of keeping them: less memory, same bits.")
  private boolean recompute;

  /** What is usual, by key. */
  static Map<String, Object> usual() {
    return Map.of("generator_weight", 1.0, "discriminator_weight", 50.0, "temperature", 1.0);
  }

  /** Checks what can be wrong with them, before anything is opened. */
  void check() {
    boolean begun = discriminator.isPresent();
    if (begun != generator.isPresent()) {
      throw usage("--discriminator and --generator go together");
    }
    if (begun == vocabulary.isPresent()) {
      throw usage("give either --vocab for new models or --discriminator and --generator");
    }
    boolean sized = config.isPresent() || generatorConfig.isPresent();
    if (begun && (sized || size.isPresent() || generatorSize.isPresent())) {
      throw usage("models to go on with have their sizes; leave out what gives sizes");
    }
    if (config.isPresent() && size.isPresent()) {
      throw usage("--size and --config both give the discriminator's size; give one");
    }
    if (generatorConfig.isPresent() && generatorSize.isPresent()) {
      throw usage("--generator-size and --generator-config both give the generator's size");
    }
  }

  private ParameterException usage(String problem) {
    return new ParameterException(spec.commandLine(), problem);
  }

  Optional<Path> vocabulary() {
    return vocabulary;
  }

  /** The models to go on with: the discriminator, then its generator. */
  Optional<List<ModelReference>> begun() {
    return discriminator.flatMap(d -> generator.map(g -> List.of(d, g)));
  }

  /** The size of a new discriminator, if nothing else is said. */
  Size size() {
    return size.orElse(Size.SMALL);
  }

  /** The files that are read. */
  List<Path> files() {
    return List.of(vocabulary, config, generatorConfig).stream().flatMap(Optional::stream).toList();
  }

  /**
   * The shapes of new models.
   *
   * @throws IOException if a configuration cannot be read or does not go with the rest
   */
  ModelShapes shapes(int vocabSize, SettingOptions options) throws IOException {
    ElectraConfig shape = size().discriminator(vocabSize);
    if (config.isPresent()) {
      shape = configuration(config.get(), vocabSize);
    }
    if (generatorConfig.isPresent()) {
      ElectraConfig own = configuration(generatorConfig.get(), vocabSize);
      return together(shape, own);
    }
    ElectraConfig discriminatorShape = shape;
    double share = generatorSize.orElse(size().generatorSize());
    return options.checked(() -> ModelShapes.of(discriminatorShape, share));
  }

  private ModelShapes together(ElectraConfig shape, ElectraConfig own) throws IOException {
    try {
      return new ModelShapes(shape, own);
    } catch (IllegalArgumentException e) {
      throw new IOException(generatorConfig.orElseThrow() + ": " + e.getMessage(), e);
    }
  }

  private static ElectraConfig configuration(Path file, int vocabSize) throws IOException {
    ElectraConfig read = ElectraConfig.read(file);
    if (read.vocabSize() != vocabSize) {
      throw new IOException(
          file + ": vocab_size is " + read.vocabSize() + ", but --vocab has " + vocabSize);
    }
    return read;
  }

  /** Whether there are configurations, which say what dropout there is where nobody else does. */
  boolean configured() {
    return config.isPresent() || generatorConfig.isPresent() || discriminator.isPresent();
  }

  /**
   * The dropout that the configurations of both models say.
   *
   * @throws IOException if they do not say the same, for the models are trained alike
   */
  DropoutRates dropout(PretrainPair pair) throws IOException {
    List<Path> files = configurations(pair);
    DropoutRates first = ConfiguredDropout.read(files.getFirst());
    DropoutRates last = ConfiguredDropout.read(files.getLast());
    if (first.hidden() != last.hidden() || first.attention() != last.attention()) {
      throw new IOException(
          files.getLast()
              + ": hidden and attention dropout are "
              + (last.hidden() + " and " + last.attention() + ", but ")
              + (first.hidden() + " and " + first.attention() + " in " + files.getFirst())
              + "; both models are trained alike, so give --dropout");
    }
    return first;
  }

  private List<Path> configurations(PretrainPair pair) {
    List<Path> begun = pair.directories();
    return begun.isEmpty()
        ? Stream.of(config, generatorConfig).flatMap(Optional::stream).toList()
        : List.of(
            begun.getFirst().resolve("config.json"), Pretrained.generatorFile(begun.getLast()));
  }

  /**
   * How the pair is trained.
   *
   * @throws IllegalArgumentException if a number cannot be
   */
  PretrainingModel.Settings settings(int maskTokenId, DropoutRates rates) {
    demand("generator-weight", generatorWeight.orElseThrow());
    demand("discriminator-weight", discriminatorWeight.orElseThrow());
    demand("temperature", temperature.orElseThrow());
    return new PretrainingModel.Settings(
        maskTokenId,
        generatorWeight.orElseThrow().floatValue(),
        discriminatorWeight.orElseThrow().floatValue(),
        temperature.orElseThrow(),
        rates,
        recompute);
  }

  private static void demand(String name, double value) {
    if (!(value > 0 && value < 1e6)) {
      throw new IllegalArgumentException(name + " must be above 0 and below 1e6, not " + value);
    }
  }
}
