package io.github.koelectra.tensor.kernel;

import io.github.koelectra.tensor.Parallel;
import io.github.koelectra.tensor.SequenceLayout;
import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.Workspace;

/** A layer of a small model, run in turns by two rooms until the first is faster. */
final class Rehearsal {
  /** Tiles of every number of rows are part of it. */
  private static final int TOKENS = 25;

  private static final int HIDDEN = 128;
  private static final int HEADS = 2;
  private static final int WINS = 3;

  /** How often the candidate runs, which is to be compiled, for each time it is compared. */
  private static final int ROUNDS = 4;

  private final Run candidate;
  private final Run present;
  private final long longest;

  /** Two rooms and how many nanoseconds it may take. */
  Rehearsal(KernelProvider candidate, KernelProvider present, long longest) {
    this.candidate = new Run(candidate);
    this.present = new Run(present);
    this.longest = longest;
  }

  /** Whether the candidate became faster, a few turns running, in time. */
  boolean untilFaster() {
    long begin = System.nanoTime();
    int wins = 0;
    while (wins < WINS && System.nanoTime() - begin < longest) {
      for (int i = 1; i < ROUNDS; i++) {
        candidate.nanos();
      }
      wins = candidate.nanos() < present.nanos() ? wins + 1 : 0;
    }
    return wins == WINS;
  }

  private static final class Run {
    private final Kernels kernels;
    private final Workspace workspace = new Workspace();
    private final SequenceLayout layout = SequenceLayout.of(TOKENS);
    private final Tensor hidden = Tensor.zeros(TOKENS, HIDDEN);
    private final Tensor context = Tensor.zeros(TOKENS, HIDDEN);
    private final Tensor wide = Tensor.zeros(TOKENS, 3 * HIDDEN);
    private final Tensor row = Tensor.zeros(1, HIDDEN);
    private final Tensor wideRow = Tensor.zeros(1, 3 * HIDDEN);
    private final float[] norm = new float[HIDDEN];
    private final float[] bias = new float[3 * HIDDEN];
    private final PackedMatrix up;
    private final PackedMatrix down;

    Run(KernelProvider provider) {
      kernels = Kernels.of(provider, Parallel.of(1));
      up = kernels.pack(3 * HIDDEN, HIDDEN, (_, _, _, _) -> {});
      down = kernels.pack(HIDDEN, 3 * HIDDEN, (_, _, _, _) -> {});
    }

    long nanos() {
      long begin = System.nanoTime();
      kernels.linear(hidden, up, bias, Activation.NONE, wide, workspace);
      kernels.attention(wide, HEADS, layout, context, workspace);
      kernels.addLayerNorm(context, hidden, norm, norm, 1e-12f, hidden);
      kernels.linear(hidden, up, bias, Activation.GELU, wide, workspace);
      kernels.linear(wide, down, norm, Activation.NONE, context, workspace);
      kernels.linear(row, up, bias, Activation.GELU, wideRow, workspace);
      return System.nanoTime() - begin;
    }
  }
}
