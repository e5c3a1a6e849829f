package io.github.koelectra.train.pretrain;

import io.github.koelectra.electra.ElectraConfig;
import io.github.koelectra.tensor.kernel.Activation;
import io.github.koelectra.tensor.nn.ParameterSource;
import io.github.koelectra.train.model.DropoutRates;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The shapes of the two models that are pretrained together.
 *
 * @param discriminator that of the model that tells replaced tokens
 * @param generator that of the model that proposes tokens; it shares the embeddings
 */
public record ModelShapes(ElectraConfig discriminator, ElectraConfig generator) {
  private static final int HEAD_SIZE = 64;
  private static final int INTERMEDIATE = 4;
  private static final int POSITIONS = 512;
  private static final double EPSILON = 1e-12;

  /** Sizes with names. */
  public enum Size {
    /** Four layers of 192 features. */
    NANO(128, 192, 4, 1 / 3.0),
    /** ELECTRA-Small: twelve layers of 256 features. */
    SMALL(128, 256, 12, 0.25),
    /** ELECTRA-Base: twelve layers of 768 features. */
    BASE(768, 768, 12, 1 / 3.0);

    private final int embedding;
    private final int hidden;
    private final int layers;
    private final double generatorSize;

    Size(int embedding, int hidden, int layers, double generatorSize) {
      this.embedding = embedding;
      this.hidden = hidden;
      this.layers = layers;
      this.generatorSize = generatorSize;
    }

    /** The share of the discriminator's features that its generator has, as published. */
    public double generatorSize() {
      return generatorSize;
    }

    /** The shape of a discriminator of this size. */
    public ElectraConfig discriminator(int vocabSize) {
      return new ElectraConfig(
          "electra",
          List.of("ElectraForPreTraining"),
          vocabSize,
          embedding,
          hidden,
          layers,
          hidden / HEAD_SIZE,
          INTERMEDIATE * hidden,
          Activation.GELU,
          POSITIONS,
          2,
          EPSILON,
          0,
          true,
          List.of(),
          Optional.empty());
    }
  }

  /**
   * Checks that the two can share their embeddings.
   *
   * @throws IllegalArgumentException if not
   */
  public ModelShapes {
    same("vocab_size", discriminator.vocabSize(), generator.vocabSize());
    same("embedding_size", discriminator.embeddingSize(), generator.embeddingSize());
    same(
        "max_position_embeddings",
        discriminator.maxPositionEmbeddings(),
        generator.maxPositionEmbeddings());
    same("type_vocab_size", discriminator.typeVocabSize(), generator.typeVocabSize());
  }

  private static void same(String name, int discriminator, int generator) {
    if (discriminator != generator) {
      throw new IllegalArgumentException(
          "discriminator and generator share their embeddings, but "
              + name
              + " is "
              + discriminator
              + " in the one and "
              + generator
              + " in the other");
    }
  }

  /**
   * A discriminator and a narrower generator of as many layers: the share of its features, heads of
   * 64 features each. Where those do not divide, the nearest number of features that they do.
   *
   * @param generatorSize the share, above 0 and at most 1
   */
  public static ModelShapes of(ElectraConfig discriminator, double generatorSize) {
    if (!(generatorSize > 0 && generatorSize <= 1)) {
      throw new IllegalArgumentException(
          "generator-size must be above 0 and at most 1, not " + generatorSize);
    }
    int features = Math.max(1, (int) Math.rint(discriminator.hiddenSize() * generatorSize));
    int whole = (int) Math.rint(features / (double) HEAD_SIZE) * HEAD_SIZE;
    int hidden = features % Math.max(1, features / HEAD_SIZE) == 0 ? features : whole;
    int heads =
        generatorSize == 1 ? discriminator.numAttentionHeads() : Math.max(1, hidden / HEAD_SIZE);
    return new ModelShapes(
        discriminator,
        new ElectraConfig(
            discriminator.modelType(),
            List.of("ElectraForMaskedLM"),
            discriminator.vocabSize(),
            discriminator.embeddingSize(),
            hidden,
            discriminator.numHiddenLayers(),
            heads,
            generatorSize == 1 ? discriminator.intermediateSize() : INTERMEDIATE * hidden,
            discriminator.hiddenAct(),
            discriminator.maxPositionEmbeddings(),
            discriminator.typeVocabSize(),
            discriminator.layerNormEps(),
            discriminator.padTokenId(),
            true,
            List.of(),
            Optional.empty()));
  }

  /**
   * The parameters of two models that have learnt nothing yet, below {@code discriminator} and
   * {@code generator}, as google-research/electra begins: weights from a normal distribution of
   * deviation 0.02 that is cut off at two deviations, LayerNorm's 1, biases 0.
   */
  public static ParameterSource initialWeights(long seed) {
    return new RandomWeights(seed);
  }

  /** The discriminator's {@code config.json}, as it says that it was trained with {@code rates}. */
  public SequencedMap<String, Object> discriminatorJson(DropoutRates rates) {
    return ConfigJson.of(discriminator, rates);
  }

  /** The same of the generator. */
  public SequencedMap<String, Object> generatorJson(DropoutRates rates) {
    return ConfigJson.of(generator, rates);
  }
}
