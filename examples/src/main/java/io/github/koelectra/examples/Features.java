package io.github.koelectra.examples;

import io.github.koelectra.core.FeatureExtraction;
import io.github.koelectra.tensor.Tensor;
import java.io.IOException;

/** Shows the hidden states of a text's tokens: {@code Features MODEL "한국어 문장을 읽습니다."}. */
final class Features {
  static void main(String[] args) throws IOException {
    if (args.length != 2) {
      System.err.println("usage: Features MODEL TEXT");
      System.exit(2);
    }
    try (var extraction = FeatureExtraction.fromPretrained(args[0])) {
      var features = extraction.extract(args[1]);
      Tensor hiddenStates = features.hiddenStates(); // [tokens, hidden]
      for (int t = 0; t < hiddenStates.rows(); t++) {
        float first = hiddenStates.get(t, 0);
        System.out.printf(
            "%s %.4f ... (%d)%n", features.tokens().get(t), first, hiddenStates.columns());
      }
    }
  }
}
