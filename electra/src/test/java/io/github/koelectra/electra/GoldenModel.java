package io.github.koelectra.electra;

import io.github.koelectra.json.Json;
import io.github.koelectra.json.JsonObject;
import io.github.koelectra.tensor.kernel.Activation;
import io.github.koelectra.tensor.kernel.Kernels;
import io.github.koelectra.weights.Checkpoint;
import io.github.koelectra.weights.TensorEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** One golden file: inputs and float64 outputs of PyTorch on seeded weights. */
final class GoldenModel implements AutoCloseable {
  private final JsonObject json;
  private final Checkpoint tensors;

  GoldenModel(Path directory, String name) throws IOException {
    json = Json.readObject(directory.resolve(name + ".json"));
    tensors = Checkpoint.open(directory.resolve(name + ".safetensors"));
  }

  ElectraConfig config(int labels) throws IOException {
    JsonObject c = json.findObject("config").orElseThrow();
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

  <M> M build(Pretrained.Constructor<M> constructor, int labels, Kernels kernels)
      throws IOException {
    SeededSource weights = new SeededSource(json.findString("seed").orElseThrow());
    return constructor.create(config(labels), weights, kernels);
  }

  JsonObject yardsticks() throws IOException {
    return json.findObject("torch_f32_max_abs_error").orElseThrow();
  }

  TokenBatch batch(String name) throws IOException {
    return TokenBatch.padded(
        matrix(name + "/input_ids"),
        matrix(name + "/token_type_ids"),
        matrix(name + "/attention_mask"));
  }

  private int[][] matrix(String name) throws IOException {
    TensorEntry entry =
        tensors.entries().stream().filter(e -> e.name().equals(name)).findFirst().orElseThrow();
    int columns = entry.shape().get(1).intValue();
    long[] values = tensors.readLongs(name);
    int[][] rows = new int[entry.shape().get(0).intValue()][columns];
    for (int i = 0; i < values.length; i++) {
      rows[i / columns][i % columns] = (int) values[i];
    }
    return rows;
  }

  double[] truth(String name) throws IOException {
    return tensors.readDoubles(name);
  }

  long[] ids(String name) throws IOException {
    return tensors.readLongs(name);
  }

  @Override
  public void close() {
    tensors.close();
  }
}
