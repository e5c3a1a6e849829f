package io.github.koelectra.weights.hub;

import io.github.koelectra.json.Json;
import io.github.koelectra.json.JsonException;
import io.github.koelectra.json.JsonObject;
import io.github.koelectra.json.JsonValue;
import io.github.koelectra.json.JsonValue.JsonString;
import io.github.koelectra.weights.hub.HubException.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The files that a model is opened from, and no others, all of one commit. */
final class ModelFiles {
  private static final String CONFIG = "config.json";

  /** safetensors first. */
  private static final List<String> WEIGHTS =
      List.of(
          "model.safetensors",
          "model.safetensors.index.json",
          "pytorch_model.bin",
          "pytorch_model.bin.index.json");

  private final CachedFiles files;
  private Optional<HubException> unreachable = Optional.empty();

  private ModelFiles(CachedFiles files) {
    this.files = files;
  }

  /** Brings them and tells their directory. */
  static Path bring(HubConnection connection, ModelName model) throws IOException {
    CachedFiles first = new CachedFiles(connection, model);
    Path directory = first.get(CONFIG).getParent(); // snapshots/COMMIT
    String commit = directory.getFileName().toString();
    ModelFiles files = new ModelFiles(first.at(commit));
    files.bringTokenizer();
    files.bringWeights();
    return directory;
  }

  private void bringTokenizer() throws IOException {
    find("tokenizer_config.json");
    if (find("vocab.txt").isEmpty()) {
      find("tokenizer.json");
    }
  }

  private void bringWeights() throws IOException {
    for (String name : WEIGHTS) {
      Optional<Path> found = find(name);
      if (found.isPresent()) {
        if (name.endsWith(".index.json")) {
          for (String shard : shards(found.get())) {
            files.get(shard);
          }
        }
        return;
      }
    }
    String looked = String.join(", ", WEIGHTS);
    throw unreachable.orElseGet(
        () ->
            new HubException(
                Kind.NO_FILE, files.cached().model() + " has no weights; looked for " + looked));
  }

  /** A file that a model can do without; where the hub cannot be asked, one the cache has. */
  private Optional<Path> find(String file) throws IOException {
    try {
      return Optional.of(files.get(file));
    } catch (HubException e) {
      if (e.kind() == Kind.NO_FILE) {
        return Optional.empty();
      }
      if (files.isUnreachable() || e.kind() == Kind.OFFLINE) {
        unreachable = Optional.of(e);
        return Optional.empty();
      }
      throw e;
    }
  }

  private static Set<String> shards(Path index) throws IOException {
    try {
      JsonObject map =
          Json.readObject(index)
              .findObject("weight_map")
              .orElseThrow(() -> new JsonException(index + ": no \"weight_map\" in the index"));
      Set<String> shards = new TreeSet<>();
      for (JsonValue shard : map.members().values()) {
        if (shard instanceof JsonString(String name)) {
          shards.add(name);
        }
      }
      return shards;
    } catch (JsonException e) {
      throw new HubException(Kind.CORRUPT, e.getMessage(), e);
    }
  }
}
