package io.github.koelectra.electra;

import io.github.koelectra.json.Json;
import io.github.koelectra.testkit.SeededWeights;
import io.github.koelectra.weights.safetensors.SafetensorsWriter;
import io.github.koelectra.weights.safetensors.SafetensorsWriter.NewTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A model directory with few and seeded weights under transformers' names, tensor by tensor. */
final class TinyCheckpoint {
  static final int WORDS = 40;
  static final int HIDDEN = 24;
  static final int LAYERS = 2;
  static final int HEADS = 3;
  static final int POSITIONS = 16;
  private static final int INNER = 50;
  private static final String SEED = "tiny";

  private final Map<String, Object> config = new LinkedHashMap<>();
  private final Map<String, long[]> shapes = new LinkedHashMap<>();

  /** An encoder of that model type, its names behind {@code prefix}. */
  TinyCheckpoint(String modelType, String prefix, int embedding) {
    config.put("model_type", modelType);
    config.put("vocab_size", WORDS);
    config.put("embedding_size", embedding);
    config.put("hidden_size", HIDDEN);
    config.put("num_hidden_layers", LAYERS);
    config.put("num_attention_heads", HEADS);
    config.put("intermediate_size", INNER);
    config.put("max_position_embeddings", POSITIONS);
    tensor(prefix + "embeddings.word_embeddings.weight", WORDS, embedding);
    tensor(prefix + "embeddings.token_type_embeddings.weight", 2, embedding);
    tensor(prefix + "embeddings.position_embeddings.weight", POSITIONS, embedding);
    norm(prefix + "embeddings.LayerNorm", embedding);
    if (embedding != HIDDEN) {
      dense(prefix + "embeddings_project", HIDDEN, embedding);
    }
    for (int i = 0; i < LAYERS; i++) {
      String at = prefix + "encoder.layer." + i + ".";
      for (String part : List.of("self.query", "self.key", "self.value", "output.dense")) {
        dense(at + "attention." + part, HIDDEN, HIDDEN);
      }
      norm(at + "attention.output.LayerNorm", HIDDEN);
      dense(at + "intermediate.dense", INNER, HIDDEN);
      dense(at + "output.dense", HIDDEN, INNER);
      norm(at + "output.LayerNorm", HIDDEN);
    }
  }

  static TinyCheckpoint electra() {
    return new TinyCheckpoint("electra", "electra.", 16);
  }

  static TinyCheckpoint bert() {
    return new TinyCheckpoint("bert", "bert.", HIDDEN);
  }

  TinyCheckpoint tensor(String name, long... shape) {
    shapes.put(name, shape);
    return this;
  }

  TinyCheckpoint dense(String name, int outputs, int inputs) {
    return tensor(name + ".weight", outputs, inputs).tensor(name + ".bias", outputs);
  }

  TinyCheckpoint norm(String name, int size) {
    return tensor(name + ".weight", size).tensor(name + ".bias", size);
  }

  /** The head of that name as transformers saves it. */
  TinyCheckpoint head(Head head, int labels) {
    boolean bert = config.get("model_type").equals("bert");
    int embedding = (int) config.get("embedding_size");
    config.put("num_labels", labels);
    return switch (head) {
      case PRE_TRAINING ->
          dense("discriminator_predictions.dense", HIDDEN, HIDDEN)
              .dense("discriminator_predictions.dense_prediction", 1, HIDDEN);
      case MASKED_LM -> {
        String transform = bert ? "cls.predictions.transform" : "generator_predictions";
        yield dense(transform + ".dense", embedding, HIDDEN)
            .norm(transform + ".LayerNorm", embedding)
            .tensor(bert ? "cls.predictions.bias" : "generator_lm_head.bias", WORDS);
      }
      case SEQUENCE -> {
        dense(bert ? "bert.pooler.dense" : "classifier.dense", HIDDEN, HIDDEN);
        yield dense(bert ? "classifier" : "classifier.out_proj", labels, HIDDEN);
      }
      case TOKEN -> dense("classifier", labels, HIDDEN);
      case QA -> dense("qa_outputs", 2, HIDDEN);
      case NONE -> this;
    };
  }

  TinyCheckpoint without(String name) {
    shapes.remove(name);
    return this;
  }

  TinyCheckpoint with(String key, Object value) {
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
