package io.github.koelectra.examples;

import io.github.koelectra.core.ReplacedTokenDetection;
import io.github.koelectra.core.ReplacedTokenDetection.DetectedWord;
import io.github.koelectra.core.ReplacedTokenDetection.Suggestion;
import java.io.IOException;

/**
 * Finds words that do not belong into a text, and says what might stand there: {@code ReplacedWords
 * DISCRIMINATOR GENERATOR "나는 어제 밥을 마셨다."}.
 */
final class ReplacedWords {
  static void main(String[] args) throws IOException {
    if (args.length != 3) {
      System.err.println("usage: ReplacedWords DISCRIMINATOR GENERATOR TEXT");
      System.exit(2);
    }
    try (var detection = ReplacedTokenDetection.fromPretrained(args[0], args[1])) {
      for (DetectedWord word : detection.detect(args[2]).words()) {
        if (word.replaced()) {
          var better = word.suggestions().stream().map(Suggestion::word).toList();
          System.out.printf("%s %.4f %s%n", word.text(), word.score(), better);
        }
      }
    }
  }
}
