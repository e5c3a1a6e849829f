package io.github.koelectra.examples;

import io.github.koelectra.core.TokenClassification;
import io.github.koelectra.core.TokenClassification.Entity;
import java.io.IOException;

/** Finds names in a text: {@code NamedEntities MODEL "이순신은 전라도 여수에서 배를 만들었다."}. */
final class NamedEntities {
  static void main(String[] args) throws IOException {
    if (args.length != 2) {
      System.err.println("usage: NamedEntities MODEL TEXT");
      System.exit(2);
    }
    try (var ner = TokenClassification.fromPretrained(args[0])) {
      for (Entity entity : ner.recognize(args[1]).entities()) {
        System.out.printf(
            "%s %s %d..%d %.4f%n",
            entity.label(), entity.word(), entity.begin(), entity.end(), entity.score());
      }
    }
  }
}
