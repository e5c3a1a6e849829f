package io.github.koelectra.train.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.koelectra.electra.TokenBatch;
import io.github.koelectra.json.Json;
import io.github.koelectra.json.JsonObject;
import io.github.koelectra.json.JsonValue;
import io.github.koelectra.json.JsonValue.JsonArray;
import io.github.koelectra.json.JsonValue.JsonNumber;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.train.Learner;
import io.github.koelectra.train.Meter;
import io.github.koelectra.train.Pass;
import io.github.koelectra.train.Variable;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pretraining in parity with PyTorch: losses, every gradient, five steps. */
class PretrainingGoldenTest {
  private static final int MASK = 4;

  /** A batch with the guesses of the golden. */
  private record Guessed(PretrainingBatch batch, int[] sampled) {}

  private static Guessed batch(TrainingGolden golden, String name) throws IOException {
    int[][] ids = golden.matrix(name + "/input_ids");
    int[][] types = golden.matrix(name + "/token_type_ids");
    int[][] mask = golden.matrix(name + "/attention_mask");
    int[][] masked = golden.matrix(name + "/masked_input_ids");
    int[][] positions = golden.matrix(name + "/masked_lm_positions");
    float[] weights = golden.floats(name + "/masked_lm_weights");
    int[] sampled = golden.ints(name + "/sampled_ids");
    boolean[][] kept = new boolean[ids.length][];
    int[] guesses = new int[sampled.length];
    int count = 0;
    for (int s = 0; s < ids.length; s++) {
      int length = Arrays.stream(mask[s]).sum();
      ids[s] = Arrays.copyOf(ids[s], length);
      types[s] = Arrays.copyOf(types[s], length);
      int slots = positions[s].length;
      int used = 0;
      for (int i = 0; i < slots; i++) {
        if (weights[s * slots + i] == 1) {
          guesses[count++] = sampled[s * slots + i];
          used++;
        }
      }
      positions[s] = Arrays.copyOf(positions[s], used);
      kept[s] = new boolean[used];
      for (int i = 0; i < used; i++) {
        kept[s][i] = masked[s][positions[s][i]] != MASK;
      }
    }
    return new Guessed(
        new PretrainingBatch(ids, types, positions, kept), Arrays.copyOf(guesses, count));
  }

  private static PretrainingModel model(TrainingGolden golden, boolean recompute)
      throws IOException {
    SeededSource source = new SeededSource(golden.seed());
    return new PretrainingModel(
        golden.config("discriminator_config", 2),
        source.at("discriminator"),
        golden.config("generator_config", 2),
        source.at("generator"),
        Kernels.best(),
        new PretrainingModel.Settings(MASK, 1, 50, 1, DropoutRates.NONE, recompute));
  }

  /** The model as a learner that guesses as the golden does. */
  private record GivenGuesses(PretrainingModel model) implements Learner<Guessed> {
    @Override
    public List<Variable> variables() {
      return model.variables();
    }

    @Override
    public void valuesChanged() {
      model.valuesChanged();
    }

    @Override
    public double accumulate(Guessed batch, float scale, Pass pass, Meter meter) {
      return model.loss(batch.batch(), Masks.NONE, meter, _ -> batch.sampled(), scale);
    }

    @Override
    public int tokens(Guessed batch) {
      return model.tokens(batch.batch());
    }
  }

  /** Keeps the means. */
  private static final class Means implements Meter {
    final Map<String, Double> means = new HashMap<>();

    @Override
    public void add(String name, double sum, double count) {
      means.put(name, sum / count);
    }

    @Override
    public void rank(String name, float score, boolean positive) {}
  }

  @ParameterizedTest
  @ValueSource(strings = {"quarter", "same"})
  void batchesAreMaskedAndCorrupted(String size) throws IOException {
    try (TrainingGolden golden = new TrainingGolden("pretrain-" + size)) {
      for (String name : List.of("batch0", "batch1")) {
        Guessed batch = batch(golden, name);
        GuessedBatch guessed = GuessedBatch.of(batch.batch(), MASK);
        assertArrayEquals(
            golden.withoutPadding(name, "masked_input_ids"), guessed.masked().inputIds());
        GuessedBatch.Corrupted corrupted = guessed.corrupted(batch.sampled());
        TokenBatch tokens = corrupted.tokens();
        assertArrayEquals(golden.withoutPadding(name, "fake_ids"), tokens.inputIds());
        int[] replaced = golden.withoutPadding(name, "is_replaced");
        for (int t = 0; t < replaced.length; t++) {
          assertEquals(replaced[t], corrupted.replaced()[t]);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"quarter", "same"})
  void lossesAndGradients(String size) throws IOException {
    try (TrainingGolden golden = new TrainingGolden("pretrain-" + size)) {
      for (boolean recompute : new boolean[] {false, true}) {
        GivenGuesses learner = new GivenGuesses(model(golden, recompute));
        Means meter = new Means();
        Guessed batch = batch(golden, "batch0");
        double loss = learner.accumulate(batch, 1, new Pass(0, 0, 0), meter);
        double truth = golden.traced("electra", "loss", 0);
        assertEquals(truth, loss, 1e-6 * truth);
        double generator = golden.truth("batch0/gen_loss")[0];
        double discriminator = golden.truth("batch0/disc_loss")[0];
        assertEquals(generator, meter.means.get("generator_loss"), 2e-6 * generator);
        assertEquals(discriminator, meter.means.get("discriminator_loss"), 2e-6 * discriminator);
        golden.checkGradients(learner.variables());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"quarter", "same"})
  void fiveSteps(String size) throws IOException {
    try (TrainingGolden golden = new TrainingGolden("pretrain-" + size)) {
      GivenGuesses learner = new GivenGuesses(model(golden, false));
      List<Guessed> batches = List.of(batch(golden, "batch0"), batch(golden, "batch1"));
      GoldenOptimizer.check(golden, "electra", false, learner, batches, Kernels.best());
    }
  }

  @Test
  void scattersAsTheSourceDoes() throws IOException {
    JsonObject helpers = Json.readObject(TrainingGolden.resource("pretrain-helpers.json"));
    List<JsonValue> cases = helpers.findArray("scatter").orElseThrow().values();
    assertEquals(40, cases.size());
    for (JsonValue value : cases) {
      JsonObject one = (JsonObject) value;
      int[][] positions = ints(one, "positions");
      for (int s = 0; s < positions.length; s++) {
        int[] sequence = ints(one, "sequence")[s];
        int[] ids = GuessedBatch.scatter(sequence, positions[s], ints(one, "updates")[s]);
        assertArrayEquals(ints(one, "result")[s], ids);
      }
    }
  }

  private static int[][] ints(JsonObject object, String name) throws IOException {
    return object.findArray(name).orElseThrow().values().stream()
        .map(row -> row(((JsonArray) row).values()))
        .toArray(int[][]::new);
  }

  private static int[] row(List<JsonValue> values) {
    return values.stream().mapToInt(v -> Integer.parseInt(((JsonNumber) v).literal())).toArray();
  }
}
