package io.github.koelectra.bench.matmul;

import java.util.List;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;

/** EJML's dense product, the weights turned beforehand, for so it is quickest. */
final class EjmlMatmul implements MatmulContender {
  private final FMatrixRMaj input;
  private final FMatrixRMaj out;
  private final List<FMatrixRMaj> weights;

  EjmlMatmul(Product product) {
    input = FMatrixRMaj.wrap(product.m(), product.k(), product.input());
    out = new FMatrixRMaj(product.m(), product.n());
    weights = product.weights().stream().map(w -> transposed(w, product.n(), product.k())).toList();
  }

  private static FMatrixRMaj transposed(float[] weight, int n, int k) {
    return CommonOps_FDRM.transpose(FMatrixRMaj.wrap(n, k, weight), new FMatrixRMaj(k, n));
  }

  @Override
  public String name() {
    return "EJML";
  }

  @Override
  public void multiply(int copy) {
    CommonOps_FDRM.mult(input, weights.get(copy), out);
  }

  @Override
  public float[] result() {
    return out.getData();
  }
}
