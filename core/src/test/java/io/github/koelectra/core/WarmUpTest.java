package io.github.koelectra.core;

import static io.github.koelectra.core.PipelineGoldens.model;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.electra.ElectraModel;
import io.github.koelectra.tensor.Parallel;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.tensor.kernel.Room;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Models that are made ready before the first request. */
class WarmUpTest {
  private static final String TEXT = "민수는 어제 서울에서 지은을 만났다.";

  @Test
  void theFastestKernelsAreInUseAndTheResultsAreTheSame() throws IOException, InterruptedException {
    Kernels kernels = Kernels.best();
    try (var similarity =
        Similarity.open(model("encoder"), SentenceEmbedding.Options.DEFAULT, kernels)) {
      double before = similarity.score(TEXT, "날씨가 좋다").score();
      assertTrue(similarity.warmUp());
      assertEquals(before, similarity.score(TEXT, "날씨가 좋다").score());
      String fastest =
          Room.vectorAvailable() ? "vector, " + kernels.vectorBits() + " bits" : "scalar";
      assertEquals(fastest, kernels.description());
    }
  }

  @Test
  void plainLoopsHaveNothingToWaitFor() throws IOException, InterruptedException {
    Kernels plain = Kernels.of(Room.SCALAR, Parallel.of(1));
    try (KoElectra<ElectraModel> open =
        KoElectra.open(model("encoder"), ElectraModel::fromPretrained, plain)) {
      assertTrue(open.warmUp());
    }
  }

  @Test
  void warmingUpCanBeInterrupted() throws IOException {
    Kernels plain = Kernels.of(Room.SCALAR, Parallel.of(1));
    try (KoElectra<ElectraModel> open =
        KoElectra.open(model("encoder"), ElectraModel::fromPretrained, plain)) {
      Thread.currentThread().interrupt();
      assertThrows(InterruptedException.class, open::warmUp);
    }
  }
}
