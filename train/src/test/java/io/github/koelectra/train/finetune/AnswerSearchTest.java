package io.github.koelectra.train.finetune;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.train.finetune.Evaluation.Guess;
import io.github.koelectra.train.finetune.FinetuneTask.Lengths;
import io.github.koelectra.train.model.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AnswerSearchTest {
  private static final String CONTEXT = "가나다라마바사아자차";
  private static final Row.Question QUESTION =
      new Row.Question("a", "ㄱ", CONTEXT, List.of(new Row.Answer("가", 0)));
  private static final int[] ASKED = {1};
  private static final Lengths LENGTHS = FinetuneTask.named("korquad").settings().lengths();

  private final List<Sequence> windows = new ArrayList<>();
  private final List<float[]> starts = new ArrayList<>();
  private final List<float[]> ends = new ArrayList<>();

  /** Every char of the context is a token. */
  private static ContextTokens context() {
    int[] begins = IntStream.range(0, CONTEXT.length()).toArray();
    return new ContextTokens(begins, begins, Arrays.stream(begins).map(i -> i + 1).toArray());
  }

  /** A window whose logits are 0; the context begins behind [CLS], the question and [SEP]. */
  private void window(int from, int to) {
    Target none = new Target.Spans(new int[1], new int[1]);
    windows.add(new Sequence(0, ASKED, context().ids(), from, to, none));
    starts.add(new float[4 + to - from]);
    ends.add(new float[4 + to - from]);
  }

  private List<Guess> guesses(Lengths lengths) {
    AnswerSearch search = new AnswerSearch(QUESTION, context(), lengths, windows);
    for (int w = 0; w < windows.size(); w++) {
      Tensor logits = Tensor.zeros(starts.get(w).length, 2);
      for (int i = 0; i < starts.get(w).length; i++) {
        logits.array()[2 * i] = starts.get(w)[i];
        logits.array()[2 * i + 1] = ends.get(w)[i];
      }
      search.add(w, logits);
    }
    return search.guesses();
  }

  @Test
  void theQuestionAndSpecialTokensAreNoAnswer() {
    window(0, 10);
    Arrays.fill(starts.get(0), 0, 3, 9);
    Arrays.fill(ends.get(0), 0, 3, 9);
    starts.get(0)[13] = 9;
    ends.get(0)[13] = 9;
    starts.get(0)[3 + 2] = 3;
    ends.get(0)[3 + 4] = 3;
    assertEquals("다라마", guesses(LENGTHS).getFirst().text());
  }

  @Test
  void anEndBeforeTheBeginningOrTooFarIsNone() {
    window(0, 10);
    starts.get(0)[3 + 6] = 5;
    ends.get(0)[3 + 2] = 5;
    ends.get(0)[3 + 8] = 4;
    assertEquals("사아자", guesses(LENGTHS).getFirst().text());
    Lengths two = new Lengths(512, 128, 64, 2, 20);
    List<Guess> shorter = guesses(two);
    assertEquals("사", shorter.getFirst().text());
    assertEquals(2, shorter.stream().mapToInt(guess -> guess.text().length()).max().orElse(0));
  }

  /** Token 5 is the last of the first window, but has two neighbours in the second. */
  @Test
  void aBeginningCountsWhereItHasTheMostContext() {
    window(0, 6);
    window(3, 9);
    starts.get(0)[3 + 5] = 9;
    starts.get(1)[3 + 2] = 1;
    ends.get(1)[3 + 3] = 1;
    assertEquals("바사", guesses(LENGTHS).getFirst().text());
  }

  @Test
  void onlyTheBestBeginningsAndEndsArePaired() {
    window(0, 10);
    starts.get(0)[3 + 1] = 2;
    starts.get(0)[3 + 4] = 3;
    ends.get(0)[3 + 3] = 2;
    ends.get(0)[3 + 6] = 3;
    Lengths two = new Lengths(512, 128, 64, 30, 2);
    List<Guess> found = guesses(two);
    assertEquals(List.of("마바사", "나다라마바사"), found.stream().map(Guess::text).toList());
    assertEquals(1 / (1 + Math.exp(-1)), found.getFirst().probability(), 1e-12);
  }

  @Test
  void nothingPossibleIsNoAnswer() {
    window(0, 0);
    assertEquals(List.of(), guesses(LENGTHS));
  }
}
