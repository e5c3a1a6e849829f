package io.github.koelectra.train.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class InitialWeightsTest {
  @Test
  void weightsAreNormalWithTransformersDeviation() {
    float[] values = new float[100_000];
    InitialWeights.fill(1, "classifier.dense.weight", values);
    double sum = 0;
    double squares = 0;
    int within = 0;
    for (float value : values) {
      sum += value;
      squares += (double) value * value;
      within += Math.abs(value) < 0.02 ? 1 : 0;
    }
    assertEquals(0, sum / values.length, 3e-4);
    assertEquals(0.02, Math.sqrt(squares / values.length), 2e-4);
    assertEquals(0.6827, within / (double) values.length, 0.006);
  }

  @Test
  void biasesAreZeroAndNormsOne() {
    float[] values = {5, 5};
    InitialWeights.fill(1, "a.LayerNorm.weight", values);
    assertArrayEquals(new float[] {1, 1}, values);
    InitialWeights.fill(1, "a.LayerNorm.bias", values);
    assertArrayEquals(new float[] {0, 0}, values);
  }

  @Test
  void followFromSeedAndName() {
    float[] one = new float[8];
    InitialWeights.fill(1, "a.weight", one);
    for (String name : new String[] {"a.weight", "b.weight"}) {
      for (int seed = 1; seed <= 2; seed++) {
        float[] other = new float[8];
        InitialWeights.fill(seed, name, other);
        boolean same = seed == 1 && name.equals("a.weight");
        if (same) {
          assertArrayEquals(one, other);
        } else {
          assertFalse(Arrays.equals(one, other), name + " " + seed);
        }
      }
    }
  }
}
