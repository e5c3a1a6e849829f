package io.github.koelectra.bench;

import io.github.koelectra.json.Json;
import io.github.koelectra.testkit.SeededWeights;
import io.github.koelectra.weights.safetensors.SafetensorsWriter;
import io.github.koelectra.weights.safetensors.SafetensorsWriter.NewTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a KoELECTRA model directory with the seeded weights of the goldens: the right shapes and
 * meaningless numbers, to try and to time things with where no trained model is at hand.
 */
public final class SeededModel {
  private final String seed;
  private final List<NewTensor> tensors = new ArrayList<>();

  private SeededModel(String seed) {
    this.seed = seed;
  }

  private void add(String name, long... shape) {
    tensors.add(NewTensor.of(name, SeededWeights.tensor(seed, name, shape), shape));
  }

  private void dense(String name, int outputs, int inputs) {
    add(name + ".weight", outputs, inputs);
    add(name + ".bias", outputs);
  }

  private void norm(String name, int size) {
    add(name + ".weight", size);
    add(name + ".bias", size);
  }

  /** Writes the model {@code args[0]} with the vocabulary {@code args[1]} to {@code args[2]}. */
  public static void main(String[] args) throws IOException {
    if (args.length != 3 || !args[0].matches("(small|base)(-v[23])?-(discriminator|generator)")) {
      System.err.println(
          "usage: seeded-model (small|base)[-v2|-v3]-(discriminator|generator) VOCAB.txt DIR");
      System.exit(2);
    }
    Path vocabulary = Path.of(args[1]);
    if (!Files.isRegularFile(vocabulary)) {
      System.err.println(vocabulary + ": no such vocabulary file");
      System.exit(1);
    }
    write(args[0], vocabulary, Path.of(args[2]));
  }

  public static void write(String name, Path vocabulary, Path directory) throws IOException {
    boolean base = name.startsWith("base");
    boolean generator = name.endsWith("generator");
    int vocab = name.contains("-v3") ? 35000 : 32200;
    int embedding = base ? 768 : 128;
    int hidden = base && !generator ? 768 : 256;
    SeededModel model = new SeededModel("golden/koelectra-" + name);
    model.encoder(vocab, embedding, hidden);
    if (generator) {
      model.dense("generator_predictions.dense", embedding, hidden);
      model.norm("generator_predictions.LayerNorm", embedding);
      model.add("generator_lm_head.bias", vocab);
    } else {
      model.dense("discriminator_predictions.dense", hidden, hidden);
      model.dense("discriminator_predictions.dense_prediction", 1, hidden);
    }
    Files.createDirectories(directory);
    SafetensorsWriter.write(
        directory.resolve("model.safetensors"), Map.of("format", "pt"), model.tensors);
    Files.writeString(
        directory.resolve("config.json"), config(generator, vocab, embedding, hidden));
    Files.writeString(
        directory.resolve("tokenizer_config.json"),
        "{\"do_lower_case\": false, \"model_max_length\": 512}");
    Files.write(directory.resolve("vocab.txt"), Files.readAllBytes(vocabulary));
  }

  private static String config(boolean generator, int vocab, int embedding, int hidden) {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put(
        "architectures", List.of(generator ? "ElectraForMaskedLM" : "ElectraForPreTraining"));
    config.put("model_type", "electra");
    config.put("vocab_size", vocab);
    config.put("embedding_size", embedding);
    config.put("hidden_size", hidden);
    config.put("num_hidden_layers", 12);
    config.put("num_attention_heads", hidden / 64);
    config.put("intermediate_size", 4 * hidden);
    config.put("hidden_act", "gelu");
    config.put("max_position_embeddings", 512);
    config.put("type_vocab_size", 2);
    config.put("layer_norm_eps", 1e-12);
    config.put("pad_token_id", 0);
    return Json.write(config);
  }

  private void encoder(int vocab, int embedding, int hidden) {
    add("electra.embeddings.word_embeddings.weight", vocab, embedding);
    add("electra.embeddings.position_embeddings.weight", 512, embedding);
    add("electra.embeddings.token_type_embeddings.weight", 2, embedding);
    norm("electra.embeddings.LayerNorm", embedding);
    if (embedding != hidden) {
      dense("electra.embeddings_project", hidden, embedding);
    }
    for (int layer = 0; layer < 12; layer++) {
      String at = "electra.encoder.layer." + layer + ".";
      for (String part : List.of("query", "key", "value")) {
        dense(at + "attention.self." + part, hidden, hidden);
      }
      dense(at + "attention.output.dense", hidden, hidden);
      norm(at + "attention.output.LayerNorm", hidden);
      dense(at + "intermediate.dense", 4 * hidden, hidden);
      dense(at + "output.dense", hidden, 4 * hidden);
      norm(at + "output.LayerNorm", hidden);
    }
  }
}
