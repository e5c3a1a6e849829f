package consumer;

import io.github.koelectra.core.ReplacedTokenDetection;
import io.github.koelectra.core.TextClassification;

/** What a user writes to try it, with no model of their own. */
public final class Nano {
  private Nano() {}

  /** Prints a label, and how many tokens another text has. */
  public static void main(String[] args) throws Exception {
    try (TextClassification sentiment =
        TextClassification.fromPretrained("koelectra-nano-sentiment")) {
      System.out.println(sentiment.classify("이 영화 정말 재미있어요").label());
    }
    try (ReplacedTokenDetection detection =
        ReplacedTokenDetection.fromPretrained("koelectra-nano")) {
      System.out.println(detection.detect("나는 어제 영화를 마셨다").tokens().size() + " tokens");
    }
  }
}
