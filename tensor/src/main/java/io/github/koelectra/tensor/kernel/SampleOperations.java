package io.github.koelectra.tensor.kernel;

import io.github.koelectra.tensor.Parallel;
import io.github.koelectra.tensor.SequenceLayout;
import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.Workspace;
import java.util.List;

/**
 * Small operations that together use every loop of a forward pass in which vectors are made. Small,
 * because until a loop is compiled each of its vectors is an object; each loop in one of them
 * alone, for the same reason; and no loop shorter than in a model, for the compiler looks at that.
 */
final class SampleOperations {
  /** Tiles of every number of rows are part of it. */
  private static final int TOKENS = 10;

  /** Of a single row four blocks are multiplied side by side, and then one. */
  private static final int LONG = 5 * PackedMatrix.BLOCK;

  /** As in every KoELECTRA. */
  private static final int HEAD_SIZE = 64;

  private final Kernels kernels;
  private final Workspace workspace = new Workspace();
  private final SequenceLayout layout = SequenceLayout.of(TOKENS);
  private final Tensor input = Tensor.zeros(TOKENS, PackedMatrix.BLOCK);
  private final Tensor output;
  private final Tensor row = Tensor.zeros(1, LONG);
  private final Tensor rowOutput;
  private final Tensor activated;
  private final Tensor rows = Tensor.zeros(TOKENS, LONG);
  private final Tensor queryKeyValue = Tensor.zeros(TOKENS, 3 * HEAD_SIZE);
  private final Tensor context = Tensor.zeros(TOKENS, HEAD_SIZE);
  private final float[] bias;
  private final float[] zeros = new float[LONG];
  private final PackedMatrix weight;
  private final PackedMatrix longWeight;

  private SampleOperations(KernelProvider provider) {
    kernels = Kernels.of(provider, Parallel.of(1));
    int columns = provider.panelWidth();
    output = Tensor.zeros(TOKENS, columns);
    activated = Tensor.zeros(TOKENS, columns);
    rowOutput = Tensor.zeros(1, columns);
    bias = new float[columns];
    weight = kernels.pack(columns, PackedMatrix.BLOCK, (_, _, _, _) -> {});
    longWeight = kernels.pack(columns, LONG, (_, _, _, _) -> {});
  }

  /**
   * Makes the operations for some kernels; they belong to one thread. The last one is made of the
   * loops of those before it.
   */
  static List<Runnable> of(KernelProvider provider) {
    SampleOperations sample = new SampleOperations(provider);
    return List.of(
        sample::product,
        sample::rowProduct,
        sample::gelu,
        sample::softmax,
        sample::layerNorm,
        sample::attention);
  }

  private void product() {
    kernels.linear(input, weight, bias, Activation.NONE, output, workspace);
  }

  private void rowProduct() {
    kernels.linear(row, longWeight, bias, Activation.NONE, rowOutput, workspace);
  }

  private void gelu() {
    kernels.activate(Activation.GELU, output, activated);
  }

  private void softmax() {
    kernels.softmax(output, activated, workspace);
  }

  private void layerNorm() {
    kernels.addLayerNorm(rows, rows, zeros, zeros, 1e-12f, rows);
  }

  private void attention() {
    kernels.attention(queryKeyValue, 1, layout, context, workspace);
  }
}
