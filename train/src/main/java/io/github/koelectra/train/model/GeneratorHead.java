package io.github.koelectra.train.model;

import io.github.koelectra.electra.ElectraConfig;
import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.kernel.Activation;
import io.github.koelectra.train.Variable;
import java.util.List;

/**
 * ElectraGeneratorPredictions and generator_lm_head for some tokens alone: dense, GELU, LayerNorm,
 * the product with the word embeddings.
 */
final class GeneratorHead {
  /**
   * What the backward pass needs.
   *
   * @param tokens the chosen tokens; one may be there more than once
   * @param input [chosen, hidden]
   * @param inner [chosen, embedding], before GELU
   * @param activated [chosen, embedding], before LayerNorm
   * @param normed [chosen, embedding]
   * @param logits [chosen, vocabulary]
   */
  record Activations(
      int[] tokens, Tensor input, Tensor inner, Tensor activated, Tensor normed, Tensor logits) {}

  private final Device device;
  private final Affine dense;
  private final Norm layerNorm;
  private final Affine lmHead;

  /**
   * The head with the word embeddings as its output matrix.
   *
   * @param words [vocabulary, embedding]
   */
  GeneratorHead(ElectraConfig config, Variable words, Parameters parameters) {
    device = parameters.device();
    Parameters predictions = parameters.at("generator_predictions");
    layerNorm = predictions.at("LayerNorm").norm(config.embeddingSize(), config.layerNormEps());
    dense = predictions.at("dense").affine(config.embeddingSize(), config.hiddenSize());
    Variable bias = parameters.at("generator_lm_head").variable("bias", config.vocabSize());
    lmHead = parameters.affine(List.of(words), List.of(bias));
  }

  Activations forward(Tensor hiddenStates, int[] tokens) {
    Tensor input = device.gather(hiddenStates, tokens); // [chosen, hidden]
    Tensor inner = dense.forward(input); // [chosen, embedding]
    Tensor activated = device.take(inner.rows(), inner.columns());
    device.kernels().activate(Activation.GELU, inner, activated); // [chosen, embedding]
    Tensor normed = device.take(inner.rows(), inner.columns());
    layerNorm.forward(activated, normed); // [chosen, embedding]
    Tensor logits = lmHead.forward(normed); // [chosen, vocabulary]
    return new Activations(tokens, input, inner, activated, normed, logits);
  }

  /**
   * Going back.
   *
   * @param gradient of the logits [chosen, vocabulary]
   * @param hiddenGradient [tokens, hidden], all of it written
   */
  void backward(Activations kept, Tensor gradient, Tensor hiddenGradient) {
    int mark = device.workspace().mark();
    Tensor byNormed = device.take(kept.normed().rows(), kept.normed().columns());
    lmHead.backward(kept.normed(), gradient, byNormed); // [chosen, embedding]
    layerNorm.backward(kept.activated(), byNormed); // [chosen, embedding]
    device.rows().activation(Activation.GELU, kept.inner(), byNormed, byNormed);
    Tensor byInput = device.take(kept.input().rows(), kept.input().columns());
    dense.backward(kept.input(), byNormed, byInput); // [chosen, hidden]
    device.scatter(kept.tokens(), byInput, hiddenGradient); // [tokens, hidden]
    device.workspace().release(mark);
  }
}
