package io.github.koelectra.bench.matmul;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.koelectra.testkit.SeededWeights;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every library whose native code, if any, is in the jar it is compiled against. */
class MatmulContenderTest {
  private static Product product(int m) {
    int n = 131;
    int k = 77;
    float[] weight = SeededWeights.tensor("test", "dense.weight", n, k);
    return new Product(
        m, n, k, SeededWeights.tensor("test", "input", m, k), List.of(weight, weight.clone()));
  }

  private static void check(Product product, Function<Product, MatmulContender> contender) {
    try (MatmulContender opened = contender.apply(product)) {
      opened.multiply(1);
      product.check(opened.name(), opened.result());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 13})
  void allComputeTheSameProduct(int m) {
    Product product = product(m);
    check(product, OurMatmul::new);
    check(product, VectorBlasMatmul::new);
    check(product, EjmlMatmul::new);
    check(product, MultikMatmul::new);
    check(product, OnnxMatmul::new);
  }

  @Test
  void aWrongProductIsFound() {
    Product product = product(2);
    float[] wrong = new OurMatmul(product).result();
    assertThrows(IllegalStateException.class, () -> product.check("zeros", wrong));
    float[] nan = wrong.clone();
    nan[0] = Float.NaN;
    assertThrows(IllegalStateException.class, () -> product.check("NaN", nan));
  }

  @Test
  void operationsAreCounted() {
    assertEquals(2 * 13 * 131 * 77, product(13).flops());
    assertEquals(131 * 77 * 4, product(1).work().amount());
  }
}
