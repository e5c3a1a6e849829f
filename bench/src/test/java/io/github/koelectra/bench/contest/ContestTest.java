package io.github.koelectra.bench.contest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.ScalarResult;

class ContestTest {
  @SuppressWarnings("UnusedVariable") // written so that the array is really made
  private static volatile byte[] kept;

  @Test
  void contendersTakeTurnsAndLeaveTheirScores() {
    List<String> calls = new ArrayList<>();
    Contest contest = new Contest(new Work(5, "things", () -> 7));
    contest.add(new Contender("a", () -> pause(() -> calls.add("a"))));
    contest.add(new Contender("b", () -> pause(() -> calls.add("b"))));
    calls.clear();
    contest.round();
    contest.round();
    assertEquals(List.of("a", "b", "a", "b"), calls);

    Map<String, ScalarResult> scores =
        Scoreboard.take().stream()
            .collect(Collectors.toMap(ScalarResult::getLabel, Function.identity()));
    assertEquals(5, scores.get(Contest.AMOUNT).getScore());
    assertEquals(7, scores.get(Contest.LIMIT).getScore());
    assertTrue(scores.get("a").getScore() > 0);
    assertTrue(scores.get("b" + Contest.BYTES).getScore() >= 0);
    assertTrue(Scoreboard.take().isEmpty(), "scores are taken once");
  }

  /** Longer than a turn of this test, so that a turn is one call. */
  private static void pause(Runnable then) {
    try {
      Thread.sleep(3);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    then.run();
  }

  @Test
  void allocationIsCountedPerCall() {
    Turn turn = Turn.of(new Contender("allocates", () -> kept = new byte[1 << 20]), 4, 1);
    assertTrue(turn.bytes() >= 1 << 20, turn.bytes() + " bytes");
    assertTrue(turn.bytes() < 1.5 * (1 << 20), turn.bytes() + " bytes");
  }
}
