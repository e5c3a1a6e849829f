package io.github.koelectra.bench.matmul;

import io.github.koelectra.tensor.Parallel;
import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.Workspace;
import io.github.koelectra.tensor.kernel.Activation;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.tensor.kernel.PackedMatrix;
import io.github.koelectra.tensor.kernel.Room;
import java.util.List;

/** Our linear layer with packed weights; unlike the others it also adds a bias. */
final class OurMatmul implements MatmulContender {
  private final Kernels kernels = Kernels.of(Room.fastest(), Parallel.of(1));
  private final Workspace workspace = new Workspace();
  private final Tensor input;
  private final Tensor out;
  private final List<PackedMatrix> weights;
  private final float[] bias;

  OurMatmul(Product product) {
    input = Tensor.of(product.input(), 0, product.m(), product.k());
    out = Tensor.zeros(product.m(), product.n());
    bias = new float[product.n()];
    weights = product.weights().stream().map(w -> pack(product, w)).toList();
  }

  private PackedMatrix pack(Product product, float[] weight) {
    return kernels.pack(
        product.n(),
        product.k(),
        (first, to, at, length) -> System.arraycopy(weight, (int) first, to, at, length));
  }

  @Override
  public String name() {
    return "koelectra";
  }

  @Override
  public void multiply(int copy) {
    kernels.linear(input, weights.get(copy), bias, Activation.NONE, out, workspace);
    workspace.release(0);
  }

  @Override
  public float[] result() {
    return out.toArray();
  }
}
