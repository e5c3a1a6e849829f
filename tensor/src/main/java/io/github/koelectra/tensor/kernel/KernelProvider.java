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

  /** How many columns a product takes at once: whole panels, one behind the other. */
  int columnsAtOnce();

  /**
   * Fills a panel, {@code panel[p][j] = rows[j][p]}, from {@code columns} rows of k elements that
   * are {@code stride} apart; further columns of the panel become 0.
   */
  void packRows(
      int columns, int k, float[] rows, int offset, int stride, float[] panel, int panelOffset);

  /**
   * Fills a panel, {@code panel[p][j] = matrix[p][j]}, from k rows of {@code columns} elements that
   * are {@code stride} apart; further columns of the panel become 0.
   */
  void packColumns(
      int columns, int k, float[] matrix, int offset, int stride, float[] panel, int panelOffset);

  /** Widens n weights of a 16-bit type. */
  void widen(WeightType type, int n, short[] from, int offset, float[] to, int toOffset);

  /**
   * A product with panels: {@code c[i][j] = sum over p of a[i][p] * b[p][j] + bias[biasOffset + j]}
   * for {@code m} rows and the panels' first {@code n} columns, at most {@link #columnsAtOnce}.
   * Rows of a and c are {@code aStride} and {@code cStride} apart, rows of b one panel. There are
   * whole panels of bias and of each row of c: a room may compute the columns behind n too.
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

  /**
   * {@code out[i][j] = activation(x[i][j])} for rows {@code stride} and {@code outStride} apart; x
   * and out do not overlap.
   */
  void activate(
      Activation activation,
      int rows,
      int columns,
      float[] x,
      int offset,
      int stride,
      float[] out,
      int outOffset,
      int outStride);

  /** {@code out[i] = a[i] + b[i]}. */
  void add(int n, float[] a, int aOffset, float[] b, int bOffset, float[] out, int outOffset);

  /** {@code out[i] = x[i] / divisor}; may be the same place. */
  void divide(int n, float[] x, int offset, float divisor, float[] out, int outOffset);

  /** The sum of {@code a[i] * b[i]}, a chain of fused multiply-adds in each partial sum. */
  float dot(int n, float[] a, int aOffset, float[] b, int bOffset);

  /**
   * LayerNorm of one row in place (Ba, Kiros and Hinton 2016): {@code (x - mean) / sqrt(variance +
   * epsilon) * gamma + beta}, the variance over n, computed from the differences.
   */
  void layerNorm(int n, float[] x, int offset, float[] gamma, float[] beta, float epsilon);

  /**
   * The exponentials of softmax in place: {@code x[i][j] = exp(x[i][j] * scale - max)}, the maximum
   * being that of the row's products, and {@code sums[i]} their sum. n is a multiple of {@link
   * #PARTIALS}; elements that are negative infinity become +0, and there must be another one. The
   * scale is positive.
   */
  void exponentials(
      int rows, int n, float[] x, int offset, int stride, float scale, float[] sums, int sumsAt);

  /** {@code out[i] = x[i] * dropout.factor(place + i)}; may be the same place. */
  void dropout(
      Dropout dropout, int place, int n, float[] x, int offset, float[] out, int outOffset);

  /** {@code out[i] = gradient[i] * activation'(x[i])}; may be the place of {@code gradient}. */
  void activationGradient(
      Activation activation,
      int n,
      float[] x,
      int offset,
      float[] gradient,
      int gradientOffset,
      float[] out,
      int outOffset);

  /**
   * The backward pass of {@link #layerNorm} for one row: {@code out = (g - mean(g) - y * mean(g *
   * y)) / sqrt(variance + epsilon)} with {@code g = gradient * gamma} and y the normalised x; may
   * be the place of {@code gradient}. Of {@code sums}, n elements from {@code sumsOffset} are added
   * {@code gradient * y} to, the next n {@code gradient}, and those of twice {@link #PARTIALS}
   * behind are scratch.
   */
  void layerNormGradient(
      int n,
      float[] x,
      int offset,
      float[] gamma,
      float epsilon,
      float[] gradient,
      int gradientOffset,
      float[] out,
      int outOffset,
      float[] sums,
      int sumsOffset);
}
