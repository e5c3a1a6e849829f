package io.github.koelectra.tensor.kernel;

import static io.github.koelectra.tensor.kernel.Rooms.CHOSEN;
import static io.github.koelectra.tensor.kernel.Rooms.SCALAR;
import static io.github.koelectra.tensor.kernel.Rooms.STARTING;
import static io.github.koelectra.tensor.kernel.Rooms.THREADED;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.tensor.Parallel;
import io.github.koelectra.tensor.SequenceLayout;
import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.Workspace;
import io.github.koelectra.tensor.kernel.scalar.ScalarKernels;
import io.github.koelectra.testkit.RandomCases;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The contract of the kernels. Every operation is compared with a definition in double, and the
 * room this JVM chose with the scalar one, bit by bit; Surefire runs it once per vector width.
 */
@Tag("kernel")
class KernelTest {
  private final SplittableRandom random = RandomCases.of("kernels, " + CHOSEN.description());

  @Test
  void theRoomIsTheExpectedOne() {
    String expected = System.getProperty("koelectra.expected.bits", "any");
    String bits = Integer.toString(CHOSEN.vectorBits());
    // A processor without the width falls back to a narrower one.
    if (expected.equals("0") || expected.equals("128")) {
      assertEquals(expected, bits);
    } else if (expected.equals("256")) {
      assertTrue(CHOSEN.vectorBits() <= 256 && CHOSEN.vectorBits() > 0, bits);
    } else {
      assertTrue(CHOSEN.vectorBits() > 0, bits);
    }
  }

  private Tensor random(int rows, int columns) {
    return Rooms.random(random, rows, columns);
  }

  private float[] randomArray(int n) {
    return random(1, n).toArray();
  }

  @Test
  void layerNorm() {
    for (int n : new int[] {1, 2, 3, 7, 13, 16, 64, 207, 256, 768, 1024, 4098}) {
      Tensor input = random(5, n);
      Tensor residual = random(5, n);
      float[] gamma = randomArray(n);
      float[] beta = randomArray(n);
      Tensor scalar = Tensor.zeros(5, n);
      Tensor chosen = Tensor.zeros(5, n);
      SCALAR.addLayerNorm(input, residual, gamma, beta, 1e-12f, scalar);
      CHOSEN.addLayerNorm(input, residual, gamma, beta, 1e-12f, chosen);
      assertArrayEquals(scalar.toArray(), chosen.toArray(), "n = " + n);
      THREADED.addLayerNorm(input, residual, gamma, beta, 1e-12f, chosen);
      assertArrayEquals(scalar.toArray(), chosen.toArray(), "n = " + n);
      if (n > 2) {
        checkNorm(input, residual, gamma, beta, scalar);
      }
      Tensor inPlace = input.copy();
      CHOSEN.layerNorm(inPlace, gamma, beta, 1e-12f, inPlace);
      SCALAR.layerNorm(input, gamma, beta, 1e-12f, scalar);
      assertArrayEquals(scalar.toArray(), inPlace.toArray(), "n = " + n);
    }
  }

  private static void checkNorm(
      Tensor input, Tensor residual, float[] gamma, float[] beta, Tensor out) {
    int n = input.columns();
    for (int r = 0; r < input.rows(); r++) {
      double mean = 0;
      double square = 0;
      for (int i = 0; i < n; i++) {
        mean += (input.get(r, i) + residual.get(r, i)) / (double) n;
      }
      for (int i = 0; i < n; i++) {
        double difference = input.get(r, i) + residual.get(r, i) - mean;
        square += difference * difference / n;
      }
      for (int i = 0; i < n; i++) {
        double x = input.get(r, i) + residual.get(r, i);
        double expected = (x - mean) / Math.sqrt(square) * gamma[i] + beta[i];
        assertEquals(expected, out.get(r, i), 4e-6 * (1 + Math.abs(expected)));
      }
    }
  }

