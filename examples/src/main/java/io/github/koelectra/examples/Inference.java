package io.github.koelectra.examples;

import io.github.koelectra.core.ScoredLabel;
import io.github.koelectra.core.TextClassification;
import java.io.IOException;

/**
 * Tells what a sentence says about another, with a model of inference or paraphrase: {@code
 * Inference MODEL "회의는 세 시에 시작합니다." "회의는 오후에 있습니다."}.
 */
final class Inference {
  static void main(String[] args) throws IOException {
    if (args.length != 3) {
      System.err.println("usage: Inference MODEL PREMISE HYPOTHESIS");
      System.exit(2);
    }
    try (var inference = TextClassification.fromPretrained(args[0])) {
      for (ScoredLabel label : inference.classify(args[1], args[2]).labels()) {
        System.out.printf("%s %.4f%n", label.label(), label.score());
      }
    }
  }
}
