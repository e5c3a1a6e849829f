package io.github.koelectra.train.model;

import io.github.koelectra.electra.ElectraConfig;
import io.github.koelectra.tensor.SequenceLayout;
import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.kernel.Activation;
import io.github.koelectra.tensor.kernel.Dropout;
import java.util.Arrays;

/** ElectraClassificationHead: of the first token, dropout, dense, GELU, dropout, out_proj. */
final class SequenceHead implements TaskHead {
  private final Device device;
  private final TwoLayers layers;
  private final String before;
  private final String between;

  SequenceHead(ElectraConfig config, int outputs, Parameters parameters) {
    Parameters classifier = parameters.at("classifier");
    int hidden = config.hiddenSize();
    device = parameters.device();
    layers =
        new TwoLayers(
            device,
            classifier.at("dense").affine(hidden, hidden),
            Activation.GELU,
            classifier.at("out_proj").affine(outputs, hidden));
    before = classifier.place("dropout.before");
    between = classifier.place("dropout.between");
  }

  @Override
  public Forward forward(Tensor hiddenStates, SequenceLayout layout, Masks masks) {
    int[] firsts = new int[layout.sequences()];
    Arrays.setAll(firsts, layout::begin);
    Tensor input = device.gather(hiddenStates, firsts); // [sequences, hidden]
    device.drop(input, masks.classifier(before));
    Dropout inside = masks.classifier(between);
    return new Pass(firsts, masks.classifier(before), inside, layers.forward(input, inside));
  }

  /** One pass. */
  private final class Pass implements Forward {
    private final int[] firsts;
    private final Dropout outside;
    private final Dropout inside;
    private final TwoLayers.Activations kept;

    Pass(int[] firsts, Dropout outside, Dropout inside, TwoLayers.Activations kept) {
      this.firsts = firsts;
      this.outside = outside;
      this.inside = inside;
      this.kept = kept;
    }

    @Override
    public Tensor logits() {
      return kept.output(); // [sequences, labels]
    }

    @Override
    public void backward(Tensor logitsGradient, Tensor hiddenGradient) {
      int mark = device.workspace().mark();
      Tensor byFirsts = device.take(firsts.length, hiddenGradient.columns());
      layers.backward(kept, inside, logitsGradient, byFirsts); // [sequences, hidden]
      device.drop(byFirsts, outside);
      device.scatter(firsts, byFirsts, hiddenGradient); // [tokens, hidden]
      device.workspace().release(mark);
    }
  }
}
