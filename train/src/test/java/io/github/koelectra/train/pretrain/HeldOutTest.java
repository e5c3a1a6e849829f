package io.github.koelectra.train.pretrain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.tensor.nn.ParameterSource;
import io.github.koelectra.train.model.DropoutRates;
import io.github.koelectra.train.model.PretrainingBatch;
import io.github.koelectra.train.model.PretrainingModel;
import io.github.koelectra.train.pretrain.ModelShapes.Size;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class HeldOutTest {
  private static final int MASK = 4;

  private int asked;

  private static HeldOut threeBatches() {
    ModelShapes shapes = ModelShapes.of(Size.NANO.discriminator(20), 1 / 3.0);
    ParameterSource weights = ModelShapes.initialWeights(1);
    PretrainingModel model =
        new PretrainingModel(
            shapes.discriminator(),
            weights.at("discriminator"),
            shapes.generator(),
            weights.at("generator"),
            Kernels.best(),
            new PretrainingModel.Settings(MASK, 1, 50, 1, DropoutRates.NONE, false));
    PretrainingBatch batch =
        new PretrainingBatch(
            new int[][] {{2, 5, 6, 3}},
            new int[][] {new int[4]},
            new int[][] {{1}},
            new boolean[][] {{false}});
    return new HeldOut(model, List.of(batch, batch, batch), 7);
  }

  @Test
  void itMayBeCutShortBeforeEachBatch() {
    HeldOut heldOut = threeBatches();
    assertTrue(heldOut.measure(() -> asked++).get("loss") > 0);
    assertEquals(3, asked);
    Runnable second =
        () -> {
          if (++asked == 5) {
            throw new CancellationException();
          }
        };
    assertThrows(CancellationException.class, () -> heldOut.measure(second));
    assertEquals(5, asked);
  }
}
