package io.github.koelectra.electra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.testkit.SharedFiles;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every golden model: the largest error against float64 is at most twice PyTorch's own in float32,
 * and on the whole not above it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GoldenTest {
  private final List<Double> ratios = new ArrayList<>();

  @AfterAll
  void asTrueAsPyTorchOnTheWhole() {
    double mean = ratios.stream().mapToDouble(Math::log).average().orElse(0);
    System.out.printf(
        Locale.ROOT,
        "golden models: %d outputs, error / PyTorch's: geometric mean %.3f, largest %.3f%n",
        ratios.size(),
        Math.exp(mean),
        ratios.stream().mapToDouble(d -> d).max().orElse(0));
    assertTrue(Math.exp(mean) <= 1.0, "less true than PyTorch on the whole: " + Math.exp(mean));
  }

  @ParameterizedTest
  @ValueSource(strings = {"small-v3-discriminator", "base-v3-discriminator"})
  void committedGoldens(String name) throws IOException, URISyntaxException {
    discriminator(
        Path.of(GoldenTest.class.getResource("/golden").toURI()), "koelectra-" + name, true);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "small-discriminator",
        "small-v2-discriminator",
        "base-discriminator",
        "base-v2-discriminator"
      })
  void otherDiscriminators(String name) throws IOException {
    discriminator(SharedFiles.require("golden/models"), "koelectra-" + name, false);
  }

  private void discriminator(Path directory, String name, boolean heads) throws IOException {
    try (GoldenModel golden = new GoldenModel(directory, name)) {
      var model = golden.build(ElectraForPreTraining::new, 2, Kernels.best());
      for (String output : golden.yardsticks().members().keySet()) {
        if (output.split("/").length == 2) {
          String batch = output.split("/")[0];
          compare(golden, output, perToken(golden, model.run(golden.batch(batch)), batch, 0));
        }
      }
      compareHiddenStates(golden, model);
      if (heads) {
        heads(golden);
      }
    }
  }

  private static void compareHiddenStates(GoldenModel golden, TaskModel model) throws IOException {
    List<Tensor> states = new ArrayList<>();
    Trace collector =
        new Trace() {
          @Override
          public void hiddenStates(int index, Tensor hiddenStates) {
            states.add(hiddenStates.copy());
          }
        };
    model.run(golden.batch("single"), collector);
    assertEquals(13, states.size());
    for (int i = 0; i < states.size(); i++) {
      double[] truth = golden.truth("single/hidden_states." + i);
      float[] ours = states.get(i).toArray();
      assertEquals(truth.length, ours.length);
      assertTrue(largestError(truth, ours) < 8e-6, "hidden state " + i);
    }
  }

  private void heads(GoldenModel golden) throws IOException {
    for (String batch : List.of("single", "batch")) {
      TokenBatch tokens = golden.batch(batch);
      for (int labels = 1; labels <= 2; labels++) {
        var sequence = golden.build(ElectraForSequenceClassification::new, labels, Kernels.best());
        compare(
            golden, "sequence" + labels + "/" + batch + "/logits", sequence.run(tokens).toArray());
      }
      var token = golden.build(ElectraForTokenClassification::new, 29, Kernels.best());
      compare(golden, "token29/" + batch + "/logits", token.run(tokens).toArray());
      Tensor qa = golden.build(ElectraForQuestionAnswering::new, 2, Kernels.best()).run(tokens);
      compare(golden, "qa/" + batch + "/start_logits", perToken(golden, qa, batch, 0));
      compare(golden, "qa/" + batch + "/end_logits", perToken(golden, qa, batch, 1));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "small-generator",
        "small-v2-generator",
        "small-v3-generator",
        "base-generator",
        "base-v2-generator",
        "base-v3-generator"
      })
  void generators(String name) throws IOException {
    Path directory = SharedFiles.require("golden/models");
    try (GoldenModel golden = new GoldenModel(directory, "koelectra-" + name)) {
      var model = golden.build(ElectraForMaskedLM::new, 2, Kernels.best());
      for (String output : golden.yardsticks().members().keySet()) {
        Tensor logits = model.run(golden.batch(output.split("/")[0]));
        compare(golden, output, everySeventhRow(logits));
        long[] best = golden.ids(output + "_top5_ids");
        for (int token = 0; token < logits.rows(); token++) {
          float[] row = logits.row(token);
          for (int rank = 0; rank < 5; rank++) {
            int id = (int) best[5 * token + rank];
            int above = 0;
            for (float logit : row) {
              above += logit > row[id] + 2e-5f ? 1 : 0;
            }
            assertTrue(above <= rank, output + ": token " + token + ", rank " + rank);
          }
        }
      }
    }
  }

  private static float[] everySeventhRow(Tensor logits) {
    int rows = Math.min(4, Math.ceilDiv(logits.rows(), 7));
    float[] values = new float[rows * logits.columns()];
    for (int r = 0; r < rows; r++) {
      System.arraycopy(logits.row(7 * r), 0, values, r * logits.columns(), logits.columns());
    }
    return values;
  }

  /** Column {@code column} of the valid tokens. */
  private static float[] perToken(GoldenModel golden, Tensor logits, String batch, int column)
      throws IOException {
    TokenBatch tokens = golden.batch(batch);
    float[] values = new float[tokens.tokens()];
    for (int t = 0; t < values.length; t++) {
      values[t] = logits.get(t, column);
    }
    return values;
  }

  private void compare(GoldenModel golden, String output, float[] ours) throws IOException {
    double[] truth = golden.truth(output);
    assertEquals(truth.length, ours.length, output);
    double error = largestError(truth, ours);
    double yardstick = golden.yardsticks().findDouble(output).orElseThrow();
    ratios.add(error / yardstick);
    assertTrue(error <= 2 * yardstick, output + ": " + error + ", PyTorch " + yardstick);
  }

  private static double largestError(double[] truth, float[] ours) {
    double largest = 0;
    for (int i = 0; i < truth.length; i++) {
      largest = Math.max(largest, Math.abs(truth[i] - ours[i]));
    }
    return largest;
  }
}
