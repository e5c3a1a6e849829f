package io.github.koelectra.train.finetune;

import java.util.List;
import java.util.Optional;

/** A row of a data set as its file has it. */
sealed interface Row {
  /** What tells it from the others of its file: a question's own id, or the number of a line. */
  String id();

  /**
   * A text or a pair of texts.
   *
   * @param line its number in the file
   * @param labels as written: one, or any number for a task of several
   */
  record Text(int line, String text, Optional<String> pair, List<String> labels) implements Row {
    @Override
    public String id() {
      return Integer.toString(line);
    }
  }

  /**
   * A sentence in words.
   *
   * @param line the number of its first line
   * @param words one or more
   * @param tags one for each word
   */
  record Words(int line, List<String> words, List<String> tags) implements Row {
    @Override
    public String id() {
      return Integer.toString(line);
    }
  }

  /**
   * A question about a text.
   *
   * @param id which names it in predictions
   * @param context what has the answer
   * @param answers one or more that are right; the first is the one that is learnt
   */
  record Question(String id, String question, String context, List<Answer> answers)
      implements Row {}

  /**
   * A right answer.
   *
   * @param begin where it begins in the context, in chars
   */
  record Answer(String text, int begin) {
    /** Behind its last char. */
    int end() {
      return begin + text.length();
    }
  }
}
