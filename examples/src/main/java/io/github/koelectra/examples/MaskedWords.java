package io.github.koelectra.examples;

import io.github.koelectra.core.FillMask;
import io.github.koelectra.core.FillMask.Prediction;
import java.io.IOException;
import java.util.List;

/** Guesses masked words, with a generator: {@code MaskedWords MODEL "오늘 [MASK]가 정말 좋다."}. */
final class MaskedWords {
  static void main(String[] args) throws IOException {
    if (args.length != 2) {
      System.err.println("usage: MaskedWords GENERATOR TEXT");
      System.exit(2);
    }
    try (var generator = FillMask.fromPretrained(args[0])) {
      for (List<Prediction> guesses : generator.fill(args[1]).masks()) {
        for (Prediction guess : guesses) {
          System.out.printf("%.4f %s%n", guess.score(), guess.sequence());
        }
      }
    }
  }
}
