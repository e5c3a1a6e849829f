package io.github.koelectra.train.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.koelectra.electra.ElectraConfig;
import io.github.koelectra.electra.TokenBatch;
import io.github.koelectra.json.Json;
import io.github.koelectra.json.JsonObject;
import io.github.koelectra.json.JsonValue.JsonNumber;
import io.github.koelectra.json.JsonValue.JsonString;
import io.github.koelectra.tensor.kernel.Activation;
import io.github.koelectra.train.Variable;
import io.github.koelectra.weights.Checkpoint;
import io.github.koelectra.weights.TensorEntry;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** A golden file of training: batches, and what PyTorch makes of them in float64. */
final class TrainingGolden implements AutoCloseable {
  private final JsonObject json;
  private final Checkpoint tensors;

  TrainingGolden(String name) throws IOException {
    json = Json.readObject(resource(name + ".json"));
    tensors = Checkpoint.open(resource(name + ".safetensors"));
  }

  static Path resource(String name) {
    try {
      return Path.of(TrainingGolden.class.getResource("/training/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  String seed() throws IOException {
    return json.findString("seed").orElseThrow();
  }

  int labels() throws IOException {
    return json.findLong("num_labels").orElseThrow().intValue();
  }

  ElectraConfig config(String member, int labels) throws IOException {
    JsonObject c = json.findObject(member).orElseThrow();
    return new ElectraConfig(
        "electra",
        List.of(),
        integer(c, "vocab_size"),
        integer(c, "embedding_size"),
        integer(c, "hidden_size"),
        integer(c, "num_hidden_layers"),
        integer(c, "num_attention_heads"),
        integer(c, "intermediate_size"),
        Activation.GELU,
        integer(c, "max_position_embeddings"),
        integer(c, "type_vocab_size"),
        c.findDouble("layer_norm_eps").orElseThrow(),
        0,
        true,
        Collections.nCopies(labels, "x"),
        Optional.empty());
  }

  private static int integer(JsonObject object, String name) throws IOException {
    return object.findLong(name).orElseThrow().intValue();
  }

  int[][] matrix(String name) throws IOException {
    TensorEntry entry =
        tensors.entries().stream().filter(e -> e.name().equals(name)).findFirst().orElseThrow();
    int columns = entry.shape().get(1).intValue();
    int[] values = ints(name);
    int[][] rows = new int[entry.shape().get(0).intValue()][];
    Arrays.setAll(rows, r -> Arrays.copyOfRange(values, r * columns, (r + 1) * columns));
    return rows;
  }

  int[] ints(String name) throws IOException {
    return Arrays.stream(tensors.readLongs(name)).mapToInt(Math::toIntExact).toArray();
  }

  double[] truth(String name) throws IOException {
    return tensors.readDoubles(name);
  }

  float[] floats(String name) throws IOException {
    double[] values = truth(name);
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  /** Batch {@code batch} without its padding, or with it. */
  TokenBatch tokens(String batch, boolean padding) throws IOException {
    int[][] ids = matrix(batch + "/input_ids");
    int[][] types = matrix(batch + "/token_type_ids");
    int[][] mask = matrix(batch + "/attention_mask");
    return padding ? TokenBatch.withPadding(ids, types, mask) : TokenBatch.padded(ids, types, mask);
  }

  /** The elements of {@code matrix} that are no padding, one row behind the other. */
  int[] withoutPadding(String batch, String name) throws IOException {
    int[] mask = ints(batch + "/attention_mask");
    int[] values = ints(batch + "/" + name);
    int[] found = new int[values.length];
    int count = 0;
    for (int i = 0; i < values.length; i++) {
      if (mask[i] == 1) {
        found[count++] = values[i];
      }
    }
    return Arrays.copyOf(found, count);
  }

  JsonObject trace(String optimizer) throws IOException {
    return json.findObject("optimizers").orElseThrow().findObject(optimizer).orElseThrow();
  }

  double traced(String optimizer, String what, int step) throws IOException {
    var values = trace(optimizer).findArray(what).orElseThrow().values();
    return Double.parseDouble(((JsonNumber) values.get(step)).literal());
  }

  private boolean isZero(String parameter) throws IOException {
    return json.findArray("zero_gradient").orElseThrow().values().stream()
        .anyMatch(name -> ((JsonString) name).value().equals(parameter));
  }

  private JsonObject yardsticks() throws IOException {
    return json.findObject("torch_f32_max_abs_error").orElseThrow();
  }

  /** Logits: at most twice PyTorch's error in float32. */
  void checkOutput(String name, double[] truth, float[] ours) throws IOException {
    double yardstick = yardsticks().findDouble(name).orElseThrow();
    double error = largestError(truth, ours);
    assertTrue(
        error <= Math.max(1e-6, 2 * yardstick), name + ": " + error + ", PyTorch " + yardstick);
  }

  /** Every gradient by name. */
  void checkGradients(List<Variable> variables) throws IOException {
    int expected =
        (int) tensors.entries().stream().filter(e -> e.name().startsWith("grad/")).count();
    assertEquals(expected, variables.size());
    for (Variable variable : variables) {
      double[] truth = truth("grad/" + variable.name());
      double largest = Arrays.stream(truth).map(Math::abs).max().orElseThrow();
      double error = largestError(truth, variable.gradient().toArray());
      double bound = isZero(variable.name()) ? 1e-6 : 5e-6 * largest;
      assertTrue(error <= bound, variable.name() + ": " + error + " of " + largest);
    }
  }

  /** Every parameter after the steps of an optimizer. */
  void checkParameters(String optimizer, List<Variable> variables) throws IOException {
    JsonObject errors =
        yardsticks().findObject(optimizer).orElseThrow().findObject("param").orElseThrow();
    for (Variable variable : variables) {
      if (!isZero(variable.name())) {
        double yardstick = errors.findDouble(variable.name()).orElseThrow();
        double[] truth = truth(optimizer + "/param/" + variable.name());
        double error = largestError(truth, variable.value().toArray());
        assertTrue(
            error <= Math.max(1e-6, 5 * yardstick),
            optimizer + ", " + variable.name() + ": " + error + ", PyTorch " + yardstick);
      }
    }
  }

  static double largestError(double[] truth, float[] ours) {
    assertEquals(truth.length, ours.length);
    double largest = 0;
    for (int i = 0; i < truth.length; i++) {
      double error = Math.abs(truth[i] - ours[i]);
      largest = error <= largest ? largest : error; // NaN counts
    }
    return largest;
  }

  @Override
  public void close() {
    tensors.close();
  }
}
