package io.github.koelectra.train.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.train.Meter;
import io.github.koelectra.train.Pass;
import io.github.koelectra.train.Variable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class PretrainingModelTest {
  private static final Pass PASS = new Pass(1, 2, 0);

  /** Keeps what it is told. */
  private static final class Told implements Meter {
    final Map<String, double[]> sums = new HashMap<>();
    final List<Boolean> ranked = new ArrayList<>();

    @Override
    public void add(String name, double sum, double count) {
      sums.put(name, new double[] {sum, count});
    }

    @Override
    public void rank(String name, float score, boolean positive) {
      assertEquals("discriminator_auc", name);
      ranked.add(positive);
    }
  }

  private static PretrainingModel model() {
    return ToyModels.pretraining(DropoutRates.NONE, false, Kernels.best());
  }

  @Test
  void evaluatesToTheSameLossAndLearnsNothing() {
    PretrainingModel model = model();
    PretrainingBatch batch = ToyModels.pretrainingBatch();
    double loss = model.evaluate(batch, PASS, Meter.NONE);
    for (Variable variable : model.variables()) {
      assertArrayEquals(new float[variable.size()], variable.gradient().toArray());
    }
    assertEquals(loss, model.accumulate(batch, 1, PASS, Meter.NONE));
    assertEquals(26, model.tokens(batch));
  }

  @Test
  void anotherPassGuessesOtherwise() {
    PretrainingModel model = model();
    PretrainingBatch batch = ToyModels.pretrainingBatch();
    double loss = model.evaluate(batch, PASS, Meter.NONE);
    assertNotEquals(loss, model.evaluate(batch, new Pass(1, 3, 0), Meter.NONE));
  }

  @Test
  void tellsHowBothModelsDo() {
    PretrainingModel model = model();
    Told told = new Told();
    double loss = model.evaluate(ToyModels.pretrainingBatch(), PASS, told);
    double[] generator = told.sums.get("generator_loss");
    double[] discriminator = told.sums.get("discriminator_loss");
    double expected =
        generator[0] / (generator[1] + 1e-6) + 50 * discriminator[0] / (discriminator[1] + 1e-6);
    assertEquals(expected, loss, 1e-9);
    assertEquals(7, told.sums.get("generator_accuracy")[1]);
    assertEquals(26, told.sums.get("discriminator_accuracy")[1]);
    assertEquals(26, told.ranked.size());
    double replaced = told.ranked.stream().filter(positive -> positive).count();
    assertTrue(replaced > 0);
    double[] precision = told.sums.get("discriminator_precision");
    double[] recall = told.sums.get("discriminator_recall");
    assertEquals(replaced, recall[1]);
    assertEquals(recall[0], precision[0]);
    double wrong = (precision[1] - precision[0]) + (recall[1] - recall[0]);
    assertEquals(26 - wrong, told.sums.get("discriminator_accuracy")[0]);
  }

  @Test
  void eachModelHasACheckpointOfItsOwn() {
    PretrainingModel model = model();
    SequencedMap<String, Variable> discriminator = model.discriminator();
    SequencedMap<String, Variable> generator = model.generator();
    assertEquals(5 + 2 + 2 * 16 + 4, discriminator.size());
    assertEquals(5 + 2 * 16 + 5, generator.size());
    String words = "electra.embeddings.word_embeddings.weight";
    assertSame(discriminator.get(words), generator.get(words));
    assertEquals(words, generator.firstEntry().getKey());
    assertTrue(generator.containsKey("generator_lm_head.bias"));
    assertTrue(discriminator.containsKey("discriminator_predictions.dense_prediction.bias"));
    assertEquals(discriminator.size() + generator.size() - 5, model.variables().size());
  }
}
