package io.github.koelectra.cli;

import io.github.koelectra.electra.ElectraConfig;
import io.github.koelectra.electra.Head;
import io.github.koelectra.electra.Pretrained;
import io.github.koelectra.json.Json;
import io.github.koelectra.weights.Checkpoint;
import io.github.koelectra.weights.DType;
import io.github.koelectra.weights.Part;
import io.github.koelectra.weights.StateDict;
import io.github.koelectra.weights.TensorEntry;
import io.github.koelectra.weights.WeightFormatException;
import io.github.koelectra.weights.WeightFormatException.Kind;
import io.github.koelectra.weights.safetensors.SafetensorsWriter;
import io.github.koelectra.weights.safetensors.SafetensorsWriter.NewTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;

/** A model on its way into a directory of its own. */
final class Conversion {
  static final String WEIGHTS = "model.safetensors";

  private static final String CONFIG = "config.json";
  private static final String TOKENIZER_CONFIG = "tokenizer_config.json";
  private static final List<String> TOKENIZER =
      List.of(
          "vocab.txt",
          TOKENIZER_CONFIG,
          "tokenizer.json",
          "special_tokens_map.json",
          "added_tokens.json");

  private static final String WORDS = "embeddings.word_embeddings.weight";
  private static final Set<String> DECODERS =
      Set.of("generator_lm_head.weight", "cls.predictions.decoder.weight");
  private static final String EMBEDDINGS = "electra.embeddings.";
  private static final int PIECE = 8192;

  private final Path source;
  private final Parts parts;
  private final List<Named> tensors;
  private final List<TensorEntry> leftOut;
  private final Optional<DType> dtype;

  /** Which models of a checkpoint are meant. */
  enum Parts {
    DISCRIMINATOR,
    GENERATOR,
    BOTH
  }

  /** A tensor of a model, and its name in the new file. */
  private record Named(StateDict state, TensorEntry tensor, String name) {}

  private Conversion(
      Path source,
      Parts parts,
      List<Named> tensors,
      List<TensorEntry> leftOut,
      Optional<DType> dtype) {
    this.source = source;
    this.parts = parts;
    this.tensors = tensors;
    this.leftOut = leftOut;
    this.dtype = dtype;
  }

  /**
   * Prepares a conversion.
   *
   * @param source the directory of the configuration and the vocabulary
   * @param wanted the part the user asks for
   * @param dtype the type the user asks for
   * @throws IOException if there is no such part, or its configuration cannot be read
   */
  static Conversion of(
      Checkpoint checkpoint, Path source, Optional<Parts> wanted, Optional<DType> dtype)
      throws IOException {
    ElectraConfig config = ElectraConfig.read(source);
    Parts automatic =
        config.architectures().contains("ElectraForMaskedLM")
            ? Parts.GENERATOR
            : Parts.DISCRIMINATOR;
    Parts parts = wanted.orElse(automatic);
    boolean tied = config.tieWordEmbeddings();
    List<Named> tensors = new ArrayList<>();
    List<TensorEntry> leftOut = new ArrayList<>();
    for (Part part : parts == Parts.BOTH ? List.of(Part.values()) : List.of(part(parts))) {
      StateDict state = checkpoint.stateDict(part);
      check(checkpoint, state, wanted.map(_ -> part));
      String prefix = parts == Parts.BOTH ? part.name().toLowerCase(Locale.ROOT) + "." : "";
      for (TensorEntry tensor : state.entries()) {
        if (!tensor.dtype().isReal()) {
          leftOut.add(tensor);
        } else if (!(tied && repeatsWords(state, tensor)) && !repeats(tensors, state, tensor)) {
          tensors.add(new Named(state, tensor, prefix + tensor.name()));
        }
      }
    }
    return new Conversion(source, parts, tensors, leftOut, dtype);
  }

  private static Part part(Parts one) {
    return one == Parts.GENERATOR ? Part.GENERATOR : Part.DISCRIMINATOR;
  }

  private static void check(Checkpoint checkpoint, StateDict state, Optional<Part> wanted)
      throws WeightFormatException {
    List<String> names = state.entries().stream().map(TensorEntry::name).toList();
    List<Head> heads = Head.servedBy(names);
    if (heads.isEmpty()) {
      throw new WeightFormatException(
          Kind.MISSING, checkpoint.path() + ": no model's embeddings are among its tensors");
    }
    if (wanted.isPresent() && !heads.contains(head(wanted.get()))) {
      String name = wanted.get() == Part.GENERATOR ? "generator" : "discriminator";
      throw new WeightFormatException(Kind.MISSING, checkpoint.path() + ": holds no " + name);
    }
  }

  private static Head head(Part part) {
    return part == Part.GENERATOR ? Head.MASKED_LM : Head.PRE_TRAINING;
  }

