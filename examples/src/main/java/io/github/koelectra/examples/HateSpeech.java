package io.github.koelectra.examples;

import static java.util.stream.Collectors.joining;

import io.github.koelectra.core.ScoredLabel;
import io.github.koelectra.core.TextClassification;
import java.io.IOException;
import java.util.Arrays;

/**
 * Gives comments every label that is more likely than not, with a multi-label model: {@code
 * HateSpeech MODEL "좋은 글 잘 읽었습니다"}.
 */
final class HateSpeech {
  static void main(String[] args) throws IOException {
    if (args.length < 2) {
      System.err.println("usage: HateSpeech MODEL COMMENT...");
      System.exit(2);
    }
    var options = TextClassification.Options.DEFAULT.withThreshold(0.5);
    try (var moderation = TextClassification.fromPretrained(args[0], options)) {
      for (String comment : Arrays.asList(args).subList(1, args.length)) {
        var labels = moderation.classify(comment).labels();
        String found = labels.stream().map(ScoredLabel::label).collect(joining(", "));
        System.out.println((found.isEmpty() ? "clean" : found) + ": " + comment);
      }
    }
  }
}
