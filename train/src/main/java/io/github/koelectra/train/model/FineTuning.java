package io.github.koelectra.train.model;

import io.github.koelectra.electra.ElectraConfig;
import io.github.koelectra.electra.Head;
import io.github.koelectra.electra.TokenBatch;
import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.tensor.nn.ParameterSource;
import io.github.koelectra.train.Learner;
import io.github.koelectra.train.Meter;
import io.github.koelectra.train.Pass;
import io.github.koelectra.train.Variable;
import java.util.List;

/**
 * A pretrained encoder and the head of a task under training. Losses are those of transformers: the
 * mean over what has a label, 0 where nothing has. Belongs to one thread.
 */
public final class FineTuning implements Learner<LabelledBatch> {
  /**
   * What is trained and how.
   *
   * @param head of sequences, tokens or question answering
   * @param outputs the number of labels; 1 for a score, 2 for question answering
   * @param dropout under training
   * @param recompute whether the backward pass computes the activations inside layers again instead
   *     of keeping them: the same bits in less memory, but slower
   * @param seed of the parameters that begin at random
   * @param newHead whether the head begins at random even if the checkpoint has one
   */
  public record Settings(
      Head head, int outputs, DropoutRates dropout, boolean recompute, long seed, boolean newHead) {
    /** Settings under which a head that the checkpoint has is learnt on. */
    public Settings(Head head, int outputs, DropoutRates dropout, boolean recompute, long seed) {
      this(head, outputs, dropout, recompute, seed, false);
    }
  }

  private final Device device;
  private final Settings settings;
  private final Parameters parameters;
  private final Encoder encoder;
  private final TaskHead head;

  /**
   * Makes the variables from a checkpoint. What it lacks of the head begins at random, as in
   * transformers, or all of it where a new head is wanted.
   *
   * @throws io.github.koelectra.tensor.nn.ParameterException if a parameter of the encoder is
   *     missing, or one is of another shape
   * @throws IllegalArgumentException if the model or the head cannot be trained
   */
  public FineTuning(
      ElectraConfig config, ParameterSource source, Kernels kernels, Settings settings) {
    if (!config.modelType().equals("electra")) {
      throw new IllegalArgumentException(
          "a model of type " + config.modelType() + " cannot be trained, only electra");
    }
    this.device = Device.of(kernels);
    this.settings = settings;
    this.parameters = Parameters.of(device, source, "");
    Parameters below = parameters.encoder();
    Embeddings embeddings = new Embeddings(config, below);
    encoder = new Encoder(config, embeddings, below, settings.recompute());
    long seed = settings.seed();
    head = head(config, settings.newHead() ? parameters.initial(seed) : parameters.orInitial(seed));
  }

  private TaskHead head(ElectraConfig config, Parameters own) {
    int hidden = config.hiddenSize();
    return switch (settings.head()) {
      case SEQUENCE -> new SequenceHead(config, settings.outputs(), own);
      case TOKEN -> TokenHead.classifier(own, settings.outputs(), hidden);
      case QA -> TokenHead.qaOutputs(own, hidden);
      case PRE_TRAINING, MASKED_LM, NONE ->
          throw new IllegalArgumentException(
              "no task of fine-tuning has the head " + settings.head());
    };
  }

  @Override
  public List<Variable> variables() {
    return parameters.variables();
  }

  /** The names of the variables that began at random, for the checkpoint lacks them. */
  public List<String> initialised() {
    return parameters.initialised();
  }

  /** The names of the variables that began at random although the checkpoint has them. */
  public List<String> replaced() {
    return parameters.replaced();
  }

  @Override
  public void valuesChanged() {
    parameters.valuesChanged();
  }

  @Override
  public int tokens(LabelledBatch batch) {
    return batch.tokens().tokens();
  }

  /**
   * The logits without dropout, in a matrix of the caller's own: [sequences, labels], [tokens,
   * labels], or [tokens, 2] of starts and ends.
   */
  public Tensor logits(TokenBatch tokens) {
    int mark = device.workspace().mark();
    try {
      Tensor hiddenStates = encoder.output(tokens, Masks.NONE); // [tokens, hidden]
      return head.forward(hiddenStates, tokens.layout(), Masks.NONE).logits().copy();
    } finally {
      device.workspace().release(mark);
    }
  }

  @Override
  public double accumulate(LabelledBatch batch, float scale, Pass pass, Meter meter) {
    int mark = device.workspace().mark();
    try {
      TokenBatch tokens = batch.tokens();
      Masks masks = new Masks(settings.dropout(), pass);
      Encoder.Activations encoded = encoder.forward(tokens, masks);
      TaskHead.Forward forward = head.forward(encoded.output(), tokens.layout(), masks);
      Tensor logits = forward.logits(); // [sequences or tokens, labels]
      Losses losses = new Losses(device, tokens.layout(), scale, meter);
      double loss = losses.of(batch.target(), logits); // the logits are their gradient now
      Tensor gradient = device.take(tokens.tokens(), encoded.output().columns());
      forward.backward(logits, gradient); // [tokens, hidden]
      encoder.backward(encoded, gradient);
      return loss;
    } finally {
      device.workspace().release(mark);
    }
  }
}
