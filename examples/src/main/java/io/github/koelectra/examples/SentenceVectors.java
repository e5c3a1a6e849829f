package io.github.koelectra.examples;

import io.github.koelectra.core.SentenceEmbedding;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Makes a vector of each line of standard input, however many: {@code SentenceVectors MODEL <
 * lines.txt}.
 */
final class SentenceVectors {
  static void main(String[] args) throws IOException {
    if (args.length != 1) {
      System.err.println("usage: SentenceVectors MODEL < LINES");
      System.exit(2);
    }
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (var embedding = SentenceEmbedding.fromPretrained(args[0])) {
      embedding.embed(in.lines()).forEach(e -> System.out.println(Arrays.toString(e.vector())));
    }
  }
}