  /** Whether an embedding of the generator's is the discriminator's: it is written once. */
  private static boolean repeats(List<Named> written, StateDict state, TensorEntry tensor) {
    return tensor.name().startsWith(EMBEDDINGS)
        && written.stream()
            .filter(w -> w.tensor().name().equals(tensor.name()))
            .filter(w -> w.tensor().shape().equals(tensor.shape()))
            .anyMatch(w -> sameElements(w.state(), w.tensor(), state, tensor));
  }

  /**
   * Whether the tensor is a decoder that is the word embeddings once more, as old versions wrote
   * it. New ones leave it out, and so does their configuration's reader expect it.
   */
  private static boolean repeatsWords(StateDict state, TensorEntry tensor) {
    if (!DECODERS.contains(tensor.name())) {
      return false;
    }
    return state.entries().stream()
        .filter(e -> e.name().endsWith(WORDS) && e.dtype() == tensor.dtype())
        .filter(words -> words.shape().equals(tensor.shape()))
        .anyMatch(words -> sameElements(state, words, state, tensor));
  }

  private static boolean sameElements(
      StateDict first, TensorEntry a, StateDict second, TensorEntry b) {
    double[] ofA = new double[PIECE];
    double[] ofB = new double[PIECE];
    boolean same = true;
    for (long done = 0; same && done < a.size(); done += PIECE) {
      int length = (int) Math.min(PIECE, a.size() - done);
      first.read(a.name(), done, ofA, length);
      second.read(b.name(), done, ofB, length);
      same = Arrays.equals(ofA, 0, length, ofB, 0, length);
    }
    return same;
  }

  int tensors() {
    return tensors.size();
  }

  long parameters() {
    return tensors.stream().mapToLong(t -> t.tensor().size()).sum();
  }

  /** How many bytes the weights will have, but for their header. */
  long bytes() {
    return tensors.stream()
        .map(Named::tensor)
        .mapToLong(t -> t.size() * type(t).bits() / Byte.SIZE)
        .sum();
  }

  private DType type(TensorEntry tensor) {
    return dtype.orElse(tensor.dtype());
  }

  /** Writes all files; {@code written} is told of the weights' bytes as they come. */
  Changes writeTo(Path directory, LongConsumer written) throws IOException {
    Changes changes = new Changes();
    writeConfig(directory);
    for (String name : TOKENIZER) {
      if (Files.isRegularFile(source.resolve(name))) {
        Files.copy(source.resolve(name), directory.resolve(name));
      }
    }
    writeTokenizerConfig(directory);
    List<NewTensor> copies = new ArrayList<>();
    for (Named named : tensors) {
      TensorEntry tensor = named.tensor();
      DType type = type(tensor);
      TensorCopy copy = new TensorCopy(named.state(), tensor, type, changes, written);
      copies.add(new NewTensor(named.name(), type, tensor.shape(), copy));
    }
    SafetensorsWriter.write(directory.resolve(WEIGHTS), Map.of("format", "pt"), copies);
    return changes;
  }

  private void writeConfig(Path directory) throws IOException {
    if (parts != Parts.GENERATOR) {
      Files.copy(source.resolve(CONFIG), directory.resolve(CONFIG));
    }
    if (parts != Parts.DISCRIMINATOR) {
      String name = parts == Parts.BOTH ? "generator_config.json" : CONFIG;
      Files.writeString(directory.resolve(name), generatorConfig());
    }
  }

  private String generatorConfig() throws IOException {
    Path file = Pretrained.generatorFile(source);
    Map<String, List<Long>> shapes = new LinkedHashMap<>();
    for (Named named : tensors) { // The generator's own come behind those it shares.
      boolean shared = named.tensor().name().startsWith(EMBEDDINGS);
      if (parts != Parts.BOTH || shared || named.name().startsWith("generator.")) {
        shapes.put(named.tensor().name(), named.tensor().shape());
      }
    }
    ElectraConfig fitted = Pretrained.fittedToGenerator(source, ElectraConfig.read(file), shapes);
    return ConvertedConfig.ofGenerator(Json.readObject(file), fitted);
  }

  /** Others lower the case of words where nothing is said of it, which tears Korean apart. */
  private void writeTokenizerConfig(Path directory) throws IOException {
    Path file = directory.resolve(TOKENIZER_CONFIG);
    if (!Files.exists(file) && Files.exists(directory.resolve("vocab.txt"))) {
      int length = ElectraConfig.read(directory).maxPositionEmbeddings();
      Files.writeString(file, "{\"do_lower_case\": false, \"model_max_length\": " + length + "}\n");
    }
  }

  /** What the user should know of what was written. */
  List<String> notes(Changes changes) {
    List<String> notes = new ArrayList<>();
    dtype.flatMap(changes::sentence).ifPresent(s -> notes.add("warning: " + s));
    for (TensorEntry tensor : leftOut) {
      notes.add("note: " + tensor.name() + " holds " + tensor.dtype() + " and was left out");
    }
    return notes;
  }
}
