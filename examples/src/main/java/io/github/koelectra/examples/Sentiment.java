package io.github.koelectra.examples;

import io.github.koelectra.core.TextClassification;
import java.io.IOException;
import java.util.List;

/** Tells how people feel about something: {@code Sentiment MODEL "이 영화 정말 재미있어요"}. */
final class Sentiment {
  static void main(String[] args) throws IOException {
    if (args.length < 2) {
      System.err.println("usage: Sentiment MODEL TEXT...");
      System.exit(2);
    }
    try (var sentiment = TextClassification.fromPretrained(args[0])) {
      for (String text : List.of(args).subList(1, args.length)) {
        var found = sentiment.classify(text);
        System.out.printf("%s %.4f %s%n", found.label(), found.score(), text);
      }
    }
  }
}
