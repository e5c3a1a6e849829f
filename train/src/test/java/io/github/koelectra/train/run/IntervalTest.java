package io.github.koelectra.train.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.train.run.TrainerState.Best;
import io.github.koelectra.train.run.TrainerState.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
