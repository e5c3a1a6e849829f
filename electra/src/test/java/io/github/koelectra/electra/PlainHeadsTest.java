package io.github.koelectra.electra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.tensor.Tensor;
import io.github.koelectra.tensor.kernel.Activation;
import io.github.koelectra.tensor.kernel.Kernels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Heads, activations and attention for which there is no golden, against plain doubles. */
class PlainHeadsTest {
  /** Of numbers up to 1, and that many times more of larger ones. */
  private static final double TOLERANCE = 2e-6;

  private static final int[][] IDS = {{2, 17, 31, 5, 9, 3}, {2, 39, 3}, {7, 2, 8, 11, 3}};
  private static final int[][] TYPES = {{0, 0, 0, 1, 1, 1}, {0, 0, 0}, {0, 1, 0, 1, 0}};
  private static final int[][] MASK = {{1, 1, 1, 1, 1, 1}, {1, 1, 1}, {0, 1, 1, 0, 1}};
  private static final TokenBatch BATCH = TokenBatch.padded(IDS, TYPES, MASK);

  @TempDir private Path directory;

  private static boolean[] masked(int sequence) {
    boolean[] masked = new boolean[MASK[sequence].length];
    for (int t = 0; t < masked.length; t++) {
      masked[t] = MASK[sequence][t] == 0;
    }
    return masked;
  }

  private interface PlainHead {
    double[][] apply(double[][] lastHiddenState);
  }

  /** Compares a head's rows, one per token or one per sequence, with those of plain doubles. */
  private void compare(MadeCheckpoint tiny, String prefix, Head head, PlainHead plainHead)
      throws IOException {
    tiny.write(directory);
    PlainModel plain = tiny.plain(directory, prefix);
    Tensor ours;
    try (TaskModel model = head.load(directory, Kernels.best())) {
      ours = model.run(BATCH);
    }
    int row = 0;
    for (int s = 0; s < IDS.length; s++) {
      double[][][] states = plain.hiddenStates(IDS[s], TYPES[s], masked(s));
      double[][] truth = plainHead.apply(states[MadeCheckpoint.LAYERS]);
      double tolerance = TOLERANCE * Math.max(1, largest(truth));
      for (double[] expected : truth) {
        assertEquals(expected.length, ours.columns(), "columns");
        for (int i = 0; i < expected.length; i++) {
          assertEquals(expected[i], ours.get(row, i), tolerance, "row " + row + ", column " + i);
        }
        row++;
      }
    }
    assertEquals(row, ours.rows(), "rows");
  }

  private static double largest(double[][] matrix) {
    return Arrays.stream(matrix).flatMapToDouble(Arrays::stream).map(Math::abs).max().orElse(0);
  }

  private static PlainHead pooled(PlainModel plain, String dense, String projection, Activation a) {
    return states -> {
      double[][] first = {states[0]};
      double[][] transformed = PlainModel.map(plain.linear(dense, first), PlainModel.function(a));
      return plain.linear(projection, transformed);
    };
  }

