package io.github.koelectra.tensor.kernel;

/**
 * A room: the few loops everything is made of, over ranges the door has checked. All rooms follow
 * one arithmetic and give the same bits:
 *
 * <ul>
 *   <li>a product's element is a chain of fused multiply-adds in ascending k from +0, per block of
 *       {@link PackedMatrix#BLOCK} steps; the blocks' results are added in ascending order;
 *   <li>a sum over a row runs over {@link #PARTIALS} interleaved partial sums, element i into
 *       partial i mod 16, each from +0; then partial i + 8 is added to i, i + 4 to i, i + 2 to i, i
 *       + 1 to i;
 *   <li>exponential, error function and tanh are the polynomials of {@link Polynomials}.
 * </ul>
 *
 * <p>Rooms have no state and are safe to share between threads.
 */
public interface KernelProvider {
  /** The number of interleaved partial results of a reduction over a row. */
  int PARTIALS = 16;

  /** How many bits a vector of this room has; 0 in the scalar room. */
  int vectorBits();

  /** How many output columns a panel of a {@link PackedMatrix} holds. */
  int panelWidth();

  /**
   * A product with one panel: {@code c[i][j] = sum over p of a[i][p] * b[p][j] + bias[biasOffset +
   * j]} for {@code m} rows and the panel's first {@code n} columns. Rows of a and c are {@code
   * aStride} and {@code cStride} apart, rows of b one panel. There are whole panels of bias and of
   * each row of c: a room may compute the columns behind n too.
   */
  void multiply(
      int m,
      int n,
      int k,
      float[] a,
      int aOffset,
      int aStride,
      float[] b,
      int bOffset,
      float[] bias,
      int biasOffset,
      float[] c,
      int cOffset,
      int cStride);

  /** {@code x[i][j] = activation(x[i][j])} in place, for rows {@code stride} apart. */
  void activate(Activation activation, int rows, int columns, float[] x, int offset, int stride);

  /** {@code out[i] = a[i] + b[i]}. */
  void add(int n, float[] a, int aOffset, float[] b, int bOffset, float[] out, int outOffset);

  /** {@code x[i] = x[i] / divisor}. */
  void divide(int n, float[] x, int offset, float divisor);

  /**
   * LayerNorm of one row in place (Ba, Kiros and Hinton 2016): {@code (x - mean) / sqrt(variance +
   * epsilon) * gamma + beta}, the variance over n, computed from the differences.
   */
  void layerNorm(int n, float[] x, int offset, float[] gamma, float[] beta, float epsilon);

  /**
   * The exponentials of softmax of one row in place: {@code exp(x[i] * scale - max)}; those whose
   * {@code masked[maskOffset + i]} is set become 0 and do not count for the maximum. If {@code
   * masked} is empty none is. At least one element must remain.
   *
   * @return their sum
   */
  float exponentials(int n, float[] x, int offset, float scale, boolean[] masked, int maskOffset);
}
