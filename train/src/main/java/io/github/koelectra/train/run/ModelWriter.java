package io.github.koelectra.train.run;

import io.github.koelectra.json.Json;
import io.github.koelectra.train.Variable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * Writes a trained model as a directory that transformers and this engine open: {@code
 * config.json}, {@code model.safetensors} in F32, and the tokenizer's files, copied. Immutable.
 */
public final class ModelWriter {
  private static final String TOKENIZER_CONFIG = "tokenizer_config.json";

  /** Others lower the case of words where nothing is said of it, which tears Korean apart. */
  private static final String KEEPING_CASE = "{\"do_lower_case\": false}\n";

  private static final List<String> TOKENIZER =
      List.of(
          "vocab.txt",
          TOKENIZER_CONFIG,
          "tokenizer.json",
          "special_tokens_map.json",
          "added_tokens.json");

  private static final String CONFIG = "config.json";

  private final Path tokenizer;
  private final SequencedMap<String, Object> config;

  private ModelWriter(Path tokenizer, SequencedMap<String, Object> config) {
    this.tokenizer = tokenizer;
    this.config = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(config));
  }

  /**
   * A writer of models with this configuration.
   *
   * @param tokenizer the directory whose tokenizer the model has
   * @param config what {@code config.json} is to say, as {@link Json#write} takes it
   */
  public static ModelWriter of(Path tokenizer, SequencedMap<String, Object> config) {
    return new ModelWriter(tokenizer, config);
  }

  /**
   * A writer of models like the one in {@code source}: with all its configuration says, but for the
   * type of its weights.
   *
   * @throws IOException if its configuration cannot be read
   */
  public static ModelWriter like(Path source) throws IOException {
    SequencedMap<String, Object> config =
        new LinkedHashMap<>(Json.readObject(source.resolve(CONFIG)).members());
    for (String type : List.of("dtype", "torch_dtype")) {
      config.computeIfPresent(type, (_, _) -> "float32");
    }
    return new ModelWriter(source, config);
  }

  /**
   * The same for another head.
   *
   * @param architecture the class of transformers
   * @param labels the names of its outputs in order; empty for none
   * @param problemType what {@code problem_type} says; empty for nothing
   */
  public ModelWriter withHead(String architecture, List<String> labels, String problemType) {
    SequencedMap<String, Object> changed = new LinkedHashMap<>(config);
    List.of("id2label", "label2id", "problem_type", "num_labels").forEach(changed::remove);
    changed.put("architectures", List.of(architecture));
    if (!labels.isEmpty()) {
      SequencedMap<String, Object> names = new LinkedHashMap<>();
      SequencedMap<String, Object> ids = new LinkedHashMap<>();
      for (int id = 0; id < labels.size(); id++) {
        names.put(String.valueOf(id), labels.get(id));
        ids.put(labels.get(id), id);
      }
      changed.put("id2label", names);
      changed.put("label2id", ids);
    }
    if (!problemType.isEmpty()) {
      changed.put("problem_type", problemType);
    }
    return new ModelWriter(tokenizer, changed);
  }

  /**
   * Writes the whole model into {@code directory}, which is there; the weights last, all at once
   * and so that they outlast a loss of power.
   */
  public void write(Path directory, List<Variable> variables) throws IOException {
    writeFiles(directory);
    CheckpointFiles.writeWeights(directory.resolve(CheckpointFiles.WEIGHTS), variables);
    Disk.REAL.force(directory);
  }

  /** Writes all but the weights into {@code directory}, which is there. */
  public void writeFiles(Path directory) throws IOException {
    if (TOKENIZER.stream().noneMatch(name -> Files.isRegularFile(tokenizer.resolve(name)))) {
      throw new IOException(tokenizer + ": has no vocabulary any more to be written with a model");
    }
    for (String name : TOKENIZER) {
      Path source = tokenizer.resolve(name);
      if (Files.isRegularFile(source)) {
        Files.copy(source, directory.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    if (Files.isRegularFile(tokenizer.resolve("vocab.txt"))
        && !Files.exists(tokenizer.resolve(TOKENIZER_CONFIG))) {
      JsonFile.write(directory.resolve(TOKENIZER_CONFIG), KEEPING_CASE);
    }
    JsonFile.write(directory.resolve(CONFIG), config);
  }
}