  @ParameterizedTest
  @CsvSource({"bert., 1", "bert., 5", "'', 3"})
  void bertSequenceClassification(String prefix, int labels) throws IOException {
    MadeCheckpoint tiny = new MadeCheckpoint("bert", prefix, MadeCheckpoint.HIDDEN);
    String pooler = prefix + "pooler.dense";
    tiny.dense(pooler, MadeCheckpoint.HIDDEN, MadeCheckpoint.HIDDEN);
    tiny.dense("classifier", labels, MadeCheckpoint.HIDDEN).with("num_labels", labels);
    PlainModel plain = tiny.plain(tiny.write(directory), prefix);
    compare(tiny, prefix, Head.SEQUENCE, pooled(plain, pooler, "classifier", Activation.TANH));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gelu", "relu"})
  void electraSequenceClassificationIsAlwaysGelu(String hiddenAct) throws IOException {
    MadeCheckpoint tiny =
        MadeCheckpoint.electra().head(Head.SEQUENCE, 4).with("hidden_act", hiddenAct);
    PlainModel plain = tiny.plain(tiny.write(directory), "electra.");
    PlainHead head = pooled(plain, "classifier.dense", "classifier.out_proj", Activation.GELU);
    compare(tiny, "electra.", Head.SEQUENCE, head);
  }

  @ParameterizedTest
  @CsvSource({"bert, 1", "bert, 7", "electra, 2"})
  void tokenClassification(String type, int labels) throws IOException {
    MadeCheckpoint tiny = type.equals("bert") ? MadeCheckpoint.bert() : MadeCheckpoint.electra();
    tiny.head(Head.TOKEN, labels);
    PlainModel plain = tiny.plain(tiny.write(directory), type + ".");
    compare(tiny, type + ".", Head.TOKEN, states -> plain.linear("classifier", states));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bert", "electra"})
  void questionAnswering(String type) throws IOException {
    MadeCheckpoint tiny = type.equals("bert") ? MadeCheckpoint.bert() : MadeCheckpoint.electra();
    tiny.head(Head.QA, 2);
    PlainModel plain = tiny.plain(tiny.write(directory), type + ".");
    compare(tiny, type + ".", Head.QA, states -> plain.linear("qa_outputs", states));
  }

  @ParameterizedTest
  @CsvSource({"gelu, GELU", "gelu_new, GELU_TANH", "relu, RELU", "tanh, TANH"})
  void thePretrainingHeadUsesTheModelsActivation(String name, Activation activation)
      throws IOException {
    MadeCheckpoint tiny =
        MadeCheckpoint.electra().head(Head.PRE_TRAINING, 2).with("hidden_act", name);
    PlainModel plain = tiny.plain(tiny.write(directory), "electra.");
    String dense = "discriminator_predictions.dense";
    PlainHead head =
        states ->
            plain.linear(
                dense + "_prediction",
                PlainModel.map(plain.linear(dense, states), PlainModel.function(activation)));
    compare(tiny, "electra.", Head.PRE_TRAINING, head);
  }

  private static PlainHead decoder(
      PlainModel plain, String transform, Activation activation, double[] words, double[] bias) {
    return states -> {
      double[][] dense = plain.linear(transform + ".dense", states);
      double[][] active = PlainModel.map(dense, PlainModel.function(activation));
      return plain.linear(words, bias, plain.layerNorm(transform + ".LayerNorm", active));
    };
  }

  private static final String DECODER = "cls.predictions.decoder";
  private static final String BIAS = "cls.predictions.bias";

  /** Where the decoder's weight and bias are: tied, of its own, and under both names. */
  @ParameterizedTest
  @CsvSource({
    "gelu, GELU, false, true, false",
    "gelu_new, GELU_TANH, true, true, true",
    "relu, RELU, true, false, true",
    "gelu, GELU, false, true, true"
  })
  void bertMaskedLM(
      String name, Activation activation, boolean weight, boolean beside, boolean inside)
      throws IOException {
    MadeCheckpoint tiny = MadeCheckpoint.bert().head(Head.MASKED_LM, 2).with("hidden_act", name);
    if (weight) {
      tiny.tensor(DECODER + ".weight", MadeCheckpoint.WORDS, MadeCheckpoint.HIDDEN);
    }
    if (inside) {
      tiny.tensor(DECODER + ".bias", MadeCheckpoint.WORDS);
    }
    if (!beside) {
      tiny.without(BIAS);
    }
    PlainModel plain = tiny.plain(tiny.write(directory), "bert.");
    double[] words =
        tiny.weights(weight ? DECODER + ".weight" : "bert.embeddings.word_embeddings.weight");
    double[] bias = tiny.weights(inside ? DECODER + ".bias" : BIAS);
    PlainHead head = decoder(plain, "cls.predictions.transform", activation, words, bias);
    compare(tiny, "bert.", Head.MASKED_LM, head);
  }

  @ParameterizedTest
  @CsvSource({"gelu, false", "relu, true"})
  void electraMaskedLMIsAlwaysGelu(String hiddenAct, boolean weight) throws IOException {
    MadeCheckpoint tiny =
        MadeCheckpoint.electra().head(Head.MASKED_LM, 2).with("hidden_act", hiddenAct);
    if (weight) {
      tiny.tensor("generator_lm_head.weight", MadeCheckpoint.WORDS, 16);
    }
    PlainModel plain = tiny.plain(tiny.write(directory), "electra.");
    double[] words =
        tiny.weights(
            weight ? "generator_lm_head.weight" : "electra.embeddings.word_embeddings.weight");
    double[] bias = tiny.weights("generator_lm_head.bias");
    PlainHead head = decoder(plain, "generator_predictions", Activation.GELU, words, bias);
    compare(tiny, "electra.", Head.MASKED_LM, head);
  }

  @ParameterizedTest
  @CsvSource({"bert, bert., 24", "bert, '', 24", "electra, electra., 16", "electra, '', 24"})
  void hiddenStatesAndAttentionOfEveryLayer(String type, String prefix, int embedding)
      throws IOException {
    MadeCheckpoint tiny = new MadeCheckpoint(type, prefix, embedding);
    PlainModel plain = tiny.plain(tiny.write(directory), prefix);
    Recorder recorder = new Recorder();
    try (ElectraModel model = ElectraModel.fromPretrained(directory)) {
      model.run(BATCH, recorder);
    }
    assertEquals(MadeCheckpoint.LAYERS + 1, recorder.states.size());
    assertEquals(MadeCheckpoint.LAYERS, recorder.probabilities.size());
    for (int s = 0; s < IDS.length; s++) {
      double[][][] states = plain.hiddenStates(IDS[s], TYPES[s], masked(s));
      for (int layer = 0; layer <= MadeCheckpoint.LAYERS; layer++) {
        compareStates(states[layer], recorder.states.get(layer), BATCH.layout().begin(s));
      }
      for (int layer = 0; layer < MadeCheckpoint.LAYERS; layer++) {
        float[] ours = recorder.probabilities.get(layer)[s];
        compareAttention(plain.attentionProbs()[layer], ours, masked(s));
      }
    }
  }

  private static final class Recorder implements Trace {
    final List<Tensor> states = new ArrayList<>();
    final List<float[][]> probabilities = new ArrayList<>();

    @Override
    public void hiddenStates(int index, Tensor hiddenStates) {
      assertEquals(index, states.size());
      states.add(hiddenStates.copy());
    }

    @Override
    public boolean wantsAttentionProbs() {
      return true;
    }

    @Override
    public void attentionProbs(int layer, float[][] attentionProbs) {
      assertEquals(layer, probabilities.size());
      probabilities.add(attentionProbs);
    }
  }

  private static void compareStates(double[][] truth, Tensor ours, int firstRow) {
    assertEquals(MadeCheckpoint.HIDDEN, ours.columns());
    for (int t = 0; t < truth.length; t++) {
      for (int i = 0; i < truth[t].length; i++) {
        assertEquals(truth[t][i], ours.get(firstRow + t, i), TOLERANCE);
      }
    }
  }

  private static void compareAttention(double[][][] truth, float[] ours, boolean[] masked) {
    int length = masked.length;
    assertEquals(MadeCheckpoint.HEADS * length * length, ours.length);
    for (int h = 0; h < truth.length; h++) {
      for (int q = 0; q < length; q++) {
        double sum = 0;
        for (int k = 0; k < length; k++) {
          float probability = ours[(h * length + q) * length + k];
          assertEquals(truth[h][q][k], probability, TOLERANCE);
          assertTrue(!masked[k] || probability == 0, "a masked key has a probability");
          sum += probability;
        }
        assertEquals(1, sum, TOLERANCE);
      }
    }
  }

  @Test
  void askingForAttentionChangesNoBit() throws IOException {
    MadeCheckpoint.electra().write(directory);
    try (ElectraModel model = ElectraModel.fromPretrained(directory)) {
      Recorder recorder = new Recorder();
      assertEquals(
          Arrays.hashCode(model.run(BATCH).toArray()),
          Arrays.hashCode(model.run(BATCH, recorder).toArray()));
    }
  }
}
