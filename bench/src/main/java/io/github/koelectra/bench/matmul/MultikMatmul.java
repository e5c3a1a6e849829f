package io.github.koelectra.bench.matmul;

import io.github.koelectra.bench.peers.MissingPeerException;
import java.util.List;
import org.jetbrains.kotlinx.multik.api.linalg.LinAlgEx;
import org.jetbrains.kotlinx.multik.ndarray.data.D2;
import org.jetbrains.kotlinx.multik.ndarray.data.MemoryViewFloatArray;
import org.jetbrains.kotlinx.multik.ndarray.data.NDArray;
import org.jetbrains.kotlinx.multik.openblas.JvmNativeEngine;

/** Multik's product by the OpenBLAS it brings; it returns a new matrix. */
final class MultikMatmul implements MatmulContender {
  private static final String THREADS = "OPENBLAS_NUM_THREADS";

  private final LinAlgEx linAlg = new JvmNativeEngine().getLinAlg().getLinAlgEx();
  private final NDArray<Float, D2> input;
  private final List<NDArray<Float, D2>> weights;
  private NDArray<Float, D2> out;

  MultikMatmul(Product product) {
    input = matrix(product.input(), product.m(), product.k(), product.k(), 1);
    weights =
        product.weights().stream()
            .map(w -> matrix(w, product.k(), product.n(), 1, product.k()))
            .toList();
    out = input;
  }

  /** Multik cannot be told a number of threads but by the environment. */
  static MultikMatmul open(Product product) throws MissingPeerException {
    boolean one = Runtime.getRuntime().availableProcessors() == 1;
    if (!one && !"1".equals(System.getenv(THREADS))) {
      throw new MissingPeerException(
          "multik takes no part: without " + THREADS + "=1 in the environment it uses all threads");
    }
    try {
      return new MultikMatmul(product);
    } catch (UnsatisfiedLinkError e) {
      throw new MissingPeerException("multik takes no part: it has no library for this system", e);
    }
  }

  private static NDArray<Float, D2> matrix(
      float[] values, int rows, int columns, int rowStride, int columnStride) {
    return new NDArray<>(
        new MemoryViewFloatArray(values),
        0,
        new int[] {rows, columns},
        new int[] {rowStride, columnStride},
        D2.Companion,
        null);
  }

  @Override
  public String name() {
    return "multik";
  }

  @Override
  public void multiply(int copy) {
    out = linAlg.dotMM(input, weights.get(copy));
  }

  @Override
  public float[] result() {
    return out.getData().getFloatArray();
  }
}
