package io.github.koelectra.examples;

import io.github.koelectra.core.ScoredLabel;
import io.github.koelectra.core.ZeroShotClassification;
import java.io.IOException;
import java.util.List;

/**
 * Sorts a text into topics that no model was trained for, with a model of inference: {@code Topics
 * MODEL "결승골이 터졌다" 스포츠 정치 경제}.
 */
final class Topics {
  static void main(String[] args) throws IOException {
    if (args.length < 3) {
      System.err.println("usage: Topics MODEL TEXT TOPIC...");
      System.exit(2);
    }
    try (var topics = ZeroShotClassification.fromPretrained(args[0])) {
      var found = topics.classify(args[1], List.of(args).subList(2, args.length));
      for (ScoredLabel topic : found.labels()) {
        System.out.printf("%s %.4f%n", topic.label(), topic.score());
      }
    }
  }
}
