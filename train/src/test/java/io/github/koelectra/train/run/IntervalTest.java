package io.github.koelectra.train.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.testkit.RandomCases;
import io.github.koelectra.train.run.TrainerState.Best;
import io.github.koelectra.train.run.TrainerState.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IntervalTest {
  @TempDir private Path folder;

  @Test
  void sumsAreDividedByCountsAndRanksHaveTheirArea() {
    Interval interval = new Interval();
    interval.add("precision", 3, 4);
    interval.add("recall", 0, 0);
    interval.add("precision", 1, 4);
    interval.rank("z_auc", 1f, true);
    float[] scores = {0.1f, 0.4f, 0.4f, 0.8f};
    boolean[] positive = {false, true, false, true};
    for (int i = 0; i < scores.length; i++) {
      interval.rank("auc", scores[i], positive[i]);
    }
    var told = interval.told();
    assertEquals(List.of("precision", "recall", "auc", "z_auc"), List.copyOf(told.keySet()));
    assertEquals(0.5, told.get("precision"));
    assertEquals(3.5 / 4, told.get("auc"), "equal scores count half");
    assertTrue(told.get("recall").isNaN() && told.get("z_auc").isNaN());
  }

  /** Of the last seven, also where it was saved in between. */
  @Test
  void theOldestScoresMakeRoom() {
    SplittableRandom random = RandomCases.of("the oldest scores make room");
    Interval interval = new Interval(7);
    List<Float> scores = new ArrayList<>();
    List<Boolean> positive = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      scores.add((float) random.nextInt(9));
      positive.add(random.nextBoolean());
      interval.rank("auc", scores.getLast(), positive.getLast());
      int from = Math.max(0, i - 6);
      Interval.Ranks kept = interval.ranks().get("auc");
      Interval.Ranks saved = new Interval.Ranks(kept.scores(), kept.positive());
      for (Interval.Ranks ranks : List.of(kept, saved)) {
        assertEquals(scores.subList(from, i + 1).toString(), Arrays.toString(ranks.scores()));
        assertEquals(positive.subList(from, i + 1).toString(), Arrays.toString(ranks.positive()));
      }
    }
  }

  /** More than the log keeps of an interval; all of the positive come first. */
  @Test
  void theLogIsBoundedAndAnEvaluationIsNot() {
    int most = 1 << 22;
    Interval logged = new Interval();
    for (int i = 0; i < most + 2; i++) {
      logged.rank("auc", i, i < 2);
    }
    assertEquals(most, logged.ranks().get("auc").scores().length);
    assertTrue(logged.told().get("auc").isNaN(), "no positive one is left");
    SequencedMap<String, Double> all =
        Trainer.told(
            meter -> {
              for (int i = 0; i < most + 2; i++) {
                meter.rank("auc", i, i < 2);
              }
            });
    assertEquals(0.0, all.get("auc"));
  }

  @Test
  void aStateComesBackFromItsFile() throws IOException {
    Interval interval = new Interval();
    interval.addLoss(1.0 / 3);
    interval.addGradientNorm(1e-300);
    interval.add("b", Double.NaN, 1);
    interval.add("a", 0.1, 3);
    for (Optional<Best> best : List.of(Optional.<Best>empty(), Optional.of(new Best(3, 0.7)))) {
      TrainerState state =
          new TrainerState(
              new Position(5, 10, 1L << 40), 77, 3, best, interval.means(), Map.of("seed", "7"));
      Path file = Files.writeString(folder.resolve("state.json"), state.json());
      assertEquals(state, TrainerState.read(file));
      assertEquals(state.json(), TrainerState.read(file).json());
    }
  }
}
