package io.github.koelectra.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.koelectra.core.ReplacedTokenDetection.DetectedToken;
import io.github.koelectra.core.ReplacedTokenDetection.DetectedWord;
import io.github.koelectra.core.ReplacedTokenDetection.Detection;
import java.util.List;
import org.junit.jupiter.api.Test;

class MarkedTextTest {
  private static final String TEXT = " 나는 밥을 먹었다. ";

  private static DetectedToken token(String token, int begin, int end, double score) {
    return new DetectedToken(token, 5, begin, end, score, score > 0.5);
  }

  private static DetectedWord word(int begin, int end, double score) {
    return new DetectedWord(TEXT.substring(begin, end), begin, end, score, score > 0.5, List.of());
  }

  private static Detection detection(double... scores) {
    return new Detection(
        TEXT,
        List.of(
            token("나", 1, 2, scores[0]),
            token("##는", 2, 3, scores[1]),
            token("밥", 4, 5, scores[2]),
            token("##을", 5, 6, scores[3]),
            token("먹", 7, 8, scores[4]),
            token("##었다", 8, 10, scores[5]),
            token(".", 10, 11, scores[6])),
        List.of(
            word(1, 3, Math.max(scores[0], scores[1])),
            word(4, 6, Math.max(scores[2], scores[3])),
            word(7, 10, Math.max(scores[4], scores[5])),
            word(10, 11, scores[6])),
        false);
  }

  private static String marked(double... scores) {
    return new MarkedText(detection(scores), false).toString();
  }

  @Test
  void wholeWordsAreMarked() {
    assertEquals(TEXT, marked(0.1, 0.5, 0.2, 0, 0, 0, 0.5));
    assertEquals(" **나는** 밥을 먹었다. ", marked(0.1, 0.9, 0, 0, 0, 0, 0));
    assertEquals(" 나는 **밥을** 먹었다. ", marked(0.1, 0.2, 0.51, 0.3, 0, 0, 0));
    assertEquals(" **나는** **밥을** 먹었다**.** ", marked(1, 1, 1, 0, 0, 0, 1));
  }

  @Test
  void wordsSideBySideAreMarkedAsOne() {
    assertEquals(" 나는 밥을 **먹었다.** ", marked(0, 0, 0, 0, 0.8, 0, 0.7));
  }

  @Test
  void aTerminalShowsRed() {
    String red = new MarkedText(detection(0, 1, 0, 0, 0, 0, 0), true).toString();
    assertEquals(" \u001B[31m나는\u001B[0m 밥을 먹었다. ", red);
  }

  @Test
  void aTextThatWasCutEndsThere() {
    Detection whole = detection(0, 0, 1, 0, 0, 0, 0);
    Detection cut =
        new Detection(TEXT, whole.tokens().subList(0, 4), whole.words().subList(0, 2), true);
    assertEquals(" 나는 **밥을**", new MarkedText(cut, false).toString());
  }

  @Test
  void aTextWithoutTokensIsItself() {
    Detection none = new Detection("  ", List.of(), List.of(), false);
    assertEquals("  ", new MarkedText(none, false).toString());
  }
}
