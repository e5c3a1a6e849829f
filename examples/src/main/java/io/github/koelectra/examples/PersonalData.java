package io.github.koelectra.examples;

import io.github.koelectra.core.Redaction;
import io.github.koelectra.core.TokenClassification;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/**
 * Replaces personal data by marks: {@code PersonalData MODEL PER,LOC "이순신 고객님은 여수에 사십니다."} prints
 * {@code [PER] 고객님은 [LOC]에 사십니다.}
 */
final class PersonalData {
  static void main(String[] args) throws IOException {
    if (args.length < 3) {
      System.err.println("usage: PersonalData MODEL TYPE,... TEXT...");
      System.exit(2);
    }
    Redaction marks = Redaction.mark().only(args[1].split(","));
    try (var ner = TokenClassification.fromPretrained(args[0])) {
      Stream<String> texts = List.of(args).stream().skip(2);
      ner.redact(texts, marks).forEach(redacted -> System.out.println(redacted.text()));
    }
  }
}
