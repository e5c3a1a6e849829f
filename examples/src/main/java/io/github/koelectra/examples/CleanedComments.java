package io.github.koelectra.examples;

import io.github.koelectra.core.InputOptions;
import io.github.koelectra.core.LongInput;
import io.github.koelectra.core.TextClassification;
import io.github.koelectra.core.TextNormalization;
import java.io.IOException;
import java.util.List;

/**
 * Classifies comments read without emoji, long laughter and taken apart Hangul: {@code
 * CleanedComments MODEL "정말 최고다ㅋㅋㅋㅋㅋㅋ😀😀"}.
 */
final class CleanedComments {
  static void main(String[] args) throws IOException {
    if (args.length < 2) {
      System.err.println("usage: CleanedComments MODEL COMMENT...");
      System.exit(2);
    }
    var cleaning = TextNormalization.NFC.andThen(TextNormalization.COMMENTS);
    var inputs = InputOptions.of(LongInput.TRUNCATE).withNormalization(cleaning);
    var options = TextClassification.Options.DEFAULT.withInputs(inputs);
    try (var sentiment = TextClassification.fromPretrained(args[0], options)) {
      for (String comment : List.of(args).subList(1, args.length)) {
        System.out.println(sentiment.classify(comment).label() + " " + cleaning.apply(comment));
      }
    }
  }
}
