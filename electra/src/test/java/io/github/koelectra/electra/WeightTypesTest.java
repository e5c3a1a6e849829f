package io.github.koelectra.electra;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.tensor.kernel.WeightType;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What keeping weights in 16 bits costs on the golden models, whose weights have 32. */
class WeightTypesTest {
  /**
   * The largest error against float64 relative to the largest logit; a bound of a few roundings of
   * a weight, 2^-9 for BF16 and 2^-12 for F16, which mostly cancel in sums.
   */
  @ParameterizedTest
  @CsvSource({"small, BF16, 2e-2", "small, F16, 2e-3", "base, BF16, 2e-2", "base, F16, 2e-3"})
  void theErrorOfRoundedWeights(String size, WeightType type, double bound)
      throws IOException, URISyntaxException {
    Path folder = Path.of(WeightTypesTest.class.getResource("/golden").toURI());
    try (GoldenModel golden = new GoldenModel(folder, "koelectra-" + size + "-v3-discriminator")) {
      double whole = error(golden, Kernels.best());
      double halves = error(golden, Kernels.best().keepingWeightsAs(type));
      System.out.printf(
          "%s, weights as %s: error / largest logit %.1e (F32 %.1e)%n", size, type, halves, whole);
      assertTrue(halves > whole, "the weights were not rounded");
      assertTrue(halves <= bound, Double.toString(halves));
    }
  }

  private static double error(GoldenModel golden, Kernels kernels) throws IOException {
    var model = golden.build(ElectraForPreTraining::new, 2, kernels);
    double largest = 0;
    double difference = 0;
    for (String batch : new String[] {"single", "long"}) {
      float[] logits = model.run(golden.batch(batch)).toArray();
      double[] truth = golden.truth(batch + "/logits");
      for (int i = 0; i < truth.length; i++) {
        largest = Math.max(largest, Math.abs(truth[i]));
        difference = Math.max(difference, Math.abs(logits[i] - truth[i]));
      }
    }
    return difference / largest;
  }
}
