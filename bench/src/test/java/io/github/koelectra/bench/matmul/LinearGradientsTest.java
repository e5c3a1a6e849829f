package io.github.koelectra.bench.matmul;

import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class LinearGradientsTest {
  @Test
  void gradientsAreThoseOfDouble() {
    new LinearGradients(533, 77, 40).check();
  }

  @Test
  void aWrongGradientIsFound() {
    LinearGradients gradients = new LinearGradients(40, 33, 20);
    gradients.weight();
    assertThrows(IllegalStateException.class, gradients::check); // the second call adds
  }
}
