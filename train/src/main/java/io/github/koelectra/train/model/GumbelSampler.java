package io.github.koelectra.train.model;

import io.github.koelectra.tensor.Parallel;
import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.kernel.Dropout;

/**
 * Draws from the softmax of {@code logits / temperature} as ELECTRA's generator does: the largest
 * of the logits plus Gumbel noise, {@code -log(-log(u + 1e-9) + 1e-9)}. Element (row, word) has the
 * uniform variable u of the place {@code row * vocabulary + word}, by counting as dropout's.
 *
 * <p>Few logarithms are needed: noise grows with u, so a word can only win whose u is above what it
 * would take the likeliest word to win.
 */
record GumbelSampler(Parallel parallel, double temperature, int key) implements Sampler {
  private static final double TINY = 1e-9;
  private static final double DRAWS = 1 << 24;

  /** How much lower a draw is looked at: far more than logarithms are off. */
  private static final int MARGIN = 4;

  @Override
  public int[] sample(Tensor logits) {
    int[] sampled = new int[logits.rows()];
    parallel.forEach(sampled.length, (row, worker) -> sampled[row] = sample(logits, row));
    return sampled;
  }

  private int sample(Tensor logits, int row) {
    int words = logits.columns();
    int begin = logits.offset() + row * words;
    float[] x = logits.array();
    int likeliest = Losses.largest(logits, row);
    double highest = x[begin + likeliest] / temperature;
    int best = likeliest;
    double score = highest + noise(Dropout.draw(key, row * words + likeliest));
    int least = least(score - highest);
    for (int word = 0; word < words; word++) {
      int draw = Dropout.draw(key, row * words + word);
      if (draw < least) {
        continue;
      }
      double other = x[begin + word] / temperature + noise(draw);
      if (other > score || (other == score && word < best)) {
        best = word;
        score = other;
        least = least(score - highest);
      }
    }
    return best;
  }

  /** The Gumbel noise of a draw. */
  static double noise(int draw) {
    return -StrictMath.log(-StrictMath.log(draw / DRAWS + TINY) + TINY);
  }

  /** A draw below which noise is less than {@code noise}. */
  private static int least(double noise) {
    double uniform = StrictMath.exp(-(StrictMath.exp(-noise) - TINY)) - TINY;
    return (int) (uniform * DRAWS) - MARGIN;
  }
}
