package io.github.koelectra.train.model;

import io.github.koelectra.electra.ElectraConfig;
import io.github.koelectra.electra.Head;
import io.github.koelectra.electra.TokenBatch;
import io.github.koelectra.tensor.kernel.Activation;
import io.github.koelectra.tensor.kernel.Kernels;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Models and batches small enough for any test. */
final class ToyModels {
  static final int MASK = 4;
  static final DropoutRates DROPOUT = new DropoutRates(0.1f, 0.2f, 0.3f);

  private static final int WORDS = 40;

  private ToyModels() {}

  static ElectraConfig config(int hidden, int heads, int labels) {
    return new ElectraConfig(
        "electra",
        List.of(),
        WORDS,
        8,
        hidden,
        2,
        heads,
        3 * hidden,
        Activation.GELU,
        16,
        2,
        1e-12,
        0,
        true,
        Collections.nCopies(labels, "x"),
        Optional.empty());
  }

  static FineTuning fineTuning(
      Head head, int outputs, DropoutRates dropout, boolean recompute, Kernels kernels) {
    return new FineTuning(
        config(12, 3, outputs),
        new SeededSource("toy"),
        kernels,
        new FineTuning.Settings(head, outputs, dropout, recompute, 7));
  }

  static PretrainingModel pretraining(DropoutRates dropout, boolean recompute, Kernels kernels) {
    SeededSource source = new SeededSource("toy pair");
    return new PretrainingModel(
        config(12, 3, 2),
        source.at("discriminator"),
        config(8, 1, 2), // as wide as the embeddings: no projection
        source.at("generator"),
        kernels,
        new PretrainingModel.Settings(MASK, 1, 50, 1, dropout, recompute));
  }

  /** Sequences of 7, 16 and 3 tokens, one with a token in its midst that nobody attends to. */
  static TokenBatch tokens() {
    int[][] ids = ids();
    int[][] types = new int[ids.length][];
    int[][] mask = new int[ids.length][];
    for (int s = 0; s < ids.length; s++) {
      types[s] = new int[ids[s].length];
      mask[s] = new int[ids[s].length];
      for (int p = 0; p < ids[s].length; p++) {
        types[s][p] = p > 4 ? 1 : 0;
        mask[s][p] = s == 1 && p == 9 ? 0 : 1;
      }
    }
    return TokenBatch.padded(ids, types, mask);
  }

  private static int[][] ids() {
    SplittableRandom random = new SplittableRandom(5);
    int[][] ids = {new int[7], new int[16], new int[3]};
    for (int[] sequence : ids) {
      for (int p = 0; p < sequence.length; p++) {
        sequence[p] = p == 0 ? 2 : random.nextInt(5, WORDS);
      }
      sequence[sequence.length - 1] = 3;
    }
    return ids;
  }

  static Target target(Head head) {
    int[] labels = new int[26];
    for (int t = 0; t < labels.length; t++) {
      labels[t] = t % 3 == 0 ? -100 : t % 4;
    }
    return switch (head) {
      case TOKEN -> new Target.TokenClasses(labels);
      case QA -> new Target.Spans(new int[] {2, 20, 0}, new int[] {4, 3, -1});
      default -> new Target.Classes(new int[] {3, 0, 1});
    };
  }

  static PretrainingBatch pretrainingBatch() {
    int[][] ids = ids();
    int[][] types = {new int[7], new int[16], new int[3]};
    int[][] positions = {{2, 4}, {1, 9, 9, 12}, {1}};
    boolean[][] kept = {{false, true}, {false, false, true, false}, {false}};
    return new PretrainingBatch(ids, types, positions, kept);
  }
}
