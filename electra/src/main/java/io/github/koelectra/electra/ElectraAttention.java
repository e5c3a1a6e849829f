package io.github.koelectra.electra;

import io.github.koelectra.tensor.SequenceLayout;
import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.Workspace;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.tensor.nn.LayerNorm;
import io.github.koelectra.tensor.nn.Linear;
import io.github.koelectra.tensor.nn.ParameterSource;
import java.util.List;

/** Self-attention with its output projection and residual connection. */
final class ElectraAttention {
  private final Kernels kernels;
  private final int heads;
  private final Linear queryKeyValue;
  private final Linear dense;
  private final LayerNorm layerNorm;

  ElectraAttention(ElectraConfig config, ParameterSource source, Kernels kernels) {
    int hidden = config.hiddenSize();
    ParameterSource self = source.at("self");
    this.kernels = kernels;
    this.heads = config.numAttentionHeads();
    this.queryKeyValue =
        Linear.sideBySide(
            List.of(self.at("query"), self.at("key"), self.at("value")), hidden, hidden, kernels);
    ParameterSource output = source.at("output");
    this.dense = Linear.of(output.at("dense"), hidden, hidden, kernels);
    this.layerNorm = LayerNorm.of(output.at("LayerNorm"), hidden, config.layerNormEps(), kernels);
  }

  /** Replaces the hidden states by those after attention. */
  void forward(
      int layer, Tensor hiddenStates, SequenceLayout layout, Trace trace, Workspace workspace) {
    int tokens = hiddenStates.rows();
    int hidden = hiddenStates.columns();
    int mark = workspace.mark();
    Tensor queryKeyValueLayer = workspace.take(tokens, 3 * hidden);
    queryKeyValue.forward(hiddenStates, queryKeyValueLayer, workspace); // [tokens, 3 * hidden]
    Tensor contextLayer = workspace.take(tokens, hidden);
    if (trace.wantsAttentionProbs()) {
      float[][] attentionProbs = room(layout);
      kernels.attention(queryKeyValueLayer, heads, layout, contextLayer, workspace, attentionProbs);
      trace.attentionProbs(layer, attentionProbs);
    } else {
      kernels.attention(queryKeyValueLayer, heads, layout, contextLayer, workspace);
    }
    Tensor attentionOutput = queryKeyValueLayer.reshape(tokens, hidden);
    dense.forward(contextLayer, attentionOutput, workspace); // [tokens, hidden]
    layerNorm.forward(attentionOutput, hiddenStates, hiddenStates);
    workspace.release(mark);
  }

  /**
   * The hidden states after attention of the first token of each sequence alone.
   *
   * @param first [sequences, hidden]: those tokens before attention, replaced by those after
   */
  void forwardFirst(Tensor hiddenStates, SequenceLayout layout, Tensor first, Workspace workspace) {
    int mark = workspace.mark();
    Tensor queryKeyValueLayer = workspace.take(hiddenStates.rows(), 3 * hiddenStates.columns());
    queryKeyValue.forward(hiddenStates, queryKeyValueLayer, workspace); // [tokens, 3 * hidden]
    Tensor contextLayer = workspace.take(first.rows(), first.columns());
    kernels.attentionOfFirst(queryKeyValueLayer, heads, layout, contextLayer, workspace);
    Tensor attentionOutput = workspace.take(first.rows(), first.columns());
    dense.forward(contextLayer, attentionOutput, workspace); // [sequences, hidden]
    layerNorm.forward(attentionOutput, first, first);
    workspace.release(mark);
  }

  private float[][] room(SequenceLayout layout) {
    float[][] room = new float[layout.sequences()][];
    for (int s = 0; s < room.length; s++) {
      room[s] = new float[heads * layout.length(s) * layout.length(s)];
    }
    return room;
  }
}
