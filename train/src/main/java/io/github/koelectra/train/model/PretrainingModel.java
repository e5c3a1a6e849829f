package io.github.koelectra.train.model;

import io.github.koelectra.electra.ElectraConfig;
import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.kernel.Dropout;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.tensor.nn.ParameterSource;
import io.github.koelectra.train.Learner;
import io.github.koelectra.train.Meter;
import io.github.koelectra.train.Pass;
import io.github.koelectra.train.Variable;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * ELECTRA's pretraining (Clark et al. 2020) as google-research/electra computes it: a generator
 * guesses masked words, a discriminator tells which tokens of the result are not the original. They
 * share the embeddings and their LayerNorm; the word embeddings are the generator's output matrix
 * too. No gradient flows through the guesses. Belongs to one thread.
 */
public final class PretrainingModel implements Learner<PretrainingBatch> {
  private static final String DISCRIMINATOR = "discriminator.";
  private static final String GENERATOR = "generator.";

  /** Added to the divisors of means, as in google-research/electra. */
  private static final double TINY = 1e-6;

  /**
   * How the pair is trained.
   *
   * @param maskTokenId the id of [MASK]
   * @param generatorWeight of the generator's loss; 1 as published
   * @param discriminatorWeight of the discriminator's loss; 50 as published
   * @param temperature of the softmax that guesses are drawn from; 1 as published
   * @param dropout under training
   * @param recompute whether the backward pass computes the activations inside layers again instead
   *     of keeping them: the same bits in less memory, but slower
   */
  public record Settings(
      int maskTokenId,
      float generatorWeight,
      float discriminatorWeight,
      double temperature,
      DropoutRates dropout,
      boolean recompute) {}

  private final Device device;
  private final Settings settings;
  private final Parameters parameters;
  private final Encoder discriminator;
  private final TwoLayers discriminatorHead;
  private final Encoder generator;
  private final GeneratorHead generatorHead;

  /**
   * Makes the variables, named as transformers names them below {@code discriminator.} and {@code
   * generator.}; shared ones are the discriminator's.
   *
   * @param discriminatorSource has those of {@code ElectraForPreTraining}
   * @param generatorSource has those of {@code ElectraForMaskedLM}; its embeddings are not read
   * @throws io.github.koelectra.tensor.nn.ParameterException if one is missing or of another shape
   */
  public PretrainingModel(
      ElectraConfig discriminatorConfig,
      ParameterSource discriminatorSource,
      ElectraConfig generatorConfig,
      ParameterSource generatorSource,
      Kernels kernels,
      Settings settings) {
    this.device = Device.of(kernels);
    this.settings = settings;
    this.parameters = Parameters.of(device, discriminatorSource, DISCRIMINATOR);
    Parameters encoder = parameters.encoder();
    Embeddings embeddings = new Embeddings(discriminatorConfig, encoder);
    discriminator = new Encoder(discriminatorConfig, embeddings, encoder, settings.recompute());
    discriminatorHead = discriminatorHead(discriminatorConfig);
    Parameters own = parameters.from(generatorSource, GENERATOR);
    generator = new Encoder(generatorConfig, embeddings, own.encoder(), settings.recompute());
    generatorHead = new GeneratorHead(generatorConfig, embeddings.words(), own);
  }

  private TwoLayers discriminatorHead(ElectraConfig config) {
    Parameters predictions = parameters.at("discriminator_predictions");
    int hidden = config.hiddenSize();
    return new TwoLayers(
        device,
        predictions.at("dense").affine(hidden, hidden),
        config.hiddenAct(),
        predictions.at("dense_prediction").affine(1, hidden));
  }

  @Override
  public List<Variable> variables() {
    return parameters.variables();
  }

  /** The discriminator's variables by their names in a checkpoint of its own. */
  public SequencedMap<String, Variable> discriminator() {
    return below(DISCRIMINATOR);
  }

  /** The generator's variables, shared ones too, by their names in a checkpoint of its own. */
  public SequencedMap<String, Variable> generator() {
    SequencedMap<String, Variable> checkpoint = below(DISCRIMINATOR);
    checkpoint.keySet().removeIf(name -> !name.startsWith("electra.embeddings."));
    checkpoint.putAll(below(GENERATOR));
    return checkpoint;
  }

  private SequencedMap<String, Variable> below(String prefix) {
    SequencedMap<String, Variable> found = new LinkedHashMap<>();
    for (Variable variable : variables()) {
      if (variable.name().startsWith(prefix)) {
        found.put(variable.name().substring(prefix.length()), variable);
      }
    }
    return found;
  }

