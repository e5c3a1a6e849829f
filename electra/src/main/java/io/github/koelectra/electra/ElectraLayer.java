package io.github.koelectra.electra;

import io.github.koelectra.tensor.SequenceLayout;
import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.Workspace;
import io.github.koelectra.tensor.kernel.Activation;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.tensor.nn.LayerNorm;
import io.github.koelectra.tensor.nn.Linear;
import io.github.koelectra.tensor.nn.ParameterSource;

/** A layer of the encoder: attention, then a feed-forward network, each with its residual. */
final class ElectraLayer {
  /**
   * So many tokens go through the feed-forward network at a time: what is between its two products
   * is four times as wide as the hidden states, and of more tokens it does not stay in cache.
   */
  static final int TOKENS_AT_ONCE = 384;

  private final ElectraAttention attention;
  private final Linear intermediate;
  private final Activation intermediateAct;
  private final Linear output;
  private final LayerNorm outputLayerNorm;

  ElectraLayer(ElectraConfig config, ParameterSource source, Kernels kernels) {
    int hidden = config.hiddenSize();
    int inner = config.intermediateSize();
    attention = new ElectraAttention(config, source.at("attention"), kernels);
    intermediate = Linear.of(source.at("intermediate.dense"), inner, hidden, kernels);
    intermediateAct = config.hiddenAct();
    output = Linear.of(source.at("output.dense"), hidden, inner, kernels);
    outputLayerNorm =
        LayerNorm.of(source.at("output.LayerNorm"), hidden, config.layerNormEps(), kernels);
  }

  /** Replaces the hidden states by those after this layer. */
  void forward(
      int layer, Tensor hiddenStates, SequenceLayout layout, Trace trace, Workspace workspace) {
    attention.forward(layer, hiddenStates, layout, trace, workspace); // [tokens, hidden]
    feedForward(hiddenStates, workspace);
  }

  /** The same for the first token of each sequence alone, in {@code first} [sequences, hidden]. */
  void forwardFirst(Tensor hiddenStates, SequenceLayout layout, Tensor first, Workspace workspace) {
    attention.forwardFirst(hiddenStates, layout, first, workspace);
    feedForward(first, workspace);
  }

  private void feedForward(Tensor hiddenStates, Workspace workspace) {
    int tokens = hiddenStates.rows();
    if (tokens <= TOKENS_AT_ONCE) {
      feedForwardAtOnce(hiddenStates, workspace);
      return;
    }
    int parts = Math.ceilDiv(tokens, TOKENS_AT_ONCE);
    int each = Math.ceilDiv(tokens, parts);
    for (int begin = 0; begin < tokens; begin += each) {
      feedForwardAtOnce(hiddenStates.rows(begin, Math.min(tokens, begin + each)), workspace);
    }
  }

  private void feedForwardAtOnce(Tensor hiddenStates, Workspace workspace) {
    int mark = workspace.mark();
    Tensor intermediateOutput = workspace.take(hiddenStates.rows(), intermediate.outputs());
    intermediate.forward(hiddenStates, intermediateAct, intermediateOutput, workspace);
    Tensor layerOutput = workspace.take(hiddenStates.rows(), hiddenStates.columns());
    output.forward(intermediateOutput, layerOutput, workspace); // [tokens, hidden]
    outputLayerNorm.forward(layerOutput, hiddenStates, hiddenStates);
    workspace.release(mark);
  }
}
