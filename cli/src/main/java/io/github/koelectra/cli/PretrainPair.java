package io.github.koelectra.cli;

import io.github.koelectra.electra.ElectraConfig;
import io.github.koelectra.electra.Pretrained;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.tensor.nn.ParameterException;
import io.github.koelectra.tensor.nn.ParameterSource;
import io.github.koelectra.tokenizer.ElectraTokenizer;
import io.github.koelectra.train.model.PretrainingModel;
import io.github.koelectra.train.pretrain.ModelShapes;
import io.github.koelectra.weights.Checkpoint;
import io.github.koelectra.weights.Part;
import io.github.koelectra.weights.StateDict;
import io.github.koelectra.weights.WeightFormatException;
import io.github.koelectra.weights.WeightFormatException.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What two models are before they are pretrained. */
sealed interface PretrainPair {
  /** The shapes of both. */
  ModelShapes shapes();

  /** The tokenizer of both. */
  ElectraTokenizer tokenizer();

  /** The directories that models are read from, which must outlast the run. */
  default List<Path> directories() {
    return List.of();
  }

  /** Digests of the files that models are made from, by what they are. */
  Map<String, String> digests() throws IOException;

  /**
   * The directory that models made from these take their tokenizer's files from.
   *
   * @param run the folder of the run, which may keep them
   */
  Path tokenizerFiles(Path run) throws IOException;

  /**
   * Both under training.
   *
   * @throws IOException if their files cannot be read
   */
  PretrainingModel open(Kernels kernels, PretrainingModel.Settings settings) throws IOException;

  /** Models that have learnt nothing yet; their weights follow from a seed. */
  record New(ModelShapes shapes, ElectraTokenizer tokenizer, Path vocabulary, long seed)
      implements PretrainPair {
    @Override
    public Map<String, String> digests() throws IOException {
      return Map.of("the vocabulary", RunDescription.ofVocabulary(vocabulary));
    }

    @Override
    public Path tokenizerFiles(Path run) throws IOException {
      PretrainFiles.keep(vocabulary, run);
      return run;
    }

    @Override
    public PretrainingModel open(Kernels kernels, PretrainingModel.Settings settings) {
      ParameterSource weights = ModelShapes.initialWeights(seed);
      return new PretrainingModel(
          shapes.discriminator(),
          weights.at("discriminator"),
          shapes.generator(),
          weights.at("generator"),
          kernels,
          settings);
    }
  }

  /** Models that were pretrained before. */
  record Begun(ModelShapes shapes, ElectraTokenizer tokenizer, Path discriminator, Path generator)
      implements PretrainPair {
    /**
     * Those in two directories, which may be one.
     *
     * @throws IOException if they cannot be read or do not go together
     */
    static Begun of(Path discriminator, Path generator) throws IOException {
      try (Checkpoint weights = Checkpoint.open(generator)) {
        ElectraConfig config =
            Pretrained.fittedToGenerator(
                generator,
                ElectraConfig.read(Pretrained.generatorFile(generator)),
                weights.stateDict(Part.GENERATOR).shapes());
        return new Begun(
            new ModelShapes(ElectraConfig.read(discriminator), config),
            ElectraTokenizer.fromPretrained(discriminator),
            discriminator,
            generator);
      } catch (IllegalArgumentException e) {
        throw new IOException(generator + ": " + e.getMessage(), e);
      }
    }

    @Override
    public List<Path> directories() {
      return List.of(discriminator, generator);
    }

    @Override
    public Map<String, String> digests() throws IOException {
      Path vocabulary = discriminator.resolve(PretrainFiles.VOCABULARY);
      return Map.of(
          "the vocabulary",
          RunDescription.ofVocabulary(vocabulary),
          "the discriminator",
          RunDescription.digest(Fingerprint.filesOf(discriminator)),
          "the generator",
          RunDescription.digest(Fingerprint.filesOf(generator)));
    }

    @Override
    public Path tokenizerFiles(Path run) {
      return discriminator;
    }

    @Override
    public PretrainingModel open(Kernels kernels, PretrainingModel.Settings settings)
        throws IOException {
      try (Checkpoint ofDiscriminator = Checkpoint.open(discriminator);
          Checkpoint ofGenerator = Checkpoint.open(generator)) {
        StateDict first = ofDiscriminator.stateDict(Part.DISCRIMINATOR);
        StateDict second = ofGenerator.stateDict(Part.GENERATOR);
        return new PretrainingModel(
            shapes.discriminator(), first, shapes.generator(), second, kernels, settings);
      } catch (ParameterException e) {
        throw new WeightFormatException(Kind.MISSING, e.getMessage(), e);
      }
    }
  }
}
