package io.github.koelectra.electra;

import io.github.koelectra.json.Json;
import io.github.koelectra.testkit.SeededWeights;
import io.github.koelectra.weights.safetensors.SafetensorsWriter;
import io.github.koelectra.weights.safetensors.SafetensorsWriter.NewTensor;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A model directory of seeded weights under transformers' names, put together tensor by tensor. */
final class MadeCheckpoint {
  static final int WORDS = 40;
  static final int HIDDEN = 24;
  static final int LAYERS = 2;
  static final int HEADS = 3;
  static final int POSITIONS = 16;
  private static final String SEED = "made";

  private final Shape shape;
  private final Map<String, Object> config = new LinkedHashMap<>();
  private final Map<String, long[]> shapes = new LinkedHashMap<>();

  /** The sizes of an encoder, whose inner layers are four times as wide as the others. */
  record Shape(int words, int embedding, int hidden, int layers, int heads, int positions) {
    static final Shape BASE = new Shape(35_000, 768, 768, 12, 12, 512);

    static Shape tiny(int embedding) {
      return new Shape(WORDS, embedding, HIDDEN, LAYERS, HEADS, POSITIONS);
    }
  }

  /** A tiny encoder of that model type, its names behind {@code prefix}. */
  MadeCheckpoint(String modelType, String prefix, int embedding) {
    this(modelType, prefix, Shape.tiny(embedding));
  }

  MadeCheckpoint(String modelType, String prefix, Shape shape) {
    this.shape = shape;
    config.put("model_type", modelType);
    config.put("vocab_size", shape.words);
    config.put("embedding_size", shape.embedding);
    config.put("hidden_size", shape.hidden);
    config.put("num_hidden_layers", shape.layers);
    config.put("num_attention_heads", shape.heads);
    config.put("intermediate_size", 4 * shape.hidden);
    config.put("max_position_embeddings", shape.positions);
    tensor(prefix + "embeddings.word_embeddings.weight", shape.words, shape.embedding);
    tensor(prefix + "embeddings.token_type_embeddings.weight", 2, shape.embedding);
    tensor(prefix + "embeddings.position_embeddings.weight", shape.positions, shape.embedding);
    norm(prefix + "embeddings.LayerNorm", shape.embedding);
    if (shape.embedding != shape.hidden) {
      dense(prefix + "embeddings_project", shape.hidden, shape.embedding);
    }
    for (int i = 0; i < shape.layers; i++) {
      layer(prefix + "encoder.layer." + i + ".");
    }
  }

  private void layer(String at) {
    for (String part : List.of("self.query", "self.key", "self.value", "output.dense")) {
      dense(at + "attention." + part, shape.hidden, shape.hidden);
    }
    norm(at + "attention.output.LayerNorm", shape.hidden);
    dense(at + "intermediate.dense", 4 * shape.hidden, shape.hidden);
    dense(at + "output.dense", shape.hidden, 4 * shape.hidden);
    norm(at + "output.LayerNorm", shape.hidden);
  }

  static MadeCheckpoint electra() {
    return new MadeCheckpoint("electra", "electra.", 16);
  }

  static MadeCheckpoint bert() {
    return new MadeCheckpoint("bert", "bert.", HIDDEN);
  }

  MadeCheckpoint tensor(String name, long... shape) {
    shapes.put(name, shape);
    return this;
  }

  MadeCheckpoint dense(String name, int outputs, int inputs) {
    return tensor(name + ".weight", outputs, inputs).tensor(name + ".bias", outputs);
  }

  MadeCheckpoint norm(String name, int size) {
    return tensor(name + ".weight", size).tensor(name + ".bias", size);
  }

  /** The head of that name as transformers saves it. */
  MadeCheckpoint head(Head head, int labels) {
    boolean bert = config.get("model_type").equals("bert");
    int hidden = shape.hidden;
    config.put("num_labels", labels);
    return switch (head) {
      case PRE_TRAINING ->
          dense("discriminator_predictions.dense", hidden, hidden)
              .dense("discriminator_predictions.dense_prediction", 1, hidden);
      case MASKED_LM -> {
        String transform = bert ? "cls.predictions.transform" : "generator_predictions";
        yield dense(transform + ".dense", shape.embedding, hidden)
            .norm(transform + ".LayerNorm", shape.embedding)
            .tensor(bert ? "cls.predictions.bias" : "generator_lm_head.bias", shape.words);
      }
      case SEQUENCE -> {
        dense(bert ? "bert.pooler.dense" : "classifier.dense", hidden, hidden);
        yield dense(bert ? "classifier" : "classifier.out_proj", labels, hidden);
      }
      case TOKEN -> dense("classifier", labels, hidden);
      case QA -> dense("qa_outputs", 2, hidden);
      case NONE -> this;
    };
  }

  MadeCheckpoint without(String name) {
    shapes.remove(name);
    return this;
  }

  MadeCheckpoint with(String key, Object value) {
    config.put(key, value);
    return this;
  }

  List<String> names() {
    return List.copyOf(shapes.keySet());
  }

  Path write(Path directory) throws IOException {
    List<NewTensor> tensors = new ArrayList<>();
    shapes.forEach(
        (name, shape) ->
            tensors.add(NewTensor.of(name, SeededWeights.tensor(SEED, name, shape), shape)));
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("config.json"), Json.write(config));
    SafetensorsWriter.write(directory.resolve("model.safetensors"), Map.of(), tensors);
    return directory;
  }

  /** The number of elements of all tensors. */
  long parameters() {
    return shapes.values().stream()
        .mapToLong(shape -> Arrays.stream(shape).reduce(1, Math::multiplyExact))
        .sum();
  }

  /** The same file with all weights zero, which takes no room on disk where holes take none. */
  Path writeZeros(Path directory) throws IOException {
    Map<String, Object> header = new LinkedHashMap<>();
    long end = 0;
    for (Map.Entry<String, long[]> tensor : shapes.entrySet()) {
      long begin = end;
      end += 4 * Arrays.stream(tensor.getValue()).reduce(1, Math::multiplyExact);
      List<Long> sizes = Arrays.stream(tensor.getValue()).boxed().toList();
      header.put(
          tensor.getKey(),
          Map.of("dtype", "F32", "shape", sizes, "data_offsets", List.of(begin, end)));
    }
    byte[] json = Json.write(header).getBytes(StandardCharsets.UTF_8);
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("config.json"), Json.write(config));
    Path file = directory.resolve("model.safetensors");
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.writeLong(Long.reverseBytes(json.length));
      out.write(json);
      out.setLength(out.getFilePointer() + end);
    }
    return directory;
  }

  /** A tensor's elements, as they are written. */
  double[] weights(String name) {
    if (!shapes.containsKey(name)) {
      throw new IllegalArgumentException("no such tensor: " + name);
    }
    float[] values = SeededWeights.tensor(SEED, name, shapes.get(name));
    double[] wide = new double[values.length];
    Arrays.setAll(wide, i -> values[i]);
    return wide;
  }

  PlainModel plain(Path directory, String prefix) throws IOException {
    return new PlainModel(ElectraConfig.read(directory), this::weights, prefix);
  }
}
