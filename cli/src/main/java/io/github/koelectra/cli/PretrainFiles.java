package io.github.koelectra.cli;

import io.github.koelectra.json.Json;
import io.github.koelectra.json.JsonException;
import io.github.koelectra.json.JsonObject;
import io.github.koelectra.train.Variable;
import io.github.koelectra.train.model.DropoutRates;
import io.github.koelectra.train.model.PretrainingModel;
import io.github.koelectra.train.pretrain.ModelShapes;
import io.github.koelectra.train.pretrain.PretrainingBatches;
import io.github.koelectra.train.pretrain.PretrainingBatches.Place;
import io.github.koelectra.train.run.ModelWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The files of two models that are pretrained together.
 *
 * @param tokenizer the directory with their tokenizer
 * @param shapes their shapes
 * @param rates what they are trained with
 * @param batches what they learn from
 */
record PretrainFiles(
    Path tokenizer, ModelShapes shapes, DropoutRates rates, PretrainingBatches batches) {
  static final String VOCABULARY = "vocab.txt";
  static final String TOKENIZER = "tokenizer_config.json";
  static final String DISCRIMINATOR = "discriminator";
  static final String GENERATOR = "generator";

  /** In a checkpoint: where its batches are. */
  private static final String BATCHES = "batches.json";

  /** The vocabulary that is meant by a file, or by a directory with one. */
  static Path vocabulary(Path given) throws IOException {
    Path file = Files.isDirectory(given) ? given.resolve(VOCABULARY) : given;
    if (!Files.isRegularFile(file)) {
      throw new IOException(
          file + ": there is no such vocabulary; koelectra vocab train makes one from texts");
    }
    return file;
  }

  /**
   * Keeps a vocabulary, and how it is to be used, in the folder of a run, for all of its models.
   *
   * @throws IOException if another one is there
   */
  static void keep(Path vocabulary, Path folder) throws IOException {
    copy(vocabulary, folder.resolve(VOCABULARY));
    Path settings = vocabulary.resolveSibling(TOKENIZER);
    if (Files.isRegularFile(settings)) {
      copy(settings, folder.resolve(TOKENIZER));
    }
  }

  private static void copy(Path source, Path target) throws IOException {
    if (!Files.exists(target)) {
      Path part = target.resolveSibling(".koelectra-0.part");
      Files.copy(source, part, StandardCopyOption.REPLACE_EXISTING);
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } else if (Files.mismatch(source, target) >= 0) {
      throw new IOException(
          target + ": the run has another one than " + source + "; give it with --vocab");
    }
  }

  /**
   * The place that {@link #describe} wrote into a checkpoint, if it wrote one.
   *
   * @throws IOException if the file is not as it was written
   */
  static Optional<Place> place(Path checkpoint) throws IOException {
    Path file = checkpoint.resolve(BATCHES);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    JsonObject members = Json.readObject(file);
    return Optional.of(
        new Place(
            number(members, "batches"),
            number(members, "epoch"),
            number(members, "begun"),
            number(members, "texts"),
            Math.toIntExact(number(members, "waiting"))));
  }

  private static long number(JsonObject members, String name) throws IOException {
    return members
        .findLong(name)
        .orElseThrow(() -> new JsonException(members.source() + ": \"" + name + "\" is missing"));
  }

  private static String json(Place place) {
    SequencedMap<String, Object> members = new LinkedHashMap<>();
    members.put("batches", place.batches());
    members.put("epoch", place.epoch());
    members.put("begun", place.begun());
    members.put("texts", place.texts());
    members.put("waiting", place.waiting());
    return Json.write(members) + "\n";
  }

  /** Writes what makes a checkpoint of both a model's directory, and where the batches are. */
  void describe(Path folder) throws IOException {
    writer(shapes.discriminatorJson(rates)).writeFiles(folder);
    String generator = Json.write(shapes.generatorJson(rates)) + "\n";
    Files.writeString(folder.resolve("generator_config.json"), generator);
    if (batches.place().isPresent()) {
      Files.writeString(folder.resolve(BATCHES), json(batches.place().get()));
    }
  }

  private ModelWriter writer(SequencedMap<String, Object> config) {
    return ModelWriter.of(tokenizer, config);
  }

  /** Writes both models, each as a directory in {@code folder}. */
  void write(Path folder, PretrainingModel model) throws IOException {
    write(
        folder.resolve(DISCRIMINATOR),
        writer(shapes.discriminatorJson(rates)),
        model.discriminator());
    write(folder.resolve(GENERATOR), writer(shapes.generatorJson(rates)), model.generator());
  }

  private static void write(
      Path directory, ModelWriter writer, SequencedMap<String, Variable> variables)
      throws IOException {
    List<Variable> named = variables.entrySet().stream().map(PretrainFiles::named).toList();
    try (NewDirectory filling = NewDirectory.at(directory, true)) {
      writer.write(filling.path(), named);
      filling.complete();
    }
  }

  private static Variable named(Map.Entry<String, Variable> entry) {
    Variable variable = entry.getValue();
    return new Variable(entry.getKey(), variable.shape(), variable.value(), variable.gradient());
  }
}