  @Test
  void softmax() {
    for (int n : new int[] {1, 2, 3, 7, 13, 16, 64, 207, 512}) {
      Tensor input = random(3, n);
      Tensor scalar = Tensor.zeros(3, n);
      Tensor chosen = Tensor.zeros(3, n);
      SCALAR.softmax(input, scalar, new Workspace());
      CHOSEN.softmax(input, chosen, new Workspace());
      assertArrayEquals(scalar.toArray(), chosen.toArray());
      for (int r = 0; r < 3; r++) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
          sum += Math.exp(input.get(r, i));
        }
        for (int i = 0; i < n; i++) {
          assertEquals(Math.exp(input.get(r, i)) / sum, scalar.get(r, i), 3e-7);
        }
      }
    }
  }

  @Test
  void attention() {
    Workspace workspace = new Workspace();
    int[][] batches = {{1}, {5}, {1, 7, 24, 25}, {129}, {3, 200, 2}};
    int[][] heads = {{1, 8}, {2, 32}, {4, 64}, {3, 20}, {1, 130}};
    for (int[] lengths : batches) {
      for (int[] shape : heads) {
        attention(SequenceLayout.of(lengths), shape[0], shape[1], workspace);
        attention(masked(lengths), shape[0], shape[1], workspace);
      }
    }
  }

  private SequenceLayout masked(int[] lengths) {
    int tokens = SequenceLayout.of(lengths).tokens();
    boolean[] mask = new boolean[tokens];
    for (int i = 0; i < tokens; i++) {
      mask[i] = random.nextInt(3) == 0;
    }
    mask[0] = true;
    return SequenceLayout.masked(lengths, mask);
  }

  private void attention(SequenceLayout layout, int heads, int headSize, Workspace workspace) {
    int hidden = heads * headSize;
    Tensor qkv = random(layout.tokens(), 3 * hidden);
    Tensor scalar = Tensor.zeros(layout.tokens(), hidden);
    Tensor chosen = Tensor.zeros(layout.tokens(), hidden);
    SCALAR.attention(qkv, heads, layout, scalar, workspace);
    CHOSEN.attention(qkv, heads, layout, chosen, workspace);
    assertArrayEquals(scalar.toArray(), chosen.toArray(), layout.toString());
    STARTING.attention(qkv, heads, layout, chosen, workspace);
    assertArrayEquals(scalar.toArray(), chosen.toArray(), layout.toString());
    float[][] probabilities = new float[layout.sequences()][];
    for (int s = 0; s < probabilities.length; s++) {
      probabilities[s] = new float[heads * layout.length(s) * layout.length(s)];
    }
    THREADED.attention(qkv, heads, layout, chosen, workspace, probabilities);
    assertArrayEquals(scalar.toArray(), chosen.toArray(), layout.toString());
    for (int check = 0; check < 20; check++) {
      int sequence = random.nextInt(layout.sequences());
      int query = random.nextInt(layout.length(sequence));
      int head = random.nextInt(heads);
      checkHead(layout, qkv, heads, sequence, query, head, probabilities[sequence], scalar);
    }
  }

  private static void checkHead(
      SequenceLayout layout,
      Tensor qkv,
      int heads,
      int sequence,
      int query,
      int head,
      float[] probabilities,
      Tensor context) {
    int hidden = context.columns();
    int size = hidden / heads;
    int begin = layout.begin(sequence);
    int length = layout.length(sequence);
    boolean any = false;
    for (int key = 0; key < length; key++) {
      any |= !layout.isMasked(begin + key);
    }
    double[] weights = new double[length];
    double sum = 0;
    for (int key = 0; key < length; key++) {
      double score = 0;
      for (int d = 0; d < size; d++) {
        score +=
            (double) qkv.get(begin + query, head * size + d)
                * qkv.get(begin + key, hidden + head * size + d);
      }
      boolean hidden0 = any && layout.isMasked(begin + key);
      weights[key] = hidden0 ? 0 : any ? Math.exp(score / Math.sqrt(size)) : 1;
      sum += weights[key];
    }
    double[] expected = new double[size];
    for (int key = 0; key < length; key++) {
      float probability = probabilities[(head * length + query) * length + key];
      assertEquals(weights[key] / sum, probability, 2e-6);
      for (int d = 0; d < size; d++) {
        expected[d] += weights[key] / sum * qkv.get(begin + key, 2 * hidden + head * size + d);
      }
    }
    for (int d = 0; d < size; d++) {
      assertEquals(expected[d], context.get(begin + query, head * size + d), 1e-5);
    }
  }

  @Test
  void embeddings() {
    int columns = 37;
    float[] words = randomArray(11 * columns);
    Tensor types = random(2, columns);
    Tensor positions = random(6, columns);
    int[] ids = {0, 10, 3};
    int[] typeIds = {1, 0, 1};
    int[] positionIds = {5, 0, 2};
    Tensor out = Tensor.zeros(3, columns);
    StoredElements table = new StoredElements(MemorySegment.ofArray(words), WeightType.F32);
    CHOSEN.embed(table, ids, types, typeIds, positions, positionIds, out);
    for (int t = 0; t < 3; t++) {
      for (int i = 0; i < columns; i++) {
        float sum = words[ids[t] * columns + i] + types.get(typeIds[t], i);
        assertEquals(sum + positions.get(positionIds[t], i), out.get(t, i));
      }
    }
    ids[1] = 11;
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> CHOSEN.embed(table, ids, types, typeIds, positions, positionIds, out));
    assertTrue(e.getMessage().contains("11"), e.getMessage());
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void activationsHaveTheSameBitsEverywhere(Activation activation) {
    int columns = 1 << 12;
    int stride = 173; // of all floats: 2^32 / 173 / 4096 rows are 6061
    Tensor input = Tensor.zeros(1, columns);
    Tensor scalar = Tensor.zeros(1, columns);
    Tensor chosen = Tensor.zeros(1, columns);
    for (long first = random.nextInt(stride); first < 1L << 32; first += (long) columns * stride) {
      for (int i = 0; i < columns; i++) {
        float x = Float.intBitsToFloat((int) (first + (long) i * stride));
        input.array()[i] = Float.isNaN(x) ? Float.NaN : x;
      }
      SCALAR.activate(activation, input, scalar);
      CHOSEN.activate(activation, input, chosen);
      for (int i = 0; i < columns; i++) {
        int expected = Float.floatToIntBits(scalar.array()[i]);
        assertEquals(expected, Float.floatToIntBits(chosen.array()[i]));
      }
    }
  }

  @Test
  void shapesAreChecked() {
    Tensor input = Tensor.zeros(2, 3);
    PackedMatrix weight = CHOSEN.pack(4, 3, (_, _, _, _) -> {});
    Workspace workspace = new Workspace();
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                CHOSEN.linear(
                    input, weight, new float[4], Activation.NONE, Tensor.zeros(2, 5), workspace));
    assertTrue(e.getMessage().contains("[2, 4]") && e.getMessage().contains("[2, 5]"));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            CHOSEN.linear(
                input, weight, new float[3], Activation.NONE, Tensor.zeros(2, 4), workspace));
    PackedMatrix square = CHOSEN.pack(3, 3, (_, _, _, _) -> {});
    assertThrows(
        IllegalArgumentException.class,
        () -> CHOSEN.linear(input, square, new float[3], Activation.NONE, input, workspace));
  }

  @Test
  void theScalarRoomIsTheFallback() {
    assertEquals(0, new ScalarKernels().vectorBits());
    assertEquals("scalar", SCALAR.description());
    if (!Room.vectorAvailable()) {
      assertThrows(IllegalStateException.class, () -> Kernels.of(Room.VECTOR, Parallel.of(1)));
    }
  }
}
