package io.github.koelectra.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.koelectra.core.MaskedWords.Guess;
import io.github.koelectra.testkit.RandomCases;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The best tokens are those that sorting all of them brings first. */
class MaskedWordsTest {
  @Test
  void theBestAreTheFirstOfAllSorted() {
    SplittableRandom random = RandomCases.of("theBestAreTheFirstOfAllSorted");
    for (int c = 0; c < 500; c++) {
      double[] scores =
          random.doubles(1 + random.nextInt(50)).map(d -> Math.floor(d * 10) / 10).toArray();
      int topK = 1 + random.nextInt(8);
      List<Integer> targets =
          IntStream.range(0, scores.length).filter(_ -> random.nextInt(3) == 0).boxed().toList();
      List<Guess> wanted =
          IntStream.range(0, scores.length)
              .filter(i -> targets.isEmpty() || targets.contains(i))
              .mapToObj(i -> new Guess(i, scores[i]))
              .sorted(Comparator.comparingDouble(Guess::score).reversed())
              .limit(topK)
              .toList();
      assertEquals(wanted, MaskedWords.best(scores, topK, targets));
    }
  }
}
