package io.github.koelectra.cli.html;

import java.util.List;

/**
 * A question with its answers in documents.
 *
 * @param question the question
 * @param documents where the answers were looked for
 * @param answers the best first; they may lie one over another
 */
public record QaView(String question, List<Document> documents, List<Answer> answers) {
  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if an answer is outside its document
   */
  public QaView {
    documents = List.copyOf(documents);
    answers = List.copyOf(answers);
    for (Answer answer : answers) {
      if (answer.document() < 0 || answer.document() >= documents.size()) {
        throw new IllegalArgumentException("there is no document " + answer.document());
      }
      Stretches.check(documents.get(answer.document()).text(), 0, answer.begin(), answer.end());
    }
  }

  /**
   * A document.
   *
   * @param name what it is called, the name of its file for example
   * @param text its text
   */
  public record Document(String name, String text) {}

  /**
   * An answer; that there is none is said by one that ends where it begins.
   *
   * @param document the index of its document
   * @param begin where it begins in the document, in chars
   * @param end where it ends
   * @param score its probability
   */
  public record Answer(int document, int begin, int end, double score) {
    boolean isNone() {
      return begin == end;
    }
  }
}
