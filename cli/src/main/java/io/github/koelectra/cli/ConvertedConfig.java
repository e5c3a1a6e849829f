package io.github.koelectra.cli;

import io.github.koelectra.electra.ElectraConfig;
import io.github.koelectra.json.Json;
import io.github.koelectra.json.JsonObject;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A configuration as it is written beside converted weights: as it was, but for what was wrong. */
final class ConvertedConfig {
  private ConvertedConfig() {}

  /** The JSON of a generator's directory. */
  static String ofGenerator(JsonObject source, ElectraConfig fitted) throws IOException {
    Map<String, Object> members = new LinkedHashMap<>(source.members());
    boolean named = fitted.architectures().stream().anyMatch(name -> name.endsWith("ForMaskedLM"));
    if (!named) {
      members.put("architectures", List.of("ElectraForMaskedLM"));
    }
    members.put("embedding_size", fitted.embeddingSize());
    members.put("hidden_size", fitted.hiddenSize());
    members.put("num_hidden_layers", fitted.numHiddenLayers());
    members.put("num_attention_heads", fitted.numAttentionHeads());
    members.put("intermediate_size", fitted.intermediateSize());
    return lines(members);
  }

  private static String lines(Map<String, Object> members) {
    return members.entrySet().stream()
        .map(m -> "  " + Json.write(m.getKey()) + ": " + Json.write(m.getValue()))
        .collect(Collectors.joining(",\n", "{\n", "\n}\n"));
  }
}
