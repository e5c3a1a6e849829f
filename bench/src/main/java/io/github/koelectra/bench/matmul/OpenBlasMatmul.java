package io.github.koelectra.bench.matmul;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.blas_set_num_threads;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemv;

import io.github.koelectra.bench.peers.MissingPeerException;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;

/** OpenBLAS as bytedeco builds it, on memory of its own so that nothing is copied. */
final class OpenBlasMatmul implements MatmulContender {
  private final Product product;
  private final FloatPointer input;
  private final FloatPointer out;
  private final List<FloatPointer> weights;

  private OpenBlasMatmul(Product product) {
    blas_set_num_threads(1);
    this.product = product;
    input = new FloatPointer(product.input());
    out = new FloatPointer((long) product.m() * product.n());
    weights = product.weights().stream().map(w -> new FloatPointer(w)).toList();
  }

  static OpenBlasMatmul open(Product product) throws MissingPeerException {
    try {
      return new OpenBlasMatmul(product);
    } catch (UnsatisfiedLinkError | NoClassDefFoundError e) {
      throw new MissingPeerException(
          "OpenBLAS takes no part: its library is missing; build with mvn -Ppeers", e);
    }
  }

  @Override
  public String name() {
    return "OpenBLAS";
  }

  @Override
  public void multiply(int copy) {
    int m = product.m();
    int n = product.n();
    int k = product.k();
    FloatPointer weight = weights.get(copy);
    if (m == 1) {
      cblas_sgemv(CblasRowMajor, CblasNoTrans, n, k, 1f, weight, k, input, 1, 0f, out, 1);
    } else {
      cblas_sgemm(
          CblasRowMajor, CblasNoTrans, CblasTrans, m, n, k, 1f, input, k, weight, k, 0f, out, n);
    }
  }

  @Override
  public float[] result() {
    float[] values = new float[product.m() * product.n()];
    out.get(values);
    return values;
  }

  @Override
  public void close() {
    input.deallocate();
    out.deallocate();
    weights.forEach(FloatPointer::deallocate);
  }
}
