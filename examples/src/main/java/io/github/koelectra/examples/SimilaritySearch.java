package io.github.koelectra.examples;

import io.github.koelectra.core.RankedText;
import io.github.koelectra.core.Similarity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Finds the lines of a file that are most like a query: {@code SimilaritySearch MODEL "환불 방법"
 * faq.txt}.
 */
final class SimilaritySearch {
  static void main(String[] args) throws IOException {
    if (args.length != 3) {
      System.err.println("usage: SimilaritySearch MODEL QUERY FILE");
      System.exit(2);
    }
    List<String> lines = Files.readAllLines(Path.of(args[2]));
    try (var similarity = Similarity.fromPretrained(args[0])) {
      for (RankedText found : similarity.rank(args[1], lines).stream().limit(3).toList()) {
        System.out.printf("%.4f %d: %s%n", found.score(), found.index() + 1, found.text());
      }
    }
  }
}
