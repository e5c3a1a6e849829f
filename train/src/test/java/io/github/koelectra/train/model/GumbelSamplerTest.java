package io.github.koelectra.train.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.koelectra.tensor.Parallel;
import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.kernel.Dropout;
import io.github.koelectra.testkit.RandomCases;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GumbelSamplerTest {
  @Test
  void drawsWhatComputingEveryNoiseWouldDraw() {
    SplittableRandom random = RandomCases.of("Gumbel sampling");
    for (int c = 0; c < 50; c++) {
      int words = random.nextInt(1, 3000);
      double spread = random.nextDouble(0, 12);
      Tensor logits = Tensor.zeros(3, words);
      for (int i = 0; i < logits.size(); i++) {
        logits.array()[i] = (float) (spread * random.nextDouble(-1, 1));
      }
      double temperature = random.nextDouble(0.3, 2);
      int key = random.nextInt();
      int[] sampled = new GumbelSampler(Parallel.shared(), temperature, key).sample(logits);
      assertArrayEquals(plain(logits, temperature, key), sampled);
    }
  }

  private static int[] plain(Tensor logits, double temperature, int key) {
    int[] sampled = new int[logits.rows()];
    for (int row = 0; row < sampled.length; row++) {
      double best = Double.NEGATIVE_INFINITY;
      for (int word = 0; word < logits.columns(); word++) {
        double u = Dropout.draw(key, row * logits.columns() + word) / (double) (1 << 24);
        double noise = -StrictMath.log(-StrictMath.log(u + 1e-9) + 1e-9);
        double score = logits.get(row, word) / temperature + noise;
        if (score > best) {
          best = score;
          sampled[row] = word;
        }
      }
    }
    return sampled;
  }

  @Test
  void drawsFromTheSoftmax() {
    int rows = 20_000;
    Tensor logits = Tensor.zeros(rows, 4);
    double[] shares = {0.1, 0.2, 0.3, 0.4};
    for (int i = 0; i < logits.size(); i++) {
      logits.array()[i] = (float) Math.log(shares[i % 4]);
    }
    int[] sampled = new GumbelSampler(Parallel.shared(), 1, 123).sample(logits);
    for (int word = 0; word < 4; word++) {
      int wanted = word;
      double share = Arrays.stream(sampled).filter(id -> id == wanted).count() / (double) rows;
      assertEquals(shares[word], share, 0.015);
    }
  }
}
