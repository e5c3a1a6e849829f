package io.github.koelectra.tensor.kernel;

import io.github.koelectra.tensor.Parallel;
import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.Workspace;
import java.util.Arrays;

/** The backward pass of LayerNorm, chunk by chunk of rows. */
final class LayerNormGradient {
  /** Rows whose sums are one partial sum. */
  static final int CHUNK = 64;

  private final KernelProvider provider;
  private final Tensor input;
  private final float[] gamma;
  private final float epsilon;
  private final Tensor outputGradient;
  private final Tensor inputGradient;

  LayerNormGradient(
      KernelProvider provider,
      Tensor input,
      float[] gamma,
      float epsilon,
      Tensor outputGradient,
      Tensor inputGradient) {
    this.provider = provider;
    this.input = input;
    this.gamma = gamma;
    this.epsilon = epsilon;
    this.outputGradient = outputGradient;
    this.inputGradient = inputGradient;
  }

  void run(Parallel parallel, Tensor gammaGradient, Tensor betaGradient, Workspace workspace) {
    int n = input.columns();
    int chunks = Math.ceilDiv(input.rows(), CHUNK);
    int mark = workspace.mark();
    int stride = 2 * n + 2 * KernelProvider.PARTIALS; // gamma's, beta's, scratch
    Tensor sums = workspace.take(chunks, stride);
    parallel.forEach(chunks, (chunk, worker) -> rows(chunk, sums));
    for (int chunk = 1; chunk < chunks; chunk++) {
      add(2 * n, sums, chunk * stride, sums, 0);
    }
    if (chunks > 0) {
      add(n, sums, 0, gammaGradient, 0);
      add(n, sums, n, betaGradient, 0);
    }
    workspace.release(mark);
  }

  private void rows(int chunk, Tensor sums) {
    int n = input.columns();
    int at = sums.offset() + chunk * sums.columns();
    Arrays.fill(sums.array(), at, at + 2 * n, 0f);
    int end = Math.min(input.rows(), (chunk + 1) * CHUNK);
    for (int r = chunk * CHUNK; r < end; r++) {
      provider.layerNormGradient(
          n,
          input.array(),
          input.offset() + r * n,
          gamma,
          epsilon,
          outputGradient.array(),
          outputGradient.offset() + r * n,
          inputGradient.array(),
          inputGradient.offset() + r * n,
          sums.array(),
          at);
    }
  }

  /** Adds n elements of {@code from} to those of {@code to}. */
  private void add(int n, Tensor from, int begin, Tensor to, int toBegin) {
    int at = to.offset() + toBegin;
    provider.add(n, to.array(), at, from.array(), from.offset() + begin, to.array(), at);
  }
}
