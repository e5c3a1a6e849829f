package io.github.koelectra.bench.matmul;

import dev.ludovic.netlib.blas.JavaBLAS;

/** The Vector API's BLAS of netlib, which counts columns first. */
final class VectorBlasMatmul implements MatmulContender {
  private final JavaBLAS blas = JavaBLAS.getInstance();
  private final Product product;
  private final float[] out;

  VectorBlasMatmul(Product product) {
    this.product = product;
    out = new float[product.m() * product.n()];
  }

  @Override
  public String name() {
    return blas.getClass().getSimpleName();
  }

  @Override
  public void multiply(int copy) {
    int m = product.m();
    int n = product.n();
    int k = product.k();
    float[] weight = product.weights().get(copy);
    if (m == 1) {
      blas.sgemv("T", k, n, 1f, weight, k, product.input(), 1, 0f, out, 1);
    } else {
      blas.sgemm("T", "N", n, m, k, 1f, weight, k, product.input(), k, 0f, out, n);
    }
  }

  @Override
  public float[] result() {
    return out;
  }
}
