package io.github.koelectra.tensor.kernel;

/**
 * Dropout by counting (Srivastava et al. 2014; Salmon et al. 2011): whether an element is dropped
 * is a function of the key and its place, so the backward pass and any number of threads see the
 * same. What is kept is multiplied by {@link #scale}.
 *
 * @param rate the share that is dropped, from 0 to below 1
 * @param key which of the random masks
 */
public record Dropout(float rate, int key) {
  /** Drops nothing. */
  public static final Dropout NONE = new Dropout(0f, 0);

  /** What places are apart in the hash, and its multipliers. */
  public static final int STRIDE = 0x9E3779B1;

  /** The first. */
  public static final int MIXER_1 = 0x7FEB352D;

  /** The second. */
  public static final int MIXER_2 = 0x846CA68B;

  private static final int DRAWS = 1 << 24;

  /** Checks the rate. */
  public Dropout {
    Demand.that(rate >= 0 && rate < 1, "dropout", () -> "a rate of " + rate);
  }

  /** Whether nothing is dropped. */
  public boolean isNone() {
    return rate == 0;
  }

  /** 1 / (1 - rate): keeps the mean. */
  public float scale() {
    return (float) (1 / (1 - (double) rate));
  }

  /** Draws below this one are dropped. */
  public int threshold() {
    return (int) Math.round((double) rate * DRAWS);
  }

  /**
   * A number from 0 to 2^24 - 1 for the element {@code place}: an integer hash with two
   * multiplications, made for vectors. The key comes in twice: once alone, the mask of one key
   * would be that of another some places on.
   */
  public static int draw(int key, int place) {
    int x = place * STRIDE + key;
    x = (x ^ (x >>> 16)) * MIXER_1 + key;
    x = (x ^ (x >>> 15)) * MIXER_2;
    return (x ^ (x >>> 16)) >>> 8;
  }

  /** What the element {@code place} is multiplied with: 0 or {@link #scale}. */
  public float factor(int place) {
    return draw(key, place) < threshold() ? 0f : scale();
  }
}
