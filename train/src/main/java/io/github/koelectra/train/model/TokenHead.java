package io.github.koelectra.train.model;

import io.github.koelectra.tensor.SequenceLayout;
import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.kernel.Dropout;

/**
 * Dropout and a projection of every token: the head of token classification. That of question
 * answering is the same without dropout.
 */
final class TokenHead implements TaskHead {
  private final Device device;
  private final Affine projection;
  private final String place;
  private final boolean drops;

  private TokenHead(Parameters parameters, int outputs, int hidden, boolean drops) {
    this.device = parameters.device();
    this.projection = parameters.affine(outputs, hidden);
    this.place = parameters.place("dropout");
    this.drops = drops;
  }

  static TokenHead classifier(Parameters parameters, int outputs, int hidden) {
    return new TokenHead(parameters.at("classifier"), outputs, hidden, true);
  }

  static TokenHead qaOutputs(Parameters parameters, int hidden) {
    return new TokenHead(parameters.at("qa_outputs"), 2, hidden, false);
  }

  @Override
  public Forward forward(Tensor hiddenStates, SequenceLayout layout, Masks masks) {
    Dropout dropout = drops ? masks.classifier(place) : Dropout.NONE;
    Tensor input = device.dropped(hiddenStates, dropout); // [tokens, hidden]
    return new Pass(dropout, input, projection.forward(input));
  }

  /** One pass. */
  private final class Pass implements Forward {
    private final Dropout dropout;
    private final Tensor input;
    private final Tensor logits;

    Pass(Dropout dropout, Tensor input, Tensor logits) {
      this.dropout = dropout;
      this.input = input;
      this.logits = logits;
    }

    @Override
    public Tensor logits() {
      return logits; // [tokens, labels]
    }

    @Override
    public void backward(Tensor logitsGradient, Tensor hiddenGradient) {
      projection.backward(input, logitsGradient, hiddenGradient); // [tokens, hidden]
      device.drop(hiddenGradient, dropout);
    }
  }
}
