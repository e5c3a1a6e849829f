package io.github.koelectra.train.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.koelectra.electra.ElectraConfig;
import io.github.koelectra.electra.Head;
import io.github.koelectra.electra.TokenBatch;
import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.train.Meter;
import io.github.koelectra.train.Pass;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fine-tuning in parity with PyTorch: logits, losses, every gradient, five steps. */
class FineTuningGoldenTest {
  private static final String HEADS = "classification regression multilabel token qa";

  static FineTuning learner(TrainingGolden golden, String kind, boolean recompute)
      throws IOException {
    Head head =
        switch (kind) {
          case "token" -> Head.TOKEN;
          case "qa" -> Head.QA;
          default -> Head.SEQUENCE;
        };
    ElectraConfig config = golden.config("config", golden.labels());
    return new FineTuning(
        config,
        new SeededSource(golden.seed()),
        Kernels.best(),
        new FineTuning.Settings(head, golden.labels(), DropoutRates.NONE, recompute, 1));
  }

  static LabelledBatch batch(TrainingGolden golden, String kind, String name) throws IOException {
    TokenBatch tokens = golden.tokens(name, kind.equals("qa"));
    String labels = name + "/labels";
    Target target =
        switch (kind) {
          case "classification" -> new Target.Classes(golden.ints(labels));
          case "regression" -> new Target.Scores(golden.floats(labels));
          case "multilabel" -> new Target.Several(rows(golden.floats(labels), 3));
          case "token" -> new Target.TokenClasses(golden.withoutPadding(name, "labels"));
          default ->
              new Target.Spans(
                  golden.ints(name + "/start_positions"), golden.ints(name + "/end_positions"));
        };
    return new LabelledBatch(tokens, target);
  }

  private static float[][] rows(float[] values, int columns) {
    float[][] rows = new float[values.length / columns][];
    Arrays.setAll(rows, r -> Arrays.copyOfRange(values, r * columns, (r + 1) * columns));
    return rows;
  }

  @ParameterizedTest
  @ValueSource(strings = {"classification", "regression", "multilabel", "token", "qa"})
  void logits(String kind) throws IOException {
    try (TrainingGolden golden = new TrainingGolden("finetune-" + kind)) {
      FineTuning learner = learner(golden, kind, false);
      for (String name : List.of("batch0", "batch1")) {
        Tensor logits = learner.logits(batch(golden, kind, name).tokens());
        switch (kind) {
          case "qa" -> {
            String starts = name + "/start_logits";
            String ends = name + "/end_logits";
            golden.checkOutput(starts, golden.truth(starts), column(logits, 0));
            golden.checkOutput(ends, golden.truth(ends), column(logits, 1));
          }
          case "token" ->
              golden.checkOutput(
                  name + "/logits", withoutPadding(golden, name, 5), logits.toArray());
          default -> {
            String output = name + "/logits";
            golden.checkOutput(output, golden.truth(output), logits.toArray());
          }
        }
      }
    }
  }

  private static float[] column(Tensor logits, int column) {
    float[] values = new float[logits.rows()];
    for (int t = 0; t < values.length; t++) {
      values[t] = logits.get(t, column);
    }
    return values;
  }

  private static double[] withoutPadding(TrainingGolden golden, String name, int columns)
      throws IOException {
    int[] mask = golden.ints(name + "/attention_mask");
    double[] logits = golden.truth(name + "/logits");
    double[] found = new double[logits.length];
    int count = 0;
    for (int i = 0; i < logits.length; i++) {
      if (mask[i / columns] == 1) {
        found[count++] = logits[i];
      }
    }
    return Arrays.copyOf(found, count);
  }

  @ParameterizedTest
  @ValueSource(strings = {"classification", "regression", "multilabel", "token", "qa"})
  void lossAndGradients(String kind) throws IOException {
    try (TrainingGolden golden = new TrainingGolden("finetune-" + kind)) {
      for (boolean recompute : new boolean[] {false, true}) {
        FineTuning learner = learner(golden, kind, recompute);
        LabelledBatch batch = batch(golden, kind, "batch0");
        double loss = learner.accumulate(batch, 1, new Pass(0, 0, 0), Meter.NONE);
        double truth = golden.traced("adamw", "loss", 0);
        assertEquals(truth, loss, 1e-6 * truth);
        golden.checkGradients(learner.variables());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"adamw", "adamw_layerwise", "electra"})
  void fiveSteps(String optimizer) throws IOException {
    for (String kind : HEADS.split(" ")) {
      try (TrainingGolden golden = new TrainingGolden("finetune-" + kind)) {
        List<LabelledBatch> batches =
            List.of(batch(golden, kind, "batch0"), batch(golden, kind, "batch1"));
        GoldenOptimizer.check(
            golden,
            optimizer,
            !optimizer.equals("adamw"),
            learner(golden, kind, false),
            batches,
            Kernels.best());
      }
    }
  }
}