  @Override
  public void valuesChanged() {
    parameters.valuesChanged();
  }

  @Override
  public int tokens(PretrainingBatch batch) {
    return Arrays.stream(batch.inputIds()).mapToInt(ids -> ids.length).sum();
  }

  @Override
  public double accumulate(PretrainingBatch batch, float scale, Pass pass, Meter meter) {
    return loss(batch, new Masks(settings.dropout(), pass), meter, sampler(pass), scale);
  }

  /**
   * The loss of a batch without dropout, with no gradient computed.
   *
   * @param pass what guesses are drawn from
   * @param meter is told what the batch was like
   */
  public double evaluate(PretrainingBatch batch, Pass pass, Meter meter) {
    return loss(batch, Masks.NONE, meter, sampler(pass), 0);
  }

  private Sampler sampler(Pass pass) {
    return new GumbelSampler(
        device.kernels().parallel(), settings.temperature(), pass.key("generator.sampled_ids"));
  }

  /** The loss with guesses of any kind; gradients are computed unless {@code scale} is 0. */
  double loss(PretrainingBatch batch, Masks masks, Meter meter, Sampler sampler, float scale) {
    GuessedBatch guessed = GuessedBatch.of(batch, settings.maskTokenId());
    int[] sampled = new int[guessed.tokens().length];
    double generatorLoss = guess(guessed, masks, meter, sampler, scale, sampled);
    double discriminatorLoss = tell(guessed.corrupted(sampled), masks, meter, scale);
    return settings.generatorWeight() * generatorLoss
        + settings.discriminatorWeight() * discriminatorLoss;
  }

  /** The generator's forward and backward pass; {@code sampled} is written between them. */
  private double guess(
      GuessedBatch guessed, Masks masks, Meter meter, Sampler sampler, float scale, int[] sampled) {
    int mark = device.workspace().mark();
    try {
      Encoder.Activations encoded = generator.forward(guessed.masked(), masks);
      GeneratorHead.Activations kept = generatorHead.forward(encoded.output(), guessed.tokens());
      Tensor logits = kept.logits(); // [chosen, vocabulary]
      int count = guessed.originals().length;
      System.arraycopy(sampler.sample(logits), 0, sampled, 0, count);
      new PretrainingMeter(meter).generator(logits, guessed.originals());
      double divisor = count + TINY;
      float[] ones = ones(count);
      double sum =
          device
              .rows()
              .crossEntropy(
                  logits,
                  guessed.originals(),
                  ones,
                  (float) (settings.generatorWeight() * scale / divisor),
                  device.workspace()); // the logits are their gradient now
      meter.add("generator_loss", sum, count);
      if (scale != 0) {
        Tensor gradient = device.take(encoded.output().rows(), encoded.output().columns());
        generatorHead.backward(kept, logits, gradient); // [tokens, hidden]
        generator.backward(encoded, gradient);
      }
      return sum / divisor;
    } finally {
      device.workspace().release(mark);
    }
  }

  /** The discriminator's forward and backward pass. */
  private double tell(GuessedBatch.Corrupted corrupted, Masks masks, Meter meter, float scale) {
    int mark = device.workspace().mark();
    try {
      Encoder.Activations encoded = discriminator.forward(corrupted.tokens(), masks);
      TwoLayers.Activations kept = discriminatorHead.forward(encoded.output(), Dropout.NONE);
      Tensor logits = kept.output(); // [tokens, 1]
      int count = corrupted.replaced().length;
      new PretrainingMeter(meter).discriminator(logits, corrupted.replaced());
      double divisor = count + TINY;
      float factor = (float) (settings.discriminatorWeight() * scale / divisor);
      double sum =
          device.rows().binaryCrossEntropy(logits, corrupted.replaced(), ones(count), factor);
      meter.add("discriminator_loss", sum, count);
      if (scale != 0) {
        Tensor gradient = device.take(count, encoded.output().columns());
        discriminatorHead.backward(kept, Dropout.NONE, logits, gradient); // [tokens, hidden]
        discriminator.backward(encoded, gradient);
      }
      return sum / divisor;
    } finally {
      device.workspace().release(mark);
    }
  }

  private static float[] ones(int count) {
    float[] ones = new float[count];
    Arrays.fill(ones, 1f);
    return ones;
  }
}
