package io.github.koelectra.bench.room;

import io.github.koelectra.bench.contest.Work;
import io.github.koelectra.tensor.SequenceLayout;
import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.Workspace;
import io.github.koelectra.tensor.kernel.Activation;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.testkit.SeededWeights;
import java.util.Arrays;

/** What a layer of Base does besides products with weights, on a text of 128 or 512 tokens. */
public enum Operation {
  /** GELU of the intermediate layer, 128 tokens. */
  GELU(128, 3072),
  /** LayerNorm with the residual, 128 tokens. */
  LAYER_NORM(128, 768),
  /** The softmax of 12 heads' scores, 128 tokens. */
  SOFTMAX(12 * 128, 128),
  /** Attention of 12 heads, one text of 128 tokens. */
  ATTENTION_128(128, 768),
  /** Attention of 12 heads, one text of 512 tokens. */
  ATTENTION_512(512, 768);

  private static final int HEADS = 12;
  private static final float EPSILON = 1e-12f;

  private final int rows;
  private final int columns;

  Operation(int rows, int columns) {
    this.rows = rows;
    this.columns = columns;
  }

  int rows() {
    return rows;
  }

  int columns() {
    return columns;
  }

  private boolean isAttention() {
    return this == ATTENTION_128 || this == ATTENTION_512;
  }

  /** Elements of the result; for attention the operations of its two products. */
  Work work() {
    return isAttention()
        ? Work.flops(4.0 * rows * rows * columns, 1)
        : Work.things((double) rows * columns, "G elements/s");
  }

  /** The numbers it works on. */
  float[] input() {
    return SeededWeights.tensor("bench", "input", rows, isAttention() ? 3L * columns : columns);
  }

  /** One room at work: {@link #run} computes {@link #out}. */
  final class Bench {
    private final Kernels kernels;
    private final Workspace workspace = new Workspace();
    private final float[] input = input();
    private final Tensor in;
    private final Tensor out = Tensor.zeros(rows, columns);
    private final float[] gamma = new float[columns];
    private final float[] beta = new float[columns];
    private final SequenceLayout layout = SequenceLayout.of(rows);

    Bench(Kernels kernels) {
      this.kernels = kernels;
      in = Tensor.of(input, 0, rows, input.length / rows);
      Arrays.fill(gamma, 1f);
    }

    void run() {
      switch (Operation.this) {
        case GELU -> kernels.activate(Activation.GELU, in, out);
        case LAYER_NORM -> kernels.addLayerNorm(in, in, gamma, beta, EPSILON, out);
        case SOFTMAX -> kernels.softmax(in, out, workspace);
        case ATTENTION_128, ATTENTION_512 -> kernels.attention(in, HEADS, layout, out, workspace);
      }
      workspace.release(0);
    }

    float[] result() {
      run();
      return out.toArray();
    }
  }
}
