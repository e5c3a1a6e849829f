package io.github.koelectra.tensor.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.testkit.RandomCases;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Dropout by its statistics, each within five standard deviations, and by its bits. */
@Tag("kernel")
class DropoutTest {
  private static final int N = 1 << 20;

  private final SplittableRandom random = RandomCases.of("dropout, " + Rooms.CHOSEN.description());

  /** One matrix; the same columns of rows; and rows as far apart as those of attention. */
  private static final int[][] LAYOUTS = {{N, N}, {1, 256}, {16, 65_536}};

  private static boolean[] mask(Dropout dropout, int[] layout) {
    boolean[] dropped = new boolean[N];
    for (int i = 0; i < N; i++) {
      dropped[i] = dropout.factor(i / layout[0] * layout[1] + i % layout[0]) == 0;
    }
    return dropped;
  }

  private static void near(double rate, int count, int of, String what) {
    double deviation = Math.sqrt(of * rate * (1 - rate));
    assertEquals(of * rate, count, 5 * deviation, what);
  }

  /** The covariance with what lies {@code lag} places before, in its standard deviations. */
  private static void independent(double rate, boolean[] a, boolean[] b, int lag, String what) {
    double sum = 0;
    for (int i = lag; i < N; i++) {
      sum += ((a[i] ? 1 : 0) - rate) * ((b[i - lag] ? 1 : 0) - rate);
    }
    assertEquals(0, sum / (rate * (1 - rate) * Math.sqrt(N - lag)), 5, what + ", lag " + lag);
  }

  private static int count(boolean[] mask) {
    int count = 0;
    for (boolean dropped : mask) {
      count += dropped ? 1 : 0;
    }
    return count;
  }

  @Test
  void theRateIsKept() {
    for (float rate : new float[] {0.1f, 0.25f, 0.5f, 0.9f}) {
      for (int[] layout : LAYOUTS) {
        boolean[] mask = mask(new Dropout(rate, random.nextInt()), layout);
        near(rate, count(mask), N, rate + " of " + Arrays.toString(layout));
      }
    }
  }

  @Test
  void neighboursKnowNothingOfEachOther() {
    for (float rate : new float[] {0.1f, 0.5f}) {
      for (int[] layout : LAYOUTS) {
        boolean[] mask = mask(new Dropout(rate, random.nextInt()), layout);
        for (int lag : new int[] {1, 2, 3, 16, 64, 128, 256, 1024}) {
          independent(rate, mask, mask, lag, Arrays.toString(layout));
        }
      }
    }
  }

  @Test
  void keysKnowNothingOfEachOther() {
    int key = random.nextInt();
    boolean[] mask = mask(new Dropout(0.1f, key), LAYOUTS[0]);
    int[] others = {key + 1, key ^ 1 << 31, key + 0x9E3779B1, -key, random.nextInt()};
    for (int other : others) {
      for (int lag : new int[] {0, 1, 2}) {
        boolean[] mask2 = mask(new Dropout(0.1f, other), LAYOUTS[0]);
        independent(0.1, mask, mask2, lag, "keys " + key + " and " + other);
        independent(0.1, mask2, mask, lag, "keys " + key + " and " + other);
      }
    }
  }

  @Test
  void drawsAreEvenlySpread() {
    int key = random.nextInt();
    int[] counts = new int[64];
    for (int i = 0; i < N; i++) {
      counts[Dropout.draw(key, i) >> 18]++;
    }
    for (int count : counts) {
      near(1.0 / 64, count, N, Arrays.toString(counts));
    }
  }

  @Test
  void theMeanIsKept() {
    Tensor ones = Tensor.zeros(1, N);
    Arrays.fill(ones.array(), 1f);
    Dropout dropout = new Dropout(0.1f, random.nextInt());
    RowGradients.of(Rooms.CHOSEN).dropout(ones, dropout, ones);
    double sum = 0;
    for (float x : ones.array()) {
      assertTrue(x == 0f || x == dropout.scale());
      sum += x;
    }
    assertEquals(1, sum / N, 5 * Math.sqrt(0.1 / 0.9 / N));
  }

  @Test
  void theMaskIsTheSameEverywhere() {
    for (int n : new int[] {1, 15, 16, 333, 50_000}) {
      Tensor input = Rooms.random(random, 3, n);
      Dropout dropout = new Dropout(0.3f, random.nextInt());
      float[] expected = input.toArray();
      for (int i = 0; i < expected.length; i++) {
        expected[i] *= dropout.factor(i);
      }
      for (Kernels kernels : Rooms.ALL) {
        Tensor out = Tensor.zeros(3, n);
        RowGradients.of(kernels).dropout(input, dropout, out);
        assertArrayEquals(expected, out.toArray());
        Tensor inPlace = input.copy();
        RowGradients.of(kernels).dropout(inPlace, dropout, inPlace);
        assertArrayEquals(expected, inPlace.toArray());
      }
    }
  }

  @Test
  void noneDropsNothing() {
    Tensor input = Rooms.random(random, 2, 1000);
    Tensor out = Tensor.zeros(2, 1000);
    RowGradients.of(Rooms.CHOSEN).dropout(input, Dropout.NONE, out);
    assertArrayEquals(input.toArray(), out.toArray());
    assertTrue(Dropout.NONE.isNone());
  }

  @Test
  void ratesAreChecked() {
    for (float rate : new float[] {-0.1f, 1f, Float.NaN}) {
      assertThrows(IllegalArgumentException.class, () -> new Dropout(rate, 1));
    }
  }
}
