package io.github.koelectra.bench.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.koelectra.electra.ElectraConfig;
import io.github.koelectra.tensor.kernel.Activation;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ModelFlopsTest {
  private static ElectraConfig config(int embedding, int hidden, int layers, int heads) {
    return new ElectraConfig(
        "electra",
        List.of("ElectraForPreTraining"),
        35000,
        embedding,
        hidden,
        layers,
        heads,
        4 * hidden,
        Activation.GELU,
        512,
        2,
        1e-12,
        0,
        true,
        List.of(),
        Optional.empty());
  }

  /** The multiply-adds of a model counted one product after the other. */
  private static double counted(int embedding, int hidden, int layers, int length) {
    double total = embedding == hidden ? 0 : (double) length * embedding * hidden;
    for (int layer = 0; layer < layers; layer++) {
      total += 3.0 * length * hidden * hidden; // query, key, value
      total += 2.0 * length * length * hidden; // scores, weighted values
      total += (double) length * hidden * hidden; // output of attention
      total += 2.0 * length * hidden * 4 * hidden; // intermediate, output
    }
    return total + (double) length * hidden * hidden + (double) length * hidden; // head
  }

  @Test
  void everyProductIsCounted() {
    assertEquals(2 * counted(768, 768, 12, 128), ModelFlops.of(config(768, 768, 12, 12), 128));
    assertEquals(2 * counted(128, 256, 12, 16), ModelFlops.of(config(128, 256, 12, 4), 16));
  }

  @Test
  void textsOfABatchAreAddedUpWithoutPadding() {
    ElectraConfig config = config(128, 256, 12, 4);
    assertEquals(
        ModelFlops.of(config, 5) + ModelFlops.of(config, 70), ModelFlops.of(config, 5, 70));
  }

  @Test
  void smallOnSixteenTokensNeedsThisMany() {
    // 2 * 16 * (128*256 + 12 * 12*256*256 + 256*256 + 256) + 2 * 12 * 2*256 * 16*16
    assertEquals(308_289_536, ModelFlops.of(config(128, 256, 12, 4), 16));
  }
}
