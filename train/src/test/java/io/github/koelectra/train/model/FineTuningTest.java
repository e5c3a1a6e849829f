package io.github.koelectra.train.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.electra.ElectraConfig;
import io.github.koelectra.electra.ElectraForQuestionAnswering;
import io.github.koelectra.electra.ElectraForSequenceClassification;
import io.github.koelectra.electra.ElectraForTokenClassification;
import io.github.koelectra.electra.Head;
import io.github.koelectra.electra.TaskModel;
import io.github.koelectra.electra.TokenBatch;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.tensor.nn.Parameter;
import io.github.koelectra.tensor.nn.ParameterException;
import io.github.koelectra.tensor.nn.ParameterSource;
import io.github.koelectra.train.Meter;
import io.github.koelectra.train.Pass;
import io.github.koelectra.train.Variable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class FineTuningTest {
  private static final Pass PASS = new Pass(1, 0, 0);
  private static final Kernels KERNELS = Kernels.best();

  @Test
  void logitsHaveTheBitsOfTheModelThatIsUsedAfterwards() {
    ParameterSource source = new SeededSource("toy");
    ElectraConfig config = ToyModels.config(12, 3, 4);
    same(Head.SEQUENCE, 4, new ElectraForSequenceClassification(config, source, KERNELS));
    same(Head.TOKEN, 4, new ElectraForTokenClassification(config, source, KERNELS));
    same(Head.QA, 2, new ElectraForQuestionAnswering(config, source, KERNELS));
  }

  private static void same(Head head, int outputs, TaskModel model) {
    FineTuning learner = ToyModels.fineTuning(head, outputs, ToyModels.DROPOUT, false, KERNELS);
    TokenBatch tokens = ToyModels.tokens();
    assertArrayEquals(model.run(tokens).toArray(), learner.logits(tokens).toArray());
  }

  @Test
  void whatTheCheckpointLacksOfTheHeadBeginsAtRandom() {
    ParameterSource source = new SeededSource("toy").without("classifier.");
    var settings = new FineTuning.Settings(Head.SEQUENCE, 3, DropoutRates.NONE, false, 7);
    ElectraConfig config = ToyModels.config(12, 3, 3);
    FineTuning first = new FineTuning(config, source, KERNELS, settings);
    assertEquals(
        List.of(
            "classifier.dense.weight",
            "classifier.dense.bias",
            "classifier.out_proj.weight",
            "classifier.out_proj.bias"),
        first.initialised());
    FineTuning again = new FineTuning(config, source, KERNELS, settings);
    TokenBatch tokens = ToyModels.tokens();
    assertArrayEquals(first.logits(tokens).toArray(), again.logits(tokens).toArray());
    var other = new FineTuning.Settings(Head.SEQUENCE, 3, DropoutRates.NONE, false, 8);
    FineTuning otherwise = new FineTuning(config, source, KERNELS, other);
    assertTrue(first.logits(tokens).get(0, 0) != otherwise.logits(tokens).get(0, 0));
    assertEquals(
        List.of(),
        ToyModels.fineTuning(Head.QA, 2, DropoutRates.NONE, false, KERNELS).initialised());
  }

  /** As if the checkpoint had none. */
  @Test
  void aNewHeadTakesThePlaceOfTheCheckpoints() {
    ElectraConfig config = ToyModels.config(12, 3, 3);
    ParameterSource source = new SeededSource("toy");
    var anew = new FineTuning.Settings(Head.SEQUENCE, 3, DropoutRates.NONE, false, 7, true);
    FineTuning replaced = new FineTuning(config, source, KERNELS, anew);
    var settings = new FineTuning.Settings(Head.SEQUENCE, 3, DropoutRates.NONE, false, 7);
    FineTuning lacking =
        new FineTuning(config, new SeededSource("toy").without("classifier."), KERNELS, settings);
    assertEquals(lacking.initialised(), replaced.replaced());
    assertEquals(List.of(), replaced.initialised());
    assertEquals(List.of(), lacking.replaced());
    TokenBatch tokens = ToyModels.tokens();
    assertArrayEquals(lacking.logits(tokens).toArray(), replaced.logits(tokens).toArray());
  }

  @Test
  void anEncoderIsNotMadeUp() {
    ParameterSource source = new SeededSource("toy").without("electra.encoder.layer.1");
    var settings = new FineTuning.Settings(Head.QA, 2, DropoutRates.NONE, false, 7);
    // The seeded source gives what it is asked for; a checkpoint says what is missing.
    ParameterSource missing = new Missing(source, "");
    ParameterException e =
        assertThrows(
            ParameterException.class,
            () -> new FineTuning(ToyModels.config(12, 3, 2), missing, KERNELS, settings));
    assertTrue(e.getMessage().contains("electra.encoder.layer.1."), e.getMessage());
  }

  /** Refuses what a source says it does not have. */
  private record Missing(ParameterSource source, String path) implements ParameterSource {
    @Override
    public ParameterSource at(String child) {
      return new Missing(source.at(child), path + child + ".");
    }

    @Override
    public boolean has(String name) {
      return source.has(name);
    }

    @Override
    public Parameter parameter(String name, long... shape) {
      if (!has(name)) {
        throw new ParameterException(ParameterException.Problem.MISSING, path + name);
      }
      return source.parameter(name, shape);
    }
  }

  @Test
  void variablesAreNamedAndOrderedAsInTransformers() {
    FineTuning learner = ToyModels.fineTuning(Head.SEQUENCE, 4, DropoutRates.NONE, false, KERNELS);
    List<String> names = learner.variables().stream().map(Variable::name).toList();
    assertEquals(5 + 2 + 2 * 16 + 4, names.size());
    assertEquals("electra.embeddings.word_embeddings.weight", names.getFirst());
    assertEquals("electra.embeddings_project.weight", names.get(5));
    assertEquals("electra.encoder.layer.0.attention.self.query.weight", names.get(7));
    assertEquals("classifier.out_proj.bias", names.getLast());
  }

  @Test
  void accuracyCountsWhatHasALabel() {
    FineTuning learner = ToyModels.fineTuning(Head.TOKEN, 4, DropoutRates.NONE, false, KERNELS);
    TokenBatch tokens = ToyModels.tokens();
    var logits = learner.logits(tokens);
    int[] labels = new int[tokens.tokens()];
    for (int t = 0; t < labels.length; t++) {
      labels[t] = t < 5 ? Losses.largest(logits, t) : -100;
    }
    labels[4] = (labels[4] + 1) % 4;
    List<String> told = new ArrayList<>();
    Meter meter =
        new Meter() {
          @Override
          public void add(String name, double sum, double count) {
            told.add(name + " " + sum + " of " + count);
          }

          @Override
          public void rank(String name, float score, boolean positive) {}
        };
    learner.accumulate(new LabelledBatch(tokens, new Target.TokenClasses(labels)), 1, PASS, meter);
    assertEquals(List.of("accuracy 4.0 of 5.0"), told);
  }

  @Test
  void nothingIsLearntWhereNothingHasALabel() {
    FineTuning token = ToyModels.fineTuning(Head.TOKEN, 4, DropoutRates.NONE, false, KERNELS);
    int[] labels = new int[ToyModels.tokens().tokens()];
    Arrays.fill(labels, -100);
    assertEquals(0, learn(token, new Target.TokenClasses(labels)));
    FineTuning qa = ToyModels.fineTuning(Head.QA, 2, DropoutRates.NONE, false, KERNELS);
    assertEquals(0, learn(qa, new Target.Spans(new int[] {9, 99, 9}, new int[] {7, 16, 3})));
  }

  private static double learn(FineTuning learner, Target target) {
    LabelledBatch batch = new LabelledBatch(ToyModels.tokens(), target);
    double loss = learner.accumulate(batch, 1, PASS, Meter.NONE);
    for (Variable variable : learner.variables()) {
      for (float g : variable.gradient().toArray()) {
        assertEquals(0f, Math.abs(g), variable.name());
      }
    }
    return loss;
  }

  @Test
  void refusesWhatDoesNotFit() {
    FineTuning learner = ToyModels.fineTuning(Head.SEQUENCE, 4, DropoutRates.NONE, false, KERNELS);
    Target two = new Target.Classes(new int[] {1, 2});
    refuses("2 labels", () -> learn(learner, two));
    Target outside = new Target.Classes(new int[] {1, 2, 4});
    refuses("label 4", () -> learn(learner, outside));
    refuses("17 tokens", () -> learner.logits(TokenBatch.of(new int[17])));
    refuses(
        "head NONE", () -> ToyModels.fineTuning(Head.NONE, 4, DropoutRates.NONE, false, KERNELS));
    refuses("rate", () -> new DropoutRates(1, 0, 0));
  }

  private static void refuses(String part, Executable what) {
    var e = assertThrows(IllegalArgumentException.class, what);
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }
}
