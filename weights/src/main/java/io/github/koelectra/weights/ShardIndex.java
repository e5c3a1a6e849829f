package io.github.koelectra.weights;

import io.github.koelectra.json.Json;
import io.github.koelectra.json.JsonException;
import io.github.koelectra.json.JsonObject;
import io.github.koelectra.json.JsonValue;
import io.github.koelectra.json.JsonValue.JsonString;
import io.github.koelectra.weights.WeightFormatException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The file that says which shard of a large checkpoint holds which tensor. */
record ShardIndex(Path file, Map<String, String> weightMap) {
  static ShardIndex read(Path file) throws IOException {
    try {
      JsonObject map =
          Json.readObject(file)
              .findObject("weight_map")
              .orElseThrow(() -> new JsonException(file + ": no \"weight_map\" in the index"));
      Map<String, String> weightMap = new LinkedHashMap<>();
      for (Map.Entry<String, JsonValue> member : map.members().entrySet()) {
        weightMap.put(member.getKey(), shardName(file, member.getKey(), member.getValue()));
      }
      return new ShardIndex(file, weightMap);
    } catch (JsonException e) {
      throw new WeightFormatException(Kind.HEADER, e.getMessage(), e);
    }
  }

  private static String shardName(Path file, String tensor, JsonValue value)
      throws WeightFormatException {
    if (!(value instanceof JsonString(String name))) {
      throw new WeightFormatException(
          Kind.HEADER,
          file + ": the shard of " + tensor + " must be a file name, not " + value.kind());
    }
    if (!isPlain(file, name)) {
      throw new WeightFormatException(
          Kind.PATH,
          file + ": the shard of " + tensor + " is '" + name + "', not a plain file name");
    }
    return name;
  }

  private static boolean isPlain(Path file, String name) {
    if (name.isEmpty() || name.contains("/") || name.contains("\\") || name.contains(":")) {
      return false;
    }
    try {
      // Throws if this platform cannot spell the name.
      boolean itself = file.resolveSibling(name).endsWith(name);
      return itself && !name.equals(".") && !name.equals("..");
    } catch (InvalidPathException e) {
      return false;
    }
  }

  List<Path> shards() throws WeightFormatException {
    List<Path> shards =
        weightMap.values().stream().distinct().map(file::resolveSibling).sorted().toList();
    for (Path shard : shards) {
      if (!Files.exists(shard)) {
        throw new WeightFormatException(
            Kind.MISSING, shard + ": this shard of the checkpoint is missing; download it");
      }
    }
    return shards;
  }

  /** Demands that every listed tensor is in the shard the index names. */
  void check(List<TensorEntry> entries) throws WeightFormatException {
    Map<String, Path> found = new LinkedHashMap<>();
    entries.forEach(e -> found.put(e.name(), e.file()));
    for (Map.Entry<String, String> listed : weightMap.entrySet()) {
      Path shard = file.resolveSibling(listed.getValue());
      if (!shard.equals(found.get(listed.getKey()))) {
        throw new WeightFormatException(
            Kind.MISSING,
            shard + ": tensor " + listed.getKey() + " is not in it, though the index says so");
      }
    }
  }
}
