package io.github.koelectra.cli;

import io.github.koelectra.core.KoElectra;
import io.github.koelectra.electra.TaskModel;
import io.github.koelectra.electra.Trace;
import io.github.koelectra.tokenizer.Encoding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the tokens of one text attend to.
 *
 * @param heads the heads of a layer
 * @param tokens the tokens of the text
 * @param layers per layer the probabilities [heads, tokens, tokens]
 */
record AttentionProbs(int heads, int tokens, List<float[]> layers) {
  static AttentionProbs of(KoElectra<TaskModel> koElectra, Encoding encoding) {
    Collector collector = new Collector();
    koElectra.run(encoding, collector);
    int heads = koElectra.model().config().numAttentionHeads();
    return new AttentionProbs(heads, encoding.size(), collector.layers);
  }

  /** The probabilities of one head, a row per token. */
  List<float[]> rows(int layer, int head) {
    List<float[]> rows = new ArrayList<>(tokens);
    for (int token = 0; token < tokens; token++) {
      int begin = (head * tokens + token) * tokens;
      rows.add(Arrays.copyOfRange(layers.get(layer), begin, begin + tokens));
    }
    return rows;
  }

  private static final class Collector implements Trace {
    private final List<float[]> layers = new ArrayList<>();

    @Override
    public boolean wantsAttentionProbs() {
      return true;
    }

    @Override
    public void attentionProbs(int layer, float[][] attentionProbs) {
      layers.add(attentionProbs[0].clone()); // Valid during the call only.
    }
  }
}
