package io.github.koelectra.tensor.kernel;

import static io.github.koelectra.tensor.kernel.Rooms.CHOSEN;
import static io.github.koelectra.tensor.kernel.Rooms.SCALAR;
import static io.github.koelectra.tensor.kernel.Rooms.STARTING;
import static io.github.koelectra.tensor.kernel.Rooms.THREADED;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.koelectra.tensor.SequenceLayout;
import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.Workspace;
import io.github.koelectra.testkit.RandomCases;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Attention's backward pass against its definition in double, and all rooms bit by bit. */
@Tag("kernel")
class AttentionGradientTest {
  private static final List<Dropout> DROPOUTS = List.of(Dropout.NONE, new Dropout(0.3f, 77));

  private final SplittableRandom random =
      RandomCases.of("attention gradients, " + CHOSEN.description());

  private SequenceLayout layout(int... lengths) {
    return SequenceLayout.of(lengths);
  }

  private SequenceLayout masked(int... lengths) {
    int tokens = Arrays.stream(lengths).sum();
    boolean[] masked = new boolean[tokens];
    for (int t = 0; t < tokens; t++) {
      masked[t] = random.nextInt(4) == 0;
    }
    return SequenceLayout.masked(lengths, masked);
  }

  @Test
  void everyRoomGivesTheDefinition() {
    check(layout(1), 1, 3);
    check(layout(2, 1, 5), 2, 4);
    check(layout(33, 16, 1, 24), 3, 16);
    check(layout(100, 25), 1, 64);
    check(layout(130), 2, 33);
    check(masked(12, 30, 7), 2, 16);
    check(SequenceLayout.masked(new int[] {3}, new boolean[] {true, true, true}), 2, 8);
  }

  private void check(SequenceLayout layout, int heads, int headSize) {
    int hidden = heads * headSize;
    Tensor qkv = Rooms.random(random, layout.tokens(), 3 * hidden);
    Tensor contextGradient = Rooms.random(random, layout.tokens(), hidden);
    for (Dropout dropout : DROPOUTS) {
      double[][] expected = reference(qkv, heads, layout, dropout, contextGradient);
      float[] context = {};
      float[] gradient = {};
      for (Kernels kernels : List.of(SCALAR, CHOSEN, THREADED, STARTING)) {
        ProductGradients products = ProductGradients.of(kernels);
        Workspace workspace = new Workspace();
        Tensor foundContext = Tensor.zeros(layout.tokens(), hidden);
        products.attention(qkv, heads, layout, dropout, foundContext, workspace);
        Tensor found = Tensor.zeros(layout.tokens(), 3 * hidden);
        products.attentionInput(qkv, heads, layout, dropout, contextGradient, found, workspace);
        if (kernels == SCALAR) {
          context = foundContext.toArray();
          gradient = found.toArray();
          assertClose(expected[0], context);
          assertClose(expected[1], gradient);
        }
        assertArrayEquals(context, foundContext.toArray(), kernels.description());
        assertArrayEquals(gradient, found.toArray(), kernels.description());
      }
    }
  }

  private static void assertClose(double[] expected, float[] found) {
    double largest = 1;
    for (double x : expected) {
      largest = Math.max(largest, Math.abs(x));
    }
    for (int i = 0; i < found.length; i++) {
      assertEquals(expected[i], found[i], 3e-6 * largest, "element " + i);
    }
  }

  /** The context, and the gradient by query, key and value. */
  private static double[][] reference(
      Tensor qkv, int heads, SequenceLayout layout, Dropout dropout, Tensor contextGradient) {
    int hidden = contextGradient.columns();
    double[] context = new double[layout.tokens() * hidden];
    double[] gradient = new double[layout.tokens() * 3 * hidden];
    for (int s = 0; s < layout.sequences(); s++) {
      for (int h = 0; h < heads; h++) {
        for (int q = layout.begin(s); q < layout.end(s); q++) {
          query(qkv, heads, h, layout, s, q, dropout, contextGradient, context, gradient);
        }
      }
    }
    return new double[][] {context, gradient};
  }

  private static void query(
      Tensor qkv,
      int heads,
      int head,
      SequenceLayout layout,
      int s,
      int q,
      Dropout dropout,
      Tensor contextGradient,
      double[] context,
      double[] gradient) {
    int hidden = contextGradient.columns();
    int size = hidden / heads;
    int begin = layout.begin(s);
    int length = layout.length(s);
    double scale = 1 / Math.sqrt(size);
    double[] p = probabilities(qkv, head * size, size, layout, s, q);
    double[] factors = new double[length];
    double[] dP = new double[length];
    double sum = 0;
    for (int key = 0; key < length; key++) {
      factors[key] = dropout.factor(((q * heads + head) << 16) + key);
      for (int i = 0; i < size; i++) {
        int column = head * size + i;
        double value = qkv.get(begin + key, 2 * hidden + column);
        double dO = contextGradient.get(q, column);
        context[q * hidden + column] += p[key] * factors[key] * value;
        dP[key] += dO * value * factors[key];
        gradient[(begin + key) * 3 * hidden + 2 * hidden + column] += p[key] * factors[key] * dO;
      }
      sum += p[key] * dP[key];
    }
    for (int key = 0; key < length; key++) {
      double dS = p[key] * (dP[key] - sum) * scale;
      for (int i = 0; i < size; i++) {
        int column = head * size + i;
        gradient[q * 3 * hidden + column] += dS * qkv.get(begin + key, hidden + column);
        gradient[(begin + key) * 3 * hidden + hidden + column] += dS * qkv.get(q, column);
      }
    }
  }

  private static double[] probabilities(
      Tensor qkv, int first, int size, SequenceLayout layout, int s, int q) {
    int begin = layout.begin(s);
    int length = layout.length(s);
    int hidden = qkv.columns() / 3;
    boolean all = true;
    for (int key = 0; key < length; key++) {
      all &= layout.isMasked(begin + key);
    }
    double[] p = new double[length];
    double sum = 0;
    for (int key = 0; key < length; key++) {
      double score = 0;
      for (int i = 0; i < size; i++) {
        score += (double) qkv.get(q, first + i) * qkv.get(begin + key, hidden + first + i);
      }
      boolean unseen = layout.isMasked(begin + key);
      p[key] = all ? 1 : unseen ? 0 : Math.exp(score / Math.sqrt(size));
      sum += p[key];
    }
    for (int key = 0; key < length; key++) {
      p[key] /= sum;
    }
    return p;
  }
}
