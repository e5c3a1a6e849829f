package io.github.koelectra.electra;

import io.github.koelectra.electra.ElectraConfig.ProblemType;
import io.github.koelectra.json.Json;
import io.github.koelectra.json.JsonException;
import io.github.koelectra.json.JsonObject;
import io.github.koelectra.json.JsonValue;
import io.github.koelectra.json.JsonValue.JsonString;
import io.github.koelectra.tensor.kernel.Activation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a configuration and refuses what would silently compute something else. */
final class ConfigReader {
  /** No parameter of a real model comes near; larger ones would only overflow later. */
  static final long LARGEST_SIZE = 1 << 20;

  private static final long LARGEST_VOCABULARY = 1 << 24;
  private static final int MOST_LAYERS = 1000;

  private final String file;
  private final JsonObject json;

  private ConfigReader(String file, JsonObject json) {
    this.file = file;
    this.json = json;
  }

  static ElectraConfig read(Path path) throws IOException {
    Path file = Files.isDirectory(path) ? path.resolve("config.json") : path;
    if (!Files.exists(file)) {
      throw new ElectraConfigException(
          file + ": no such file; a model directory needs its config.json");
    }
    try {
      return new ConfigReader(file.toString(), Json.readObject(file)).config();
    } catch (JsonException e) {
      throw new ElectraConfigException(e.getMessage(), e);
    }
  }

  private ElectraConfig config() throws IOException {
    String modelType = modelType();
    refuseOtherForms();
    int hiddenSize = size("hidden_size");
    int embeddingSize =
        modelType.equals(ElectraConfig.BERT) ? hiddenSize : size("embedding_size", hiddenSize);
    int heads = size("num_attention_heads");
    if (hiddenSize % heads != 0) {
      throw wrong("num_attention_heads " + heads + " does not divide hidden_size " + hiddenSize);
    }
    int vocabSize = bounded("vocab_size", required("vocab_size"), LARGEST_VOCABULARY);
    long padTokenId = json.findLong("pad_token_id").orElse(0L);
    if (padTokenId < 0 || padTokenId >= vocabSize) {
      throw wrong("pad_token_id " + padTokenId + " is not below vocab_size " + vocabSize);
    }
    return new ElectraConfig(
        modelType,
        architectures(),
        vocabSize,
        embeddingSize,
        hiddenSize,
        bounded("num_hidden_layers", required("num_hidden_layers"), MOST_LAYERS),
        heads,
        size("intermediate_size"),
        activation(),
        size("max_position_embeddings", 512),
        size("type_vocab_size", 2),
        epsilon(),
        (int) padTokenId,
        json.findBoolean("tie_word_embeddings").orElse(true),
        labels(),
        problemType());
  }

  private String modelType() throws IOException {
    Optional<String> given = json.findString("model_type");
    String type =
        given.orElseThrow(() -> wrong("no model_type; \"electra\" or \"bert\" is needed"));
    if (!type.equals(ElectraConfig.ELECTRA) && !type.equals(ElectraConfig.BERT)) {
      throw wrong("model_type \"" + type + "\" is neither \"electra\" nor \"bert\"");
    }
    return type;
  }

  private void refuseOtherForms() throws IOException {
    String positions = json.findString("position_embedding_type").orElse("absolute");
    if (!positions.equals("absolute")) {
      throw wrong("position_embedding_type \"" + positions + "\": only \"absolute\" is supported");
    }
    for (String flag : List.of("is_decoder", "add_cross_attention")) {
      if (json.findBoolean(flag).orElse(false)) {
        throw wrong(flag + " is true: only encoders are supported");
      }
    }
  }

  private List<String> architectures() throws IOException {
    List<String> names = new ArrayList<>();
    var array = json.findArray("architectures");
    if (array.isPresent()) {
      for (JsonValue value : array.get().values()) {
        if (!(value instanceof JsonString(String name))) {
          throw wrong("architectures must be names, not " + value.kind());
        }
        names.add(name);
      }
    }
    return names;
  }

  private long required(String name) throws IOException {
    return json.findLong(name)
        .orElseThrow(() -> wrong("no \"" + name + "\", without which the model has no shape"));
  }

  private int size(String name) throws IOException {
    return bounded(name, required(name), LARGEST_SIZE);
  }

  private int size(String name, int otherwise) throws IOException {
    return bounded(name, json.findLong(name).orElse((long) otherwise), LARGEST_SIZE);
  }

  private int bounded(String name, long value, long largest) throws ElectraConfigException {
    if (value < 1 || value > largest) {
      throw wrong(name + " " + value + " is not between 1 and " + largest);
    }
    return (int) value;
  }

  private Activation activation() throws IOException {
    String name = "gelu";
    if (json.find("hidden_act").isPresent()) {
      name = json.findString("hidden_act").orElseThrow(() -> wrong("hidden_act is null"));
    }
    return switch (name) {
      case "gelu", "gelu_python" -> Activation.GELU;
      case "gelu_new", "gelu_pytorch_tanh", "gelu_fast" -> Activation.GELU_TANH;
      case "relu" -> Activation.RELU;
      case "tanh" -> Activation.TANH;
      default ->
          throw wrong(
              "hidden_act \""
                  + name
                  + "\" is none of gelu, gelu_new, gelu_pytorch_tanh, relu, tanh");
    };
  }

  private double epsilon() throws IOException {
    double epsilon = json.findDouble("layer_norm_eps").orElse(1e-12);
    if (!(epsilon >= 0 && epsilon < 1)) {
      throw wrong("layer_norm_eps " + epsilon + " is not between 0 and 1");
    }
    return epsilon;
  }

  private Optional<ProblemType> problemType() throws IOException {
    Optional<String> name = json.findString("problem_type");
    if (name.isEmpty()) {
      return Optional.empty();
    }
    return switch (name.get()) {
      case "single_label_classification" -> Optional.of(ProblemType.SINGLE_LABEL_CLASSIFICATION);
      case "multi_label_classification" -> Optional.of(ProblemType.MULTI_LABEL_CLASSIFICATION);
      case "regression" -> Optional.of(ProblemType.REGRESSION);
      default ->
          throw wrong(
              "problem_type \""
                  + name.get()
                  + "\" is none of single_label_classification, multi_label_classification,"
                  + " regression");
    };
  }

  private List<String> labels() throws IOException {
    Optional<JsonObject> names = json.findObject("id2label");
    if (names.isEmpty()) {
      long count = json.findLong("num_labels").orElse(0L);
      if (count < 0 || count > LARGEST_SIZE) {
        throw wrong("num_labels " + count + " is not between 0 and " + LARGEST_SIZE);
      }
      List<String> numbered = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        numbered.add("LABEL_" + i);
      }
      return numbered;
    }
    return named(names.get().members());
  }

  private List<String> named(Map<String, JsonValue> names) throws ElectraConfigException {
    List<String> labels = new ArrayList<>();
    for (int id = 0; id < names.size(); id++) {
      if (!(names.get(Integer.toString(id)) instanceof JsonString(String label))) {
        throw wrong("id2label must name the ids 0 to " + (names.size() - 1) + "; see id " + id);
      }
      labels.add(label);
    }
    return labels;
  }

  private ElectraConfigException wrong(String what) {
    return new ElectraConfigException(file + ": " + what);
  }
}
