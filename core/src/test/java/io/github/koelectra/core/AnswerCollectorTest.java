package io.github.koelectra.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.koelectra.core.QuestionAnswering.Answer;
import io.github.koelectra.core.QuestionAnswering.Options;
import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tokenizer.ElectraTokenizer;
import io.github.koelectra.tokenizer.Encoding;
import io.github.koelectra.tokenizer.TokenizerOptions;
import io.github.koelectra.tokenizer.Vocabulary;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What spans of windows become as answers. */
class AnswerCollectorTest {
  private static final ElectraTokenizer TOKENIZER =
      ElectraTokenizer.of(
          Vocabulary.of(
              List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "KTX", "ktx", "서울", "##에서")),
          TokenizerOptions.CASED);

  private static final Options TOKENS =
      Options.DEFAULT.withAlignToWords(false).withMaxAnswerLength(1).withTopK(3);

  /** Logits that make single tokens the answer: their own and the classifier token's. */
  private static Tensor logits(Encoding window, double... document) {
    float[] logits = new float[2 * window.size()];
    int begin = window.size() - 1 - document.length;
    for (int i = 0; i < document.length; i++) {
      logits[2 * (begin + i)] = (float) Math.log(document[i]);
      logits[2 * (begin + i) + 1] = 0;
    }
    return Tensor.of(logits, 0, window.size(), 2);
  }

  private static List<Answer> answers(AnswerCollector collector) {
    return List.copyOf(collector.answers());
  }

  private static void check(Answer expected, Answer answer) {
    assertEquals(expected.score(), answer.score(), 1e-7);
    assertEquals(
        new Answer(expected.text(), 0, expected.begin(), expected.end(), expected.document()),
        new Answer(answer.text(), 0, answer.begin(), answer.end(), answer.document()));
  }

  @Test
  void theSameWordsInAnyCaseAreOneAnswerAtTheBestPlace() {
    String text = "KTX 서울 ktx";
    Encoding window = TOKENIZER.encode("서울", text);
    var found = new AnswerCollector(Reading.of(text, TextNormalization.NONE), 4, TOKENS);
    found.search(window, logits(window, 1, 3, 5)); // starts of 10, ends of 4 with [CLS]
    List<Answer> answers = answers(found);
    assertEquals(2, answers.size());
    check(new Answer("ktx", (5 + 1) / 40.0, 7, 10, 4), answers.get(0));
    check(new Answer("서울", 3 / 40.0, 4, 6, 4), answers.get(1));
    check(new Answer("", 1 / 40.0, 0, 0, 4), found.noAnswer());
  }

  @Test
  void windowsAddUpAndTheLeastBelievedAbsenceCounts() {
    String text = "서울";
    Encoding window = TOKENIZER.encode("KTX", text);
    var found = new AnswerCollector(Reading.of(text, TextNormalization.NONE), 0, TOKENS);
    found.search(window, logits(window, 1));
    found.search(window, logits(window, 4));
    found.search(window, logits(window, 1));
    assertEquals(1, found.answers().size());
    check(new Answer("서울", 0.25 + 0.4 + 0.25, 0, 2, 0), answers(found).getFirst());
    check(new Answer("", 0.1, 0, 0, 0), found.noAnswer());
  }

  @Test
  void wordsAreCompletedWhereWanted() {
    String text = "KTX 서울에서 KTX";
    Encoding window = TOKENIZER.encode("서울에서", text);
    for (boolean aligned : new boolean[] {true, false}) {
      var found =
          new AnswerCollector(
              Reading.of(text, TextNormalization.NONE), 0, TOKENS.withAlignToWords(aligned));
      found.search(window, logits(window, 1, 2, 5, 1)); // starts of 10, ends of 5 with [CLS]
      Answer best = answers(found).getFirst();
      check(
          aligned ? new Answer("서울에서", 7 / 50.0, 4, 8, 0) : new Answer("에서", 5 / 50.0, 6, 8, 0),
          best);
    }
  }
}
