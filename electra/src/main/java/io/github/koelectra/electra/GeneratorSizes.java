package io.github.koelectra.electra;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a generator's tensors say of its size. Many generators lie beside the configuration of their
 * discriminator, which is larger.
 */
final class GeneratorSizes {
  /** Features of a head in every ELECTRA; a generator narrower than one has one head. */
  private static final int HEAD_SIZE = 64;

  private final ElectraConfig config;
  private final Map<String, List<Long>> shapes;
  private final String encoder;

  private GeneratorSizes(ElectraConfig config, Map<String, List<Long>> shapes) {
    this.config = config;
    this.shapes = shapes;
    String prefix = config.modelType() + ".";
    this.encoder = shapes.containsKey(prefix + ElectraModel.WORDS) ? prefix : "";
  }

  /** The configuration with the sizes of the tensors; the same if they tell no others. */
  static ElectraConfig fit(ElectraConfig config, Map<String, List<Long>> shapes) {
    return config.isBert() ? config : new GeneratorSizes(config, shapes).fitted().orElse(config);
  }

  /** What differs, for people. */
  static String differences(ElectraConfig config, ElectraConfig fitted) {
    Map<String, int[]> sizes = new LinkedHashMap<>();
    sizes.put("embedding_size", new int[] {config.embeddingSize(), fitted.embeddingSize()});
    sizes.put("hidden_size", new int[] {config.hiddenSize(), fitted.hiddenSize()});
    sizes.put("num_hidden_layers", new int[] {config.numHiddenLayers(), fitted.numHiddenLayers()});
    sizes.put(
        "num_attention_heads", new int[] {config.numAttentionHeads(), fitted.numAttentionHeads()});
    sizes.put(
        "intermediate_size", new int[] {config.intermediateSize(), fitted.intermediateSize()});
    return sizes.entrySet().stream()
        .filter(size -> size.getValue()[0] != size.getValue()[1])
        .map(size -> size.getKey() + " " + size.getValue()[1] + ", not " + size.getValue()[0])
        .collect(Collectors.joining("; "));
  }

  private Optional<ElectraConfig> fitted() {
    Optional<int[]> dense = matrix("generator_predictions.dense.weight"); // [embedding, hidden]
    Optional<int[]> words = matrix(encoder + ElectraModel.WORDS); // [vocabulary, embedding]
    Optional<int[]> inner =
        matrix(layer(0) + "intermediate.dense.weight"); // [intermediate, hidden]
    if (dense.isEmpty() || words.isEmpty() || inner.isEmpty()) {
      return Optional.empty();
    }
    int embedding = dense.get()[0];
    int hidden = dense.get()[1];
    int heads =
        hidden == config.hiddenSize()
            ? config.numAttentionHeads()
            : Math.max(1, hidden / HEAD_SIZE);
    boolean agree = words.get()[1] == embedding && inner.get()[1] == hidden;
    if (!agree || hidden % heads != 0) {
      return Optional.empty();
    }
    ElectraConfig fitted = config.sized(embedding, hidden, layers(), heads, inner.get()[0]);
    return fitted.equals(config) ? Optional.empty() : Optional.of(fitted);
  }

  private String layer(int index) {
    return encoder + "encoder.layer." + index + ".";
  }

  /** At least those of the configuration: a layer that is missing must be missed. */
  private int layers() {
    int count = config.numHiddenLayers();
    while (shapes.containsKey(layer(count) + "intermediate.dense.weight")) {
      count++;
    }
    return count;
  }

  private Optional<int[]> matrix(String name) {
    List<Long> shape = shapes.getOrDefault(name, List.of());
    boolean sensible =
        shape.size() == 2 && shape.stream().allMatch(d -> d > 0 && d <= ConfigReader.LARGEST_SIZE);
    return sensible
        ? Optional.of(new int[] {Math.toIntExact(shape.get(0)), Math.toIntExact(shape.get(1))})
        : Optional.empty();
  }
}
