package io.github.koelectra.tensor.kernel;

/**
 * The multiply-add every room uses. A processor without a fused one would fall into a software
 * emulation a thousand times slower, so there, and only there, it is a multiplication and an
 * addition and the bits differ from other machines.
 */
public final class Arithmetic {
  /** Whether multiply-adds are fused on this processor. */
  public static final boolean FUSED = probe();

  private static final int PROBES = 2000;

  private Arithmetic() {}

  /** {@code a * b + c}, rounded once where {@link #FUSED}. */
  public static float fma(float a, float b, float c) {
    return FUSED ? Math.fma(a, b, c) : a * b + c;
  }

  /**
   * The emulation computes with arbitrary precision: it is told by being hundreds of times slower.
   */
  private static boolean probe() {
    long fused = Long.MAX_VALUE;
    long plain = Long.MAX_VALUE;
    for (int attempt = 0; attempt < 5; attempt++) {
      long start = System.nanoTime();
      float x = chain(true);
      long middle = System.nanoTime();
      float y = chain(false);
      long end = System.nanoTime();
      if (Float.isFinite(x) && Float.isFinite(y)) {
        fused = Math.min(fused, middle - start);
        plain = Math.min(plain, end - middle);
      }
    }
    boolean hardware = fused < 10 * plain + 20_000;
    if (!hardware) {
      System.getLogger(Arithmetic.class.getName())
          .log(
              System.Logger.Level.WARNING,
              "This processor has no fused multiply-add: results differ in the last bits from"
                  + " those of processors that have one");
    }
    return hardware;
  }

  private static float chain(boolean fused) {
    float x = 1.1f;
    for (int i = 0; i < PROBES; i++) {
      x = fused ? Math.fma(x, 0.999f, 0.001f) : x * 0.999f + 0.001f;
    }
    return x;
  }
}
