package io.github.koelectra.examples;

import io.github.koelectra.core.QuestionAnswering;
import io.github.koelectra.core.QuestionAnswering.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Answers a question from documents: {@code Answers MODEL "연차는 며칠인가요?" 취업규칙.txt}. */
final class Answers {
  static void main(String[] args) throws IOException {
    if (args.length < 3) {
      System.err.println("usage: Answers MODEL QUESTION FILE...");
      System.exit(2);
    }
    List<String> documents = new ArrayList<>();
    for (String file : List.of(args).subList(2, args.length)) {
      documents.add(Files.readString(Path.of(file)));
    }
    var options = QuestionAnswering.Options.DEFAULT.withTopK(3);
    try (var reader = QuestionAnswering.fromPretrained(args[0], options)) {
      for (Answer answer : reader.answer(args[1], documents).answers()) {
        System.out.printf(
            "%.4f %s (%s)%n", answer.score(), answer.text(), args[2 + answer.document()]);
      }
    }
  }
}
